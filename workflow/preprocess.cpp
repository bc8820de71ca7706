// SPDX-License-Identifier: Apache-2.0
#include "workflow/preprocess.h"

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/dsp/feature_cache.h"
#include "workflow/artifacts.h"

namespace tadpole {
namespace {

Result<StageWork> extract_features(Project& project, Progress& progress) {
  const Dataset dataset = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create(project.recipe().preprocess));
  ThreadPool pool;
  const Path folder = project.folder() / "features";
  const FeatureSet set =
      TADPOLE_TRY(extract_all(dataset, *extractor, folder / "cache", pool, progress));
  Sha256 hash;
  hash.add(dataset.version).add(set.fingerprint);
  StageWork work;
  work.output = hash.add(set.values.data(), set.values.size() * sizeof(float)).hex();
  work.facts = {{"kind", project.recipe().preprocess.kind},
                {"shape", set.shape},
                {"clips", set.size()},
                {"computed", set.computed},
                {"fingerprint", set.fingerprint},
                {"hash", work.output}};
  TADPOLE_TRY(write_json(folder / "features.json", work.facts));
  work.text = fmt::format("features: {} maps of {} x {} ({}), {} computed, {} from the cache",
                          set.size(), set.shape[0], set.shape[1], project.recipe().preprocess.kind,
                          set.computed, set.size() - set.computed);
  return work;
}

}  // namespace

Result<StageResult> preprocess(Project& project, Progress& progress) {
  return do_stage(project, "preprocess", [&] { return extract_features(project, progress); });
}

}  // namespace tadpole
