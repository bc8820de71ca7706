// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/collect_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/collector.h"
#include "core/data/synthesize.h"
#include "workflow/artifacts.h"
#include "workflow/own_samples.h"

namespace tadpole {
namespace {

void append(std::vector<Recording>& all, std::vector<Recording> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

ImportOptions import_options(const SourceOptions& s, const CollectOptions& c) {
  return {.word = s.label,
          .speaker = s.speaker,
          .group = s.group,
          .licence = s.licence,
          .consent = s.consent,
          .validation_percent = c.validation_percent,
          .test_percent = c.test_percent};
}

// The keywords, and enough other words for the class "unknown".
Result<std::vector<Recording>> synthesize_source(Project& project, const SourceOptions& s,
                                                 ThreadPool& pool, Progress& progress) {
  const Recipe& recipe = project.recipe();
  for (const std::string& word : s.words) {
    const auto& all = recipe.project.words;
    if (std::find(all.begin(), all.end(), word) == all.end()) {
      return wrong_use("[[source]] words: '" + word + "' is none of the project's keywords" +
                       did_you_mean(word, all) + "; add it to [project] words");
    }
  }
  const Path folder = project.folder() / "voices" / s.language;
  SynthesisOptions options{.words = s.words.empty() ? recipe.project.words : s.words,
                           .language = s.language,
                           .clips_per_word = s.clips_per_word,
                           .seed = recipe.project.seed};
  std::vector<Recording> all = TADPOLE_TRY(synthesize(options, folder, pool, progress));
  options.words = filler_words(s.language, recipe.project.words);
  const double wanted = s.clips_per_word * recipe.collect.unknown_percent / 100.0;
  options.clips_per_word = static_cast<int>(
      std::ceil(wanted / static_cast<double>(std::max<std::size_t>(1, options.words.size()))));
  if (options.clips_per_word > 0)
    append(all, TADPOLE_TRY(synthesize(options, folder, pool, progress)));
  return all;
}

}  // namespace

Result<StageWork> collect_words(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  ThreadPool pool;
  std::vector<Recording> recordings;
  for (const SourceOptions& s : recipe.sources) {
    append(recordings, s.synthesize
                           ? TADPOLE_TRY(synthesize_source(project, s, pool, progress))
                           : TADPOLE_TRY(list_recordings(source_path(project.folder(), s.import),
                                                         import_options(s, recipe.collect))));
  }
  const CollectorOptions options{
      .keywords = recipe.project.words,
      .unknown_percent = recipe.collect.unknown_percent,
      .silence_percent = recipe.collect.silence_percent,
      .unreadable_percent = recipe.collect.unreadable_percent,
      .split = {recipe.collect.validation_percent, recipe.collect.test_percent},
      .seed = recipe.project.seed,
      .words_by_content = TADPOLE_TRY(edits_of(project))};
  const Collected collected =
      TADPOLE_TRY(collect_recordings(recordings, options, dataset_folder(project), pool, progress));
  TADPOLE_TRY(write_json(dataset_folder(project) / "datasheet.json", collected.sheet));
  TADPOLE_TRY(refuse_errors(collected.findings));
  say_warnings(collected.findings, progress);
  StageWork work;
  work.output = collected.dataset.version;
  work.facts = {
      {"version", collected.dataset.version}, {"clips", collected.dataset.clips.size()},
      {"labels", collected.dataset.labels},   {"origin", dataset_origin(collected.dataset)},
      {"decoded", collected.decoded},         {"refused", collected.refused},
      {"datasheet", collected.sheet}};
  const std::string tag = dataset_origin(collected.dataset) == "recorded"
                              ? ""
                              : " (" + dataset_origin(collected.dataset) + " voices)";
  work.text = fmt::format("dataset {}: {} clips{}\n{}", collected.dataset.version.substr(0, 12),
                          collected.dataset.clips.size(), tag, datasheet_text(collected.sheet));
  return work;
}

}  // namespace tadpole
