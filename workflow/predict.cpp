// SPDX-License-Identifier: Apache-2.0
#include "workflow/predict.h"

#include <algorithm>
#include <cstring>

#include "workflow/keyword_source.h"
#include "workflow/listen.h"

namespace tadpole {

Result<Predictions> predict_split(const Dataset& dataset, Split split, const Answer& answer,
                                  Progress& progress) {
  Predictions predictions{.labels = dataset.labels, .items = {}};
  std::vector<const Clip*> clips;
  for (const Clip& clip : dataset.clips) {
    if (clip.split == split) clips.push_back(&clip);
  }
  progress.begin("test clips", static_cast<std::int64_t>(clips.size()));
  for (const Clip* clip : clips) {
    if (progress.stop_requested())
      return Error{"stopped; run the same command again", ErrorKind::cancelled};
    Prediction p{.clip = clip->source,
                 .truth = label_index(dataset, clip->label),
                 .speaker = clip->speaker,
                 .group = clip->group,
                 .probabilities = std::vector<float>(dataset.labels.size())};
    const std::vector<std::int16_t> samples = TADPOLE_TRY(load_clip(dataset, *clip));
    TADPOLE_TRY(answer(samples, p.probabilities));
    predictions.items.push_back(std::move(p));
    progress.update(static_cast<std::int64_t>(predictions.items.size()), "");
  }
  progress.end();
  return predictions;
}

Answer float_answer(Model& model, const FeatureExtractor& extractor) {
  return [&model, &extractor](std::span<const std::int16_t> clip, std::span<float> out) -> Outcome {
    const auto shape = extractor.shape();
    std::vector<float> x(static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]));
    extractor.extract(clip, x);
    model.predict(x, 1, out);
    return Done{};
  };
}

Answer tflite_answer(TfliteExecutor& executor, const FeatureExtractor& extractor) {
  return
      [&executor, &extractor](std::span<const std::int16_t> clip, std::span<float> out) -> Outcome {
        TADPOLE_TRY(fill_input(executor, extractor, clip));
        TADPOLE_TRY(executor.run());
        const GraphTensor& tensor =
            executor.graph().tensors[static_cast<std::size_t>(executor.graph().outputs[0])];
        const std::vector<float> values = real_values(tensor, executor.output(0));
        // A softmax of int8 reaches 255/256 only, and steps may leave [0, 1] by a hair.
        for (std::size_t i = 0; i < out.size() && i < values.size(); ++i)
          out[i] = std::clamp(values[i], 0.0F, 1.0F);
        return Done{};
      };
}

}  // namespace tadpole
