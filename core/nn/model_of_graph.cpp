// SPDX-License-Identifier: Apache-2.0
#include "core/nn/model_of_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>

#include "core/graph/operator_name.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

std::string by(int a, int b) { return std::to_string(a) + "x" + std::to_string(b); }

std::string dims_text(const std::vector<int>& dims) {
  std::string text;
  for (const int d : dims) text += (text.empty() ? "" : "x") + std::to_string(d);
  return text.empty() ? "no dimension" : text;
}

// Height, width and channels of a tensor with a batch of one in front; nothing: it has none.
std::optional<std::array<int, 3>> image_of(const std::vector<int>& dims) {
  if (dims.empty() || dims.size() > 4 || dims[0] != 1) return std::nullopt;
  if (std::any_of(dims.begin(), dims.end(), [](int d) { return d < 1; })) return std::nullopt;
  switch (dims.size()) {
    case 2:
      return std::array<int, 3>{1, 1, dims[1]};
    case 3:
      return std::array<int, 3>{dims[1], dims[2], 1};
    case 4:
      return std::array<int, 3>{dims[1], dims[2], dims[3]};
    default:
      return std::nullopt;
  }
}

template <typename T>
T element(const GraphTensor& t, std::size_t i) {
  T value;
  std::memcpy(&value, t.data.data() + i * sizeof(T), sizeof(T));
  return value;
}

float stored(const GraphTensor& t, std::size_t i) {
  switch (t.type) {
    case DType::float32:
      return element<float>(t, i);
    case DType::int8:
      return static_cast<float>(element<std::int8_t>(t, i));
    case DType::int16:
      return static_cast<float>(element<std::int16_t>(t, i));
    default:
      return static_cast<float>(element<std::int32_t>(t, i));
  }
}

class Builder {
 public:
  explicit Builder(const Graph& graph) : graph_(graph) {}

  Result<Model> build() {
    if (graph_.inputs.size() != 1 || graph_.outputs.size() != 1) {
      return wrong_use("the graph has " + std::to_string(graph_.inputs.size()) + " inputs and " +
                       std::to_string(graph_.outputs.size()) +
                       " outputs, expected one of each; a base must take one sample");
    }
    const GraphTensor& in = tensor(graph_.inputs[0]);
    const auto shape = image_of(in.shape);
    if (!shape) {
      return wrong_use("the graph's input is " + dims_text(in.shape) +
                       ", expected a batch of one sample: 1xN, 1xHxW or 1xHxWxC");
    }
    spec_.input = *shape;
    made_by_[graph_.inputs[0]] = "";
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      const Outcome added = add(graph_.ops[i]);
      if (!added.ok()) {
        const GraphOp& op = graph_.ops[i];
        std::string gives = op.outputs.empty() ? "nothing" : tensor(op.outputs[0]).name;
        if (gives.empty()) gives = "tensor " + std::to_string(op.outputs[0]);
        return wrong_use("operator " + std::to_string(i) + " (gives " + gives +
                         "): " + added.error().message);
      }
    }
    if (spec_.layers.empty()) return wrong_use("the graph has no layer to take");
    Model model = TADPOLE_TRY(Model::create(spec_));
    TADPOLE_TRY(fill(model));
    return model;
  }

 private:
  const GraphTensor& tensor(int index) const {
    return graph_.tensors[static_cast<std::size_t>(index)];
  }

  // What a kernel or bias stands for.
  Result<std::vector<float>> constant(const GraphOp& op, std::size_t input,
                                      std::size_t count) const {
    const GraphTensor& t = tensor(op.inputs[input]);
    const bool known = t.type == DType::float32 || t.type == DType::int8 ||
                       t.type == DType::int16 || t.type == DType::int32;
    if (!t.is_constant() || !known || t.elements() != count || t.data.size() != t.bytes()) {
      return wrong_use("'" + t.name + "' is no constant of " + std::to_string(count) +
                       " numbers (float32, int8, int16 or int32) but " + dims_text(t.shape));
    }
    const Quantization& q = t.quantization;
    const auto axis = static_cast<std::size_t>(std::max(0, q.axis));
    if (t.type != DType::float32 && q.empty())
      return wrong_use("'" + t.name + "' holds integers without a scale");
    if (q.scale.size() > 1 &&
        (axis >= t.shape.size() || q.scale.size() != static_cast<std::size_t>(t.shape[axis])))
      return wrong_use("'" + t.name + "' has " + std::to_string(q.scale.size()) +
                       " scales, which is none for each of an axis");
    std::size_t inner = 1;  // values between two steps along the axis
    for (std::size_t d = axis + 1; d < t.shape.size(); ++d)
      inner *= static_cast<std::size_t>(t.shape[d]);
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = stored(t, i);
      if (t.type == DType::float32) continue;
      const std::size_t c = q.scale.size() > 1 ? i / inner % q.scale.size() : 0;
      const auto zero = c < q.zero_point.size() ? static_cast<float>(q.zero_point[c]) : 0.0F;
      values[i] = q.scale[c] * (values[i] - zero);
    }
    return values;
  }

  // The layer that made one of the operator's activations.
  Result<std::string> source(const GraphOp& op, std::size_t input) const {
    if (input >= op.inputs.size() || op.inputs[input] < 0)
      return wrong_use("its input " + std::to_string(input) + " is missing");
    const auto made = made_by_.find(op.inputs[input]);
    if (made == made_by_.end()) {
      return wrong_use("it reads '" + tensor(op.inputs[input]).name +
                       "', which is no activation of a layer before it");
    }
    return made->second;
  }

  Result<std::array<int, 3>> shape_of(int index) const {
    const auto shape = image_of(tensor(index).shape);
    if (!shape) {
      return wrong_use("'" + tensor(index).name + "' is " + dims_text(tensor(index).shape) +
                       ", expected a batch of one");
    }
    return *shape;
  }

  // A layer that reads what `from` gave; returns its name.
  std::string push(const std::string& kind, std::map<std::string, std::string> options,
                   const std::string& from) {
    const std::string name = kind + "_" + std::to_string(spec_.layers.size() + 1);
    options["name"] = name;
    if (from != last_ && !from.empty()) options["input"] = from;
    spec_.layers.push_back({kind, std::move(options)});
    weights_.emplace_back();
    last_ = name;
    return name;
  }

  Outcome activate(Activation activation, std::string& from) {
    switch (activation) {
      case Activation::none:
        return Done{};
      case Activation::relu:
        from = push("relu", {}, from);
        return Done{};
      case Activation::relu6:
        from = push("relu6", {}, from);
        return Done{};
      case Activation::tanh:
        from = push("tanh", {}, from);
        return Done{};
      default:
        return wrong_use("its fused activation is none of relu, relu6 and tanh");
    }
  }

  static std::map<std::string, std::string> window(const OpOptions& o, int h, int w) {
    return {{"kernel", by(h, w)},
            {"stride", by(o.stride_h, o.stride_w)},
            {"padding", o.padding == Padding::same ? "same" : "valid"}};
  }

  Outcome weigh(const GraphOp& op, std::size_t kernel_count, std::size_t bias_count) {
    std::vector<float> values = TADPOLE_TRY(constant(op, 1, kernel_count));
    if (op.inputs.size() > 2 && op.inputs[2] >= 0) {
      const std::vector<float> bias = TADPOLE_TRY(constant(op, 2, bias_count));
      values.insert(values.end(), bias.begin(), bias.end());
    }
    weights_.back() = std::move(values);
    return Done{};
  }
  static std::string has_bias(const GraphOp& op) {
    return op.inputs.size() > 2 && op.inputs[2] >= 0 ? "true" : "false";
  }

  Result<std::string> conv(const GraphOp& op, const std::string& from) {
    if (op.options.dilation_h != 1 || op.options.dilation_w != 1)
      return wrong_use("its dilation is not 1");
    if (op.inputs.size() < 2 || op.inputs[1] < 0) return wrong_use("it has no kernel");
    const std::vector<int> k = tensor(op.inputs[1]).shape;
    if (k.size() != 4) return wrong_use("its kernel is " + dims_text(k) + ", expected OxHxWxI");
    auto options = window(op.options, k[1], k[2]);
    options["use_bias"] = has_bias(op);
    const bool depthwise = op.builtin == lowered::kDepthwiseConv2d;
    const auto in = TADPOLE_TRY(shape_of(op.inputs[0]));
    if (depthwise) {
      options["depth_multiplier"] = std::to_string(k[3] / in[2]);
    } else {
      if (k[3] != in[2])
        return wrong_use("its kernel takes " + std::to_string(k[3]) + " channels, its input has " +
                         std::to_string(in[2]));
      options["filters"] = std::to_string(k[0]);
    }
    std::string name = push(depthwise ? "depthwise_conv2d" : "conv2d", options, from);
    const auto outputs = static_cast<std::size_t>(depthwise ? k[3] : k[0]);
    TADPOLE_TRY(weigh(op, tensor(op.inputs[1]).elements(), outputs));
    if (!depthwise)
      inputs_last_to_outputs_last(weights_.back(), outputs, outputs * k[1] * k[2] * k[3]);
    return name;
  }

  // [O, H*W*I] to [H*W*I, O]; the bias behind stays.
  static void inputs_last_to_outputs_last(std::vector<float>& values, std::size_t outputs,
                                          std::size_t count) {
    const std::vector<float> before = values;
    const std::size_t per_filter = count / outputs;
    for (std::size_t i = 0; i < count; ++i)
      values[i % per_filter * outputs + i / per_filter] = before[i];
  }

  Result<std::string> dense(const GraphOp& op, std::string from) {
    if (op.inputs.size() < 2 || op.inputs[1] < 0) return wrong_use("it has no kernel");
    const std::vector<int> k = tensor(op.inputs[1]).shape;
    if (k.size() != 2) return wrong_use("its kernel is " + dims_text(k) + ", expected OxI");
    const auto in = TADPOLE_TRY(shape_of(op.inputs[0]));
    if (in[0] != 1 || in[1] != 1) from = push("flatten", {}, from);
    const std::string name =
        push("dense", {{"units", std::to_string(k[0])}, {"use_bias", has_bias(op)}}, from);
    TADPOLE_TRY(weigh(op, tensor(op.inputs[1]).elements(), static_cast<std::size_t>(k[0])));
    return name;
  }

  Result<std::string> pool(const GraphOp& op, const std::string& from) {
    const OpOptions& o = op.options;
    const auto in = TADPOLE_TRY(shape_of(op.inputs[0]));
    const bool average = op.builtin == lowered::kAveragePool2d;
    if (average && o.padding == Padding::valid && o.filter_h == in[0] && o.filter_w == in[1])
      return push("global_average_pool", {}, from);
    return push(average ? "average_pool" : "max_pool", window(o, o.filter_h, o.filter_w), from);
  }

  // The whole numbers of a constant, as axes and paddings are given.
  Result<std::vector<int>> integers(const GraphOp& op, std::size_t input) const {
    if (input >= op.inputs.size() || op.inputs[input] < 0)
      return wrong_use("its input " + std::to_string(input) + " is missing");
    const GraphTensor& t = tensor(op.inputs[input]);
    if (t.type != DType::int32 || t.data.size() != t.bytes() || t.data.empty())
      return wrong_use("'" + t.name + "' is no constant of whole numbers");
    std::vector<int> values(t.elements());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = element<std::int32_t>(t, i);
    return values;
  }

  Result<std::string> mean(const GraphOp& op, const std::string& from) {
    std::vector<int> axes = TADPOLE_TRY(integers(op, 1));
    const int rank = static_cast<int>(tensor(op.inputs[0]).shape.size());
    for (int& axis : axes) axis += axis < 0 ? rank : 0;
    std::sort(axes.begin(), axes.end());
    if (axes != std::vector<int>{1, 2})
      return wrong_use("it takes the mean over other axes than height and width");
    return push("global_average_pool", {}, from);
  }

  Result<std::string> pad(const GraphOp& op, const std::string& from) {
    const std::vector<int> p = TADPOLE_TRY(integers(op, 1));
    if (p.size() != 8 || p[0] != 0 || p[1] != 0 || p[6] != 0 || p[7] != 0)
      return wrong_use("it pads more than height and width");
    return push("zero_padding",
                {{"top", std::to_string(p[2])},
                 {"bottom", std::to_string(p[3])},
                 {"left", std::to_string(p[4])},
                 {"right", std::to_string(p[5])}},
                from);
  }

  Result<std::string> reshape(const GraphOp& op, const std::string& from) {
    const auto in = TADPOLE_TRY(shape_of(op.inputs[0]));
    const auto out = TADPOLE_TRY(shape_of(op.outputs[0]));
    if (in == out) return from;
    if (out[0] == 1 && out[1] == 1) return push("flatten", {}, from);
    return push("reshape", {{"shape", by(out[0], out[1]) + "x" + std::to_string(out[2])}}, from);
  }

  // What both operands are, none of them the graph's own input.
  Result<std::array<std::string, 2>> two(const GraphOp& op) const {
    const std::string a = TADPOLE_TRY(source(op, 0)), b = TADPOLE_TRY(source(op, 1));
    if (a.empty() || b.empty())
      return wrong_use("it joins the graph's own input to a later tensor");
    return std::array<std::string, 2>{a, b};
  }

  // Along the channels; of more than two one after the other.
  Result<std::string> concatenation(const GraphOp& op) {
    const auto out = tensor(op.outputs[0]).shape;
    const int rank = static_cast<int>(out.size());
    const int axis = op.options.axis < 0 ? op.options.axis + rank : op.options.axis;
    if (axis != rank - 1 || op.inputs.size() < 2)
      return wrong_use("it joins along axis " + std::to_string(op.options.axis) +
                       ", expected the channels, which are the last axis");
    std::string joined = TADPOLE_TRY(two(op))[0];
    for (std::size_t i = 1; i < op.inputs.size(); ++i)
      joined = push("concatenate", {{"with", TADPOLE_TRY(source(op, i))}}, joined);
    return joined;
  }

  Result<std::string> product(const GraphOp& op) {
    const auto [a, b] = TADPOLE_TRY(two(op));
    const std::string& other = a == last_ ? b : a;
    return push("multiply", {{"with", other}}, a == last_ ? a : b);
  }

  // Every pixel a block: where input and output meet in whole multiples.
  Result<std::string> nearest(const GraphOp& op, const std::string& from) {
    const auto in = TADPOLE_TRY(shape_of(op.inputs[0])), out = TADPOLE_TRY(shape_of(op.outputs[0]));
    if (out[0] % in[0] != 0 || out[1] % in[1] != 0 || op.options.align_corners)
      return wrong_use("it makes " + by(out[0], out[1]) + " of " + by(in[0], in[1]) +
                       ", expected whole multiples without align_corners");
    return push("upsampling", {{"size", by(out[0] / in[0], out[1] / in[1])}}, from);
  }

  // Inputs: the output's shape, the kernel, the activation, the bias.
  Result<std::string> transpose_conv(const GraphOp& op) {
    if (op.inputs.size() < 3) return wrong_use("it has no kernel");
    GraphOp turned = op;
    turned.inputs = {op.inputs[2], op.inputs[1], op.inputs.size() > 3 ? op.inputs[3] : -1};
    const std::string from = TADPOLE_TRY(source(turned, 0));
    const std::vector<int> k = tensor(turned.inputs[1]).shape;
    if (k.size() != 4) return wrong_use("its kernel is " + dims_text(k) + ", expected OxHxWxI");
    auto options = window(op.options, k[1], k[2]);
    options["use_bias"] = has_bias(turned);
    options["filters"] = std::to_string(k[0]);
    const std::string name = push("conv2d_transpose", options, from);
    const auto outputs = static_cast<std::size_t>(k[0]);
    TADPOLE_TRY(weigh(turned, tensor(turned.inputs[1]).elements(), outputs));
    inputs_last_to_outputs_last(weights_.back(), outputs, tensor(turned.inputs[1]).elements());
    return name;
  }

  Result<std::string> sum(const GraphOp& op) {
    const std::string a = TADPOLE_TRY(source(op, 0)), b = TADPOLE_TRY(source(op, 1));
    // The one just made goes straight on.
    const std::string& other = a == last_ ? b : a;
    if (other.empty()) return wrong_use("it adds the graph's own input");
    return push("add", {{"from", other}}, a == last_ ? a : b);
  }

  Result<std::string> layer(const GraphOp& op) {
    const std::string from = TADPOLE_TRY(source(op, 0));
    if (from.empty() && !spec_.layers.empty())
      return wrong_use("a later operator reads the graph's input once more");
    switch (op.builtin) {
      case lowered::kConv2d:
      case lowered::kDepthwiseConv2d:
        return conv(op, from);
      case lowered::kFullyConnected:
        return dense(op, from);
      case lowered::kAveragePool2d:
      case lowered::kMaxPool2d:
        return pool(op, from);
      case lowered::kMean:
        return mean(op, from);
      case lowered::kPad:
        return pad(op, from);
      case lowered::kReshape:
        return reshape(op, from);
      case lowered::kQuantize:
      case lowered::kDequantize:
        return from;
      case lowered::kSoftmax:
        return push("softmax", {}, from);
      case lowered::kLogistic:
        return push("sigmoid", {}, from);
      case lowered::kRelu:
        return push("relu", {}, from);
      case lowered::kRelu6:
        return push("relu6", {}, from);
      case lowered::kTanh:
        return push("tanh", {}, from);
      case lowered::kHardSwish:
        return push("hard_swish", {}, from);
      case lowered::kLeakyRelu:
        return push("leaky_relu", {{"alpha", fmt::format("{:.9g}", op.options.alpha)}}, from);
      case lowered::kResizeNearestNeighbor:
        return nearest(op, from);
      default:
        return wrong_use(operator_name(op) +
                         " has no layer that trains; cut the file before it, or take a base of "
                         "convolutions, dense layers, pools and activations");
    }
  }

  Result<std::string> layer_or_junction(const GraphOp& op) {
    switch (op.builtin) {
      case lowered::kAdd:
        return sum(op);
      case lowered::kMul:
        return product(op);
      case lowered::kConcatenation:
        return concatenation(op);
      case lowered::kTransposeConv:
        return transpose_conv(op);
      default:
        return layer(op);
    }
  }

  Outcome add(const GraphOp& op) {
    if (op.outputs.size() != 1) return wrong_use("it has several outputs");
    std::string name = TADPOLE_TRY(layer_or_junction(op));
    TADPOLE_TRY(activate(op.options.activation, name));
    made_by_[op.outputs[0]] = name;
    return Done{};
  }

  Outcome fill(Model& model) const {
    const std::vector<LayerInfo> infos = model.layers();
    for (std::size_t i = 0; i < infos.size(); ++i) {
      if (infos[i].parameter_count != weights_[i].size()) {
        return wrong_use("layer '" + infos[i].text + "' has " +
                         std::to_string(infos[i].parameter_count) +
                         " parameters, the graph gives " + std::to_string(weights_[i].size()));
      }
      std::copy(weights_[i].begin(), weights_[i].end(),
                model.parameters().begin() + static_cast<std::ptrdiff_t>(infos[i].parameters));
    }
    return Done{};
  }

  const Graph& graph_;
  ModelSpec spec_;
  std::map<int, std::string> made_by_;  // tensor -> layer; "": the graph's input
  std::string last_;
  std::vector<std::vector<float>> weights_;  // of each layer
};

}  // namespace

Result<Model> model_of_graph(const Graph& graph) { return Builder(graph).build(); }

InputRange input_range(const Graph& graph) {
  if (graph.inputs.empty()) return {};
  const GraphTensor& t = graph.tensors[static_cast<std::size_t>(graph.inputs[0])];
  const Quantization& q = t.quantization;
  if (t.type != DType::int8 || q.scale.size() != 1 || q.zero_point.size() != 1) return {};
  const auto zero = static_cast<float>(q.zero_point[0]);
  return {q.scale[0] * (-128.0F - zero), q.scale[0] * (127.0F - zero)};
}

}  // namespace tadpole
