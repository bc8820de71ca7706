// SPDX-License-Identifier: Apache-2.0
#include "workflow/base_model.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/tflite/tflite.h"
#include "core/train/model_file.h"
#include "workflow/backbone_bytes.h"

namespace tadpole {
namespace {

struct Travelling {
  Backbone about;
  InputRange range;
};

const std::vector<Travelling>& travelling() {
  static const std::vector<Travelling> all = {
      {{.name = "mobilenet_v1_96",
        .help = "MobileNet V1 0.25 for 96 x 96 colour pictures, trained on rendered pictures",
        .kind = "image",
        .input = {96, 96, 3},
        .learnt_from = "painted pictures"},
       {-1.0F, 1.0F}},
      {{.name = "keyword_49x40",
        .help = "an embedding of one second of speech, trained on 96 words in eight languages by "
                "synthetic voices",
        .kind = "keyword",
        .input = {49, 40, 1},
        .learnt_from = "synthetic voices"},
       {0.0F, 26.0F}}};
  return all;
}

std::string shape_text(const std::array<int, 3>& s) {
  return fmt::format("{}x{}x{}", s[0], s[1], s[2]);
}

bool is_tflite(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kMark = "TFL3";  // behind the root's offset
  return bytes.size() >= 8 && std::equal(kMark.begin(), kMark.end(), bytes.begin() + 4);
}

Result<BaseModel> from_tflite(std::span<const std::uint8_t> bytes, const std::string& name) {
  const auto explained = [&](const Error& e) { return Error{name + ": " + e.message, e.kind}; };
  const Result<Graph> graph = read_tflite(bytes);
  if (!graph.ok()) return explained(graph.error());
  Result<Model> model = model_of_graph(graph.value());
  if (!model.ok()) return explained(model.error());
  return BaseModel{.model = std::move(model).value(),
                   .name = name,
                   .needs_head = true,
                   .range = input_range(graph.value())};
}

Error no_base(const std::string& base, const Path& file) {
  const std::vector<std::string> names = backbone_names();
  return wrong_use(fmt::format(
      "base: there is no file {}, and no backbone of this name{}; give the model.tadpole of "
      "another project, a .tflite file, or one of: {}",
      file.string(), did_you_mean(base, names), join(names, ", ")));
}

// The last layer that is taken when the recipe names none.
std::string before_the_decision(const std::vector<LayerInfo>& layers) {
  std::size_t cut = layers.size();
  while (cut > 0 && layers[cut - 1].parameter_count == 0) --cut;
  // Dropout before the decision belongs to it.
  while (cut > 1 && layers[cut - 2].text.rfind("dropout", 0) == 0) --cut;
  return cut < 2 ? "" : layers[cut - 2].name;
}

}  // namespace

const std::vector<Backbone>& backbones() {
  static const std::vector<Backbone> all = [] {
    std::vector<Backbone> list;
    for (const Travelling& t : travelling()) list.push_back(t.about);
    return list;
  }();
  return all;
}

std::vector<std::string> backbone_names() {
  std::vector<std::string> names;
  for (const Backbone& b : backbones()) names.push_back(b.name);
  return names;
}

Result<BaseModel> load_base(const std::string& base, const Path& folder) {
  for (const Travelling& t : travelling()) {
    if (t.about.name != base) continue;
    const auto bytes = TADPOLE_TRY(backbone_bytes(base));
    BaseModel made = TADPOLE_TRY(from_tflite(bytes, base));
    made.range = t.range;
    return made;
  }
  const Path file = Path(base).is_absolute() ? Path(base) : folder / base;
  std::error_code code;
  if (!std::filesystem::is_regular_file(file, code)) return no_base(base, file);
  const Bytes bytes = TADPOLE_TRY(read_bytes(file));
  if (is_tflite(bytes)) return from_tflite(bytes, file.string());
  Result<Model> model = model_from_bytes(bytes, file.string());
  if (!model.ok()) {
    return wrong_use(fmt::format(
        "base: {} is no .tflite file and no model.tadpole of this version, or it is damaged; give "
        "another file",
        file.string()));
  }
  return BaseModel{.model = std::move(model).value(), .name = file.string()};
}

Outcome start_on_base(Recipe& recipe, const std::string& base) {
  const std::string& kind = recipe.project.kind;
  for (const Backbone& b : backbones()) {
    if (b.name == base && b.kind != kind) {
      return wrong_use(fmt::format("the backbone {} serves the template {}, this project is of {}",
                                   base, b.kind, kind));
    }
  }
  const BaseModel loaded = TADPOLE_TRY(load_base(base, "."));
  std::error_code code;
  const bool file = std::filesystem::is_regular_file(base, code);
  recipe.model.base = file ? std::filesystem::absolute(base, code).string() : base;
  if (!loaded.needs_head) recipe.model.head = {"dense units=classes", "softmax"};
  // A head on frozen features is soon learnt, and then all layers gain from the own samples.
  recipe.train.epochs = 60, recipe.model.fine_tune_epochs = 60;
  recipe.train.schedule.learning_rate = 0.02;
  const auto shape = loaded.model.input_shape();
  if (kind != "image") return Done{};
  if (shape[2] != 1 && shape[2] != 3) {
    return wrong_use(fmt::format("the base {} takes {}, which is no picture: 1 or 3 channels",
                                 loaded.name, shape_text(shape)));
  }
  recipe.image.height = shape[0], recipe.image.width = shape[1];
  recipe.image.colour = recipe.pictures.colour = shape[2] == 1 ? "grey" : "rgb";
  const InputRange r = loaded.range;
  if (r.high > r.low)
    recipe.image.normalise = r.low < -0.5F ? "signed" : r.high < 2.0F ? "unit" : "none";
  return Done{};
}

Result<BuiltOnBase> build_on_base(const BaseModel& base, const ModelOptions& options,
                                  std::array<int, 3> input, int outputs, bool classifies) {
  if (base.model.input_shape() != input) {
    return wrong_use(fmt::format(
        "the base {} takes {} (height x width x channels), these features are {}; set [preprocess] "
        "so that they have its shape",
        base.name, shape_text(base.model.input_shape()), shape_text(input)));
  }
  const std::vector<LayerInfo> infos = base.model.layers();
  std::vector<std::string> names;
  for (const LayerInfo& layer : infos) names.push_back(layer.name);
  BuiltOnBase built{.spec = base.model.spec(), .until = options.base_until};
  if (built.until.empty()) built.until = before_the_decision(infos);
  const auto at = std::find(names.begin(), names.end(), built.until);
  if (at == names.end()) {
    return wrong_use(fmt::format("base_until: no layer of {} is named '{}'{}; layers: {}",
                                 base.name, built.until, did_you_mean(built.until, names),
                                 join(names, ", ")));
  }
  const auto last = static_cast<std::size_t>(at - names.begin());
  built.spec.layers.resize(last + 1);
  for (std::size_t i = 0; i <= last; ++i) built.spec.layers[i].options["name"] = names[i];
  std::vector<std::string> head = options.head;
  if (head.empty()) {
    if (infos[last].out[0] != 1 || infos[last].out[1] != 1)
      head.emplace_back("global_average_pool");
    head.emplace_back("dense units=classes");
    if (classifies) head.emplace_back("softmax");
  }
  for (const std::string& line : head) {
    LayerSpec layer = TADPOLE_TRY(parse_layer(line));
    const auto units = layer.options.find("units");
    if (units != layer.options.end() && units->second == "classes")
      units->second = std::to_string(outputs);
    built.spec.layers.push_back(std::move(layer));
  }
  return built;
}

}  // namespace tadpole
