// SPDX-License-Identifier: Apache-2.0
#include "core/nn/transfer.h"

#include <algorithm>

#include "core/base/text.h"

namespace tadpole {
namespace {

// Names that numbers gave are written out: numbers change when layers move.
std::vector<LayerSpec> named_layers(const Model& model) {
  std::vector<LayerSpec> layers = model.spec().layers;
  const std::vector<LayerInfo> infos = model.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) layers[i].options["name"] = infos[i].name;
  return layers;
}

void copy_layer(const LayerInfo& from_layer, const Model& from, const LayerInfo& to_layer,
                Model& to) {
  std::copy_n(from.parameters().data() + from_layer.parameters, from_layer.parameter_count,
              to.parameters().data() + to_layer.parameters);
  std::copy_n(from.state().data() + from_layer.state, from_layer.state_count,
              to.state().data() + to_layer.state);
}

std::size_t find_layer(const std::vector<LayerInfo>& layers, const std::string& name) {
  const auto is_it = [&](const LayerInfo& layer) { return layer.name == name; };
  return static_cast<std::size_t>(std::find_if(layers.begin(), layers.end(), is_it) -
                                  layers.begin());
}

Error no_layer(const std::vector<LayerInfo>& layers, const std::string& name) {
  std::vector<std::string> names;
  for (const LayerInfo& layer : layers) names.push_back(layer.name);
  return wrong_use("no layer is named '" + name + "'" + did_you_mean(name, names) +
                   "; layers: " + join(names, ", "));
}

// A layer behind the cut that reads one before it: its line; "": none does.
Outcome check_cut(const std::vector<LayerSpec>& layers, std::size_t cut) {
  for (std::size_t i = cut; i < layers.size(); ++i) {
    for (const char* option : {"from", "with", "input"}) {
      const auto reads = layers[i].options.find(option);
      if (reads == layers[i].options.end()) continue;
      const auto is_it = [&](const LayerSpec& l) { return l.options.at("name") == reads->second; };
      if (std::none_of(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(cut), is_it))
        continue;
      return wrong_use("layer " + std::to_string(i + 1) + " (" + layer_text(layers[i]) +
                       ") reads '" + reads->second +
                       "', which lies before the cut; cut before that layer or after this one");
    }
  }
  return Done{};
}

Result<Model> part_of(const Model& model, std::array<int, 3> input,
                      std::span<const LayerSpec> layers, std::size_t first) {
  Model part =
      TADPOLE_TRY(Model::create({.input = input, .layers = {layers.begin(), layers.end()}}));
  const std::vector<LayerInfo> whole = model.layers(), own = part.layers();
  for (std::size_t i = 0; i < own.size(); ++i) copy_layer(whole[first + i], model, own[i], part);
  return part;
}

// Kind, options but "trainable", and size.
bool same_layer(const LayerSpec& a, const LayerInfo& info_a, const LayerSpec& b,
                const LayerInfo& info_b) {
  std::map<std::string, std::string> options_a = a.options, options_b = b.options;
  for (auto* options : {&options_a, &options_b}) options->erase("trainable");
  return a.kind == b.kind && info_a.name == info_b.name && options_a == options_b &&
         info_a.out == info_b.out && info_a.parameter_count == info_b.parameter_count &&
         info_a.state_count == info_b.state_count;
}

std::string shape_text(const std::array<int, 3>& shape) {
  return std::to_string(shape[0]) + "x" + std::to_string(shape[1]) + "x" + std::to_string(shape[2]);
}

}  // namespace

Result<SplitModel> split_model(const Model& model, const std::string& layer) {
  const std::vector<LayerInfo> infos = model.layers();
  const std::size_t at = find_layer(infos, layer);
  if (at == infos.size()) return no_layer(infos, layer);
  if (at + 1 == infos.size())
    return wrong_use("'" + layer + "' is the last layer, nothing is left for the head");
  const std::vector<LayerSpec> layers = named_layers(model);
  TADPOLE_TRY(check_cut(layers, at + 1));
  const std::span<const LayerSpec> all(layers);
  Model base = TADPOLE_TRY(part_of(model, model.input_shape(), all.first(at + 1), 0));
  Model head = TADPOLE_TRY(part_of(model, infos[at].out, all.subspan(at + 1), at + 1));
  return SplitModel{std::move(base), std::move(head)};
}

Result<Model> join_models(const Model& base, const Model& head) {
  const std::vector<LayerInfo> base_infos = base.layers(), head_infos = head.layers();
  if (base_infos.back().out != head.input_shape()) {
    return wrong_use("the base gives " + shape_text(base_infos.back().out) + ", the head takes " +
                     shape_text(head.input_shape()) + "; join a head that was built on this base");
  }
  ModelSpec spec{.input = base.input_shape(), .layers = named_layers(base)};
  for (LayerSpec& layer : named_layers(head)) spec.layers.push_back(std::move(layer));
  Model joined = TADPOLE_TRY(Model::create(spec));
  const std::vector<LayerInfo> infos = joined.layers();
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const std::size_t n = base_infos.size();
    if (i < n) {
      copy_layer(base_infos[i], base, infos[i], joined);
    } else {
      copy_layer(head_infos[i - n], head, infos[i], joined);
    }
  }
  return joined;
}

Result<int> import_weights(Model& to, const Model& from, const std::string& until) {
  const std::vector<LayerInfo> mine = to.layers(), its = from.layers();
  const std::size_t end =
      until.empty() ? std::min(mine.size(), its.size()) : find_layer(mine, until) + 1;
  if (end > mine.size()) return no_layer(mine, until);
  std::size_t same = 0;
  while (same < std::min(end, its.size()) &&
         same_layer(to.spec().layers[same], mine[same], from.spec().layers[same], its[same]))
    ++same;
  if (!until.empty() && same < end) {
    const std::string other = same < its.size() ? "'" + its[same].text + "'" : "nothing";
    return wrong_use("layer " + std::to_string(same + 1) + " is '" + mine[same].text +
                     "' here and " + other +
                     " in the trained model; import until an earlier layer");
  }
  if (to.input_shape() != from.input_shape()) {
    return wrong_use("the input is " + shape_text(to.input_shape()) + " here and " +
                     shape_text(from.input_shape()) + " in the trained model; make them equal");
  }
  for (std::size_t i = 0; i < same; ++i) copy_layer(its[i], from, mine[i], to);
  return static_cast<int>(same);
}

}  // namespace tadpole
