// SPDX-License-Identifier: Apache-2.0
#include "core/train/model_file.h"

#include <algorithm>

#include "core/train/binary.h"

namespace tadpole {
namespace {

constexpr const char* kMagic = "tadpole model 1";

Result<ModelSpec> read_spec(BinaryReader& in) {
  ModelSpec spec;
  for (int& side : spec.input) side = in.number<int>();
  const auto layers = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < layers && !in.failed(); ++i) {
    spec.layers.push_back(TADPOLE_TRY(parse_layer(in.text())));
  }
  return spec;
}

}  // namespace

Bytes model_bytes(const Model& model) {
  BinaryWriter out(kMagic);
  for (const int side : model.spec().input) out.number(side);
  out.number<std::uint64_t>(model.spec().layers.size());
  for (const LayerSpec& layer : model.spec().layers) out.text(layer_text(layer));
  out.floats(model.parameters());
  out.floats(model.state());
  return out.finish();
}

Result<Model> model_from_bytes(Bytes bytes, const std::string& file) {
  BinaryReader in = TADPOLE_TRY(BinaryReader::open(std::move(bytes), kMagic, file));
  const ModelSpec spec = TADPOLE_TRY(read_spec(in));
  const std::vector<float> parameters = in.floats(), state = in.floats();
  const Error misfit{file +
                     " does not hold the numbers that its network needs; run: tadpole train"};
  if (!in.complete()) return misfit;
  Model model = TADPOLE_TRY(Model::create(spec));
  if (parameters.size() != model.parameters().size() || state.size() != model.state().size()) {
    return misfit;
  }
  std::copy(parameters.begin(), parameters.end(), model.parameters().begin());
  std::copy(state.begin(), state.end(), model.state().begin());
  return model;
}

Outcome save_model(const Model& model, const Path& file) {
  return write_file(file, model_bytes(model));
}

Result<Model> load_model(const Path& file) {
  return model_from_bytes(TADPOLE_TRY(read_bytes(file)), file.string());
}

}  // namespace tadpole
