// SPDX-License-Identifier: Apache-2.0
// The trained model as a file: network as text, parameters and batch-norm state, with a version and
// a checksum.
#pragma once
#include <span>
#include <string>

#include "core/base/files.h"
#include "core/nn/model.h"

namespace tadpole {

Bytes model_bytes(const Model& model);
// Fails when the bytes are damaged, of another version, or do not fit the network they name. file:
// how messages call it.
Result<Model> model_from_bytes(Bytes bytes, const std::string& file);

// Whole or not at all.
Outcome save_model(const Model& model, const Path& file);
Result<Model> load_model(const Path& file);

}  // namespace tadpole
