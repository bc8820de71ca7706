// SPDX-License-Identifier: Apache-2.0
#include "core/compress/quantization_aware.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/nn/model_of_graph.h"
#include "core/quant/calibration.h"

namespace tadpole {
namespace {

// What the int8 form does with a layer's output.
enum class Steps : std::uint8_t {
  own,          // they follow from what is seen
  as_input,     // handed through, nothing is rounded
  rounded,      // those of the input, and what is computed is rounded to them
  probability,  // 0 to 255/256
  signed_unit,  // -1 to 127/128
};

Steps steps_of(const std::string& kind) {
  static const std::map<std::string, Steps> known = {
      {"average_pool", Steps::rounded}, {"global_average_pool", Steps::rounded},
      {"max_pool", Steps::as_input},    {"zero_padding", Steps::as_input},
      {"flatten", Steps::as_input},     {"reshape", Steps::as_input},
      {"upsampling", Steps::as_input},  {"relu6", Steps::as_input},
      {"softmax", Steps::probability},  {"sigmoid", Steps::probability},
      {"tanh", Steps::signed_unit}};
  const auto at = known.find(kind);
  return at == known.end() ? Steps::own : at->second;
}

bool takes_activation(const std::string& kind) {
  return kind == "conv2d" || kind == "depthwise_conv2d" || kind == "dense" || kind == "add" ||
         kind == "multiply";
}

std::string fixed(float low, float high) {
  return fmt::format("fake_quantize low={:.9g} high={:.9g}", low, high);
}

// Writes the layers anew with what rounds behind them.
class Rewriter {
 public:
  Rewriter(const ModelSpec& from, Range input) : from_(from) {
    spec_.input = from.input;
    push(fixed(input.low, input.high), "input_steps");
    range_ = {.layer = "", .line = spec_.layers.back()};
    for (std::size_t i = 0; i < from.layers.size(); ++i) add(i);
  }
  const ModelSpec& spec() const { return spec_; }
  // Names of fake_quantize layers: whose range is whose.
  const std::map<std::string, std::string>& ties() const { return ties_; }

 private:
  // Who learns the range of the values at hand, or the line that fixes it.
  struct Source {
    std::string layer;
    LayerSpec line;
  };

  static std::string name_of(const LayerSpec& layer) { return layer.options.at("name"); }

  void push(const std::string& line, const std::string& name) {
    LayerSpec layer = parse_layer(line).value();
    layer.options["name"] = name;
    spec_.layers.push_back(std::move(layer));
  }

  bool reads_previous(std::size_t i) const {
    const auto& options = from_.layers[i].options;
    return !options.contains("input");
  }
  bool is_read_by_name(const std::string& name) const {
    return std::any_of(from_.layers.begin(), from_.layers.end(), [&](const LayerSpec& layer) {
      return std::any_of(layer.options.begin(), layer.options.end(), [&](const auto& option) {
        return (option.first == "from" || option.first == "with" || option.first == "input") &&
               option.second == name;
      });
    });
  }
  bool melts_into(std::size_t i) const {
    const std::string& kind = from_.layers[i].kind;
    return (kind == "relu" || kind == "relu6") && i > 0 && reads_previous(i) &&
           takes_activation(from_.layers[i - 1].kind) &&
           !is_read_by_name(name_of(from_.layers[i - 1]));
  }

  void add(std::size_t i) {
    LayerSpec layer = from_.layers[i];
    const std::string name = name_of(layer);
    for (const char* key : {"from", "with", "input"}) {
      const auto read = layer.options.find(key);
      if (read == layer.options.end()) continue;
      if (key == std::string("input")) range_ = ranges_.at(read->second);
      read->second = stands_for_.at(read->second);
    }
    const std::string kind = layer.kind;
    spec_.layers.push_back(std::move(layer));
    stands_for_[name] = name;
    const bool waits = i + 1 < from_.layers.size() && melts_into(i + 1);
    const bool last = i + 1 == from_.layers.size();
    if (!waits) round(melts_into(i) ? Steps::own : steps_of(kind), name, last);
    ranges_[name] = range_;
  }

  void round(Steps steps, const std::string& name, bool last) {
    const std::string own = name + "_steps";
    switch (steps) {
      case Steps::as_input:
        return;
      case Steps::own:
        push("fake_quantize", own);
        range_ = {.layer = own, .line = {}};
        break;
      case Steps::rounded:
        if (range_.layer.empty()) {
          spec_.layers.push_back(range_.line);
          spec_.layers.back().options["name"] = own;
          spec_.layers.back().options["halves"] = "stored";
        } else {
          push("fake_quantize halves=stored", own);
          ties_[own] = range_.layer;
        }
        break;
      case Steps::probability:
      case Steps::signed_unit: {
        // A loss may be one with the last layer: nothing stands behind it.
        if (last) return;
        const bool unit = steps == Steps::signed_unit;
        push(unit ? fixed(-1.0F, 127.0F / 128.0F) : fixed(0.0F, 255.0F / 256.0F), own);
        range_ = {.layer = "", .line = spec_.layers.back()};
        break;
      }
    }
    stands_for_[name] = own;
  }

  const ModelSpec& from_;
  ModelSpec spec_;
  Source range_;                                   // of the values at hand
  std::map<std::string, Source> ranges_;           // behind each layer of from_
  std::map<std::string, std::string> stands_for_;  // layer of from_ -> who is read for it now
  std::map<std::string, std::string> ties_;
};

// An int8 LSTM rounds inside its operator, at every step; layers behind it cannot do what it does.
Outcome check_kinds(const Model& model) {
  const std::vector<LayerSpec>& layers = model.spec().layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].kind != "lstm") continue;
    return unsupported(fmt::format(
        "layer {} ({}): int8 rounds inside an lstm at every step, which training for int8 cannot "
        "imitate; quantize the network after training (method = \"post_training\")",
        i + 1, layer_text(layers[i])));
  }
  return Done{};
}

}  // namespace

Result<Model> fold_batch_norms(const Model& model) {
  TADPOLE_TRY(model.runs_on_device());
  const Graph graph = model.lower();
  Result<Model> folded = model_of_graph(graph);
  if (!folded.ok()) {
    return unsupported(
        "batch norm cannot be folded into this network for int8: " + folded.error().message +
        "; quantize it after training (post_training), without clusters");
  }
  return folded;
}

Result<QuantizationAware> make_quantization_aware(const Model& model, Range input) {
  TADPOLE_TRY(check_kinds(model));
  const Model folded = TADPOLE_TRY(fold_batch_norms(model));
  if (!(input.low <= 0.0F && input.high >= 0.0F && input.low < input.high)) {
    return wrong_use(
        fmt::format("the range of the input goes from {} to {}; expected one that holds 0 and more",
                    input.low, input.high));
  }
  const Rewriter rewriter(folded.spec(), input);
  QuantizationAware aware{.model = TADPOLE_TRY(Model::create(rewriter.spec())), .ties = {}};
  TADPOLE_EXPECT(aware.model.parameters().size() == folded.parameters().size());
  std::copy(folded.parameters().begin(), folded.parameters().end(),
            aware.model.parameters().begin());
  std::map<std::string, std::size_t> places;
  for (const LayerInfo& layer : aware.model.layers()) places[layer.name] = layer.state;
  for (const auto& [to, from] : rewriter.ties())
    aware.ties.push_back({.from = places.at(from), .to = places.at(to)});
  return aware;
}

void round_kernel(std::span<float> values, const WeightKernel& kernel, KernelScale scale) {
  const bool own = kernel.per_channel && scale == KernelScale::per_channel;
  const WeightLayout layout = own ? WeightLayout{.slices = kernel.outputs, .inner = kernel.inner}
                                  : WeightLayout{.slices = 1, .inner = values.size()};
  const Quantization q = weight_quantization(values, layout, {}, 1.0F);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float s = q.scale[i / layout.inner % layout.slices];
    values[i] = s * std::clamp(std::round(values[i] / s), -127.0F, 127.0F);
  }
}

QuantizationRule::QuantizationRule(const QuantizationAware& aware, KernelScale scale)
    : kernels_(weight_kernels(aware.model)), ties_(aware.ties), scale_(scale) {}

std::string QuantizationRule::text() const {
  return scale_ == KernelScale::per_kernel ? "int8 per kernel" : "int8";
}

void QuantizationRule::apply(std::int64_t, const RuledWeights& weights) {
  for (const WeightKernel& k : kernels_)
    round_kernel(weights.used.subspan(k.first, k.count), k, scale_);
  for (const auto& tie : ties_) {
    weights.state[tie.to] = weights.state[tie.from];
    weights.state[tie.to + 1] = weights.state[tie.from + 1];
  }
}

}  // namespace tadpole
