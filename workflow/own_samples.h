// SPDX-License-Identifier: Apache-2.0
// Samples that a learner recorded for a project, and changes of labels by hand:
//   recordings/manifest.csv  file,label,who,licence,consent: a source like any other, with the
//   files edits.csv                sample,label: labels that collect sets anew; an empty one leaves
//   the
//                            sample out
// Both are text, so that they can be read, moved to another machine and corrected by hand.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/data/sample_set.h"
#include "workflow/project.h"

namespace tadpole {

inline constexpr const char* kRecordingsFolder = "recordings";
inline constexpr const char* kEditsFile = "edits.csv";

// The name of a sample in the project, whichever stage asks: 16 hex digits of what it holds.
std::string sample_id(const Clip& clip);
std::string sample_id(const SampleSet& set, const Sample& sample);

struct OwnSample {
  std::string id;    // 16 hex digits of the file's bytes: its name without the ending
  std::string file;  // relative to recordings/
  std::string label, who, licence, consent;
};

// In the order of recording. Fails when the manifest was damaged by hand (with its line), also when
// it names files that lie elsewhere.
Result<std::vector<OwnSample>> own_samples(const Project& project);
// Keeps the bytes under the name of their content and makes recordings/ a source of the project
// when it is none. The same bytes again change their label. about.file: a name whose ending says
// what the bytes are. Fails on an empty label, on an unknown ending, on texts that are no UTF-8 or
// have line breaks, and when the files cannot be written.
Result<OwnSample> add_own_sample(Project& project, OwnSample about,
                                 std::span<const std::uint8_t> bytes);

// Labels by id, as edits.csv has them. Fails with the line when it was damaged by hand.
Result<std::map<std::string, std::string>> edits_of(const Project& project);
// Sets the label of samples; "": an own sample is deleted, another one is left out from now on.
// How many there were. Fails for an id that is no 16 hex digits.
Result<int> edit_samples(Project& project, const std::vector<std::string>& ids,
                         const std::string& label);
// For collect: labels changed, what is left out removed. Expects: nothing was finished yet.
void apply_edits(const std::map<std::string, std::string>& edits, SampleSet& set);

// Where a source's import lies: relative to the project when it is there, else as it is written.
Path source_path(const Path& project_folder, const std::string& import);

}  // namespace tadpole
