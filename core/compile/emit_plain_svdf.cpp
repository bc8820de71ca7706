// SPDX-License-Identifier: Apache-2.0
// SVDF by the plain kernel of device/ops: int8 with an int8 or int16 state, or float.
#include <fmt/format.h>

#include "core/compile/builtin.h"
#include "core/compile/channel_tables.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "device/ops/svdf.h"

namespace tadpole {
namespace {

using namespace plain;  // NOLINT: helpers of these emitters

constexpr std::size_t kFeature = 1, kTime = 2, kBias = 3, kState = 4;

// Whether shapes, and which inputs are constant, are an SVDF's; fills the shape.
bool read_shape(const OpView& view, device::SvdfShape& s) {
  if (!view.has_input(kFeature) || !view.has_input(kTime) || !view.has_input(kState)) return false;
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& feature = view.input(kFeature).shape;
  const std::vector<int>& time = view.input(kTime).shape;
  const int rank = view.op().options.rank;
  if (in.size() != 2 || feature.size() != 2 || time.size() != 2 || rank < 1) return false;
  s = {in[0], in[1], feature[0], time[1], rank};
  const int units = s.filters / rank;
  const bool biased = view.has_input(kBias);
  return feature[1] == s.inputs && time[0] == s.filters && s.filters % rank == 0 &&
         view.output().shape == std::vector<int>{s.batches, units} &&
         view.input(kFeature).is_constant() && view.input(kTime).is_constant() &&
         view.input(kState).is_variable &&
         view.input(kState).shape == std::vector<int>{s.batches, s.filters * s.memory} &&
         (!biased || (view.input(kBias).is_constant() &&
                      view.input(kBias).elements() == static_cast<std::size_t>(units)));
}

bool are_types(const OpView& view, DType data, DType remembered, DType bias) {
  return both(view, data) && is_type(view.input(kFeature), data) &&
         is_type(view.input(kTime), remembered) && is_type(view.input(kState), remembered) &&
         (!view.has_input(kBias) || view.input(kBias).type == bias);
}

float scale_of(const GraphTensor& t) { return t.quantization.scale[0]; }

std::string text(const device::SvdfShape& s) {
  return fmt::format("{{{}, {}, {}, {}, {}}}", s.batches, s.inputs, s.filters, s.memory, s.rank);
}

Result<std::string> int8_record(const OpView& view, const device::SvdfShape& s) {
  const GraphTensor& state = view.input(kState);
  const device::QuantizedMultiplier to_state = device::svdf_multiplier(
      scale_of(view.input(0)), scale_of(view.input(kFeature)), scale_of(state));
  const device::QuantizedMultiplier to_output = device::svdf_multiplier(
      scale_of(state), scale_of(view.input(kTime)), scale_of(view.output()));
  if (to_state.shift > device::kMaxLeftShift || to_output.shift > device::kMaxLeftShift)
    return unsupported("the scales are too far apart; quantize the model again");
  return layer(view, "SvdfParams",
               fmt::format("{}, {}, {}, {}, {}, {}", text(s), view.zero_point(view.input(0)),
                           view.zero_point(state), view.zero_point(view.output()),
                           plain::text(to_state), plain::text(to_output)));
}

// Symmetric weights, and the activations that the integer kernel's clamp stands for.
bool int8_usable(const OpView& view) {
  const Activation activation = view.op().options.activation;
  const GraphTensor& state = view.input(kState);
  return view.zero_point(view.input(kFeature)) == 0 && view.zero_point(view.input(kTime)) == 0 &&
         (state.type == DType::int8 || view.zero_point(state) == 0) &&
         (activation == Activation::none || activation == Activation::relu);
}

std::string state_pointer(const OpView& view) {
  return tensor_at(c_type_name(view.input(kState).type), view.input_index(kState));
}

}  // namespace

MaybeStep plain_svdf(const OpView& view) {
  device::SvdfShape shape;
  if (!read_shape(view, shape)) return not_taken();
  Step step = plain_step(view, "svdf");
  if (are_types(view, DType::float32, DType::float32, DType::float32) &&
      view.op().options.activation <= Activation::relu6) {
    const device::FloatRange range = device::float_activation_range(
        static_cast<device::FusedActivation>(view.op().options.activation));
    step.layer = layer(
        view, "SvdfFloatParams",
        fmt::format("{}, {}, {}", text(shape), float_literal(range.min), float_literal(range.max)));
  } else if ((are_types(view, DType::int8, DType::int8, DType::int32) ||
              are_types(view, DType::int8, DType::int16, DType::int32)) &&
             int8_usable(view)) {
    step.layer = TADPOLE_TRY(int8_record(view, shape));
  } else {
    return not_taken();
  }
  step.multiply_adds = static_cast<std::int64_t>(shape.batches) * shape.filters *
                       (static_cast<std::int64_t>(shape.inputs) + shape.memory);
  step.call =
      fmt::format("svdf(kLayer{}, {}, {}, {}, {}, {}, {});", view.index, data_in(view, 0, step),
                  data_in(view, kFeature, step), data_in(view, kTime, step),
                  view.has_input(kBias) ? data_in(view, kBias, step) : "nullptr",
                  state_pointer(view), data_out(view));
  step.needs = {"device/ops/dot_product.h", "device/ops/fixed_point.h"};
  return done(std::move(step));
}

}  // namespace tadpole
