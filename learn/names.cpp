// SPDX-License-Identifier: Apache-2.0
// What there is to choose from.
#include "core/nn/layer.h"
#include "core/nn/loss.h"
#include "core/train/train_options.h"
#include "learn/answer.h"
#include "learn/dataset_names.h"
#include "learn/learn.h"

namespace tadpole::learn {
namespace {

nlohmann::json train_options() {
  TrainOptions options;
  nlohmann::json list = nlohmann::json::array();
  const OptionSet set = describe(options);
  for (const Option& option : set.all())
    list.push_back(
        {{"name", option.name}, {"help", option.info.help}, {"range", option.range_text()}});
  return list;
}

}  // namespace
}  // namespace tadpole::learn

extern "C" int learn_names(void) {
  using namespace tadpole;
  return learn::answered([]() -> Result<learn::Answer> {
    return learn::json_answer({{"layers", layer_kinds()},
                               {"losses", loss_names()},
                               {"models", reference_model_names()},
                               {"datasets", learn::dataset_names()},
                               {"train_options", learn::train_options()}});
  });
}
