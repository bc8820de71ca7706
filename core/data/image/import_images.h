// SPDX-License-Identifier: Apache-2.0
// From the forms in which picture sets come to a SampleSet of kind "image", type uint8.
#pragma once
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/data/image/picture.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct ImageImportOptions {
  std::string colour = "rgb";       // "grey" or "rgb": what all pictures become
  int longest_side = 256;           // longer pictures are shrunk
  double unreadable_percent = 0.0;  // so many pictures that cannot be read may be left out
  double person_percent = 0.5;      // COCO: of the picture, from which on a person counts
  // Where the source names none:
  std::string label = {}, who = {}, group = {}, licence = {}, consent = {};
};
// The options with their units, ranges and help. The struct must outlive the set.
OptionSet describe(ImageImportOptions& options);

struct ImportedImages {
  SampleSet set = {};
  std::vector<std::string> refused = {};  // a sentence for each picture that could not be read
  std::vector<std::string> notes = {};    // what else was left out, and why
};

// Looks at what the path is:
// - a folder with one sub-folder per class; inside, a sub-folder is a person or thing (`who`);
//   above, train, val (valid, validation) and test give the split;
// - a CSV manifest, or a folder with manifest.csv: file,label[,who][,group][,split][,licence]
//   [,consent] (core/data/manifest.h);
// - IDX (the MNIST family): ...images-idx3-ubyte and ...labels-idx1-ubyte, also .gz; a name with
//   "train" or "t10k"/"test" gives the split, labels.txt the names of the classes;
// - CIFAR-10 and CIFAR-100 binary: data_batch_N.bin, test_batch.bin; train.bin, test.bin;
// - COCO: instances_*.json beside (or under annotations/ beside) the folders of its pictures ->
//   "person" and "no_person" by the rule of Visual Wake Words. Source: Chowdhery et al., 2019.
// Pictures keep their own size; `who` is the picture's name where nobody is named.
// Fails when the path is none of these, or more pictures cannot be read than allowed (names the
// first three).
Result<ImportedImages> import_images(const Path& path, const ImageImportOptions& options);

}  // namespace tadpole
