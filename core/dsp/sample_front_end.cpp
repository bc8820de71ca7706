// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/sample_front_end.h"

#include "core/base/json.h"
#include "core/dsp/image_front_end.h"
#include "core/dsp/motion_front_end.h"
#include "core/dsp/sound_front_end.h"
#include "core/dsp/table_front_end.h"

namespace tadpole {

Result<std::unique_ptr<SampleFrontEnd>> front_end_from_json(const nlohmann::json& json) {
  const std::string kind = json_text(json, "kind");
  if (kind == "image") return image_front_end_from_json(json);
  if (kind == "spectral" || kind == "raw") return motion_front_end_from_json(json);
  if (kind == "stroke") return stroke_front_end_from_json(json);
  if (kind == "sound") return sound_front_end_from_json(json);
  if (kind == "table") return table_front_end_from_json(json);
  return unsupported("the model's notes name the features '" + kind +
                     "', which this Tadpole does not know; use the one that made the model");
}

Error damaged_notes(const std::string& kind) {
  return {"the model's notes on its " + kind + " features are damaged; optimize the model again"};
}

}  // namespace tadpole
