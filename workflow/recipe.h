// SPDX-License-Identifier: Apache-2.0
// The recipe of a project: tadpole.toml. Every option is declared once, in describe().
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/base/result.h"
#include "core/data/image/augment_picture.h"
#include "core/data/image/import_images.h"
#include "core/data/motion/import_motion.h"
#include "core/data/motion/windows.h"
#include "core/data/table/import_table.h"
#include "core/dsp/audio_augment.h"
#include "core/dsp/feature_extractor.h"
#include "core/dsp/image_front_end.h"
#include "core/dsp/motion_front_end.h"
#include "core/dsp/signal_augment.h"
#include "core/dsp/table_features.h"
#include "core/train/train_options.h"

namespace tadpole {

struct ProjectOptions {
  std::string kind = "keyword";    // recipe key: template
  std::vector<std::string> words;  // the keywords, in class order after silence and unknown
  std::uint64_t seed = 1;
};

// One [[source]]: files to import, or a generator. Each task describes the options it reads.
struct SourceOptions {
  std::string import;                   // file or folder; empty: made here
  std::string generate = {};            // name of a generator
  int count = 200;                      // generate: samples of each class, or rows
  int size = 0;                         // generate, pictures: pixels a side; 0: the generator's own
  bool synthesize = false;              // keyword: voices
  int clips_per_word = 200;             // synthesize only
  std::string language = "en";          // synthesize only: espeak-ng language
  std::vector<std::string> words = {};  // synthesize only: of the keywords, those spoken here
  std::string speaker;                  // imports without speaker names; other tasks call it who
  std::string group;
  std::string label;  // a single file: which class it holds
  std::string licence;
  std::string consent;
};

struct CollectOptions {
  double unknown_percent = 100.0;
  double silence_percent = 100.0;
  double validation_percent = 10.0;
  double test_percent = 20.0;
  double unreadable_percent = 0.0;
};

struct ModelOptions {
  std::string model = "ds_cnn";
  std::vector<std::string>
      layers;                   // own network, one layer per entry; empty: the model named above
  std::string base = {};        // transfer: whose first layers are taken; load_base() reads it
  std::string base_until = {};  // the last of them; empty: chosen as base_model.h says
  std::vector<std::string> head = {};  // layers put on the base; empty: one dense layer
  int fine_tune_epochs = 0;            // all layers once more, at a tenth of the rate
  bool streaming = false;              // keyword: one row of features at a time
};

struct EvaluateOptions {
  double stream_minutes = 10.0;
  int hop_ms = 100;
  int average_ms = 1000;                // over which answers are averaged
  double false_accepts_per_hour = 1.0;  // what the suggested threshold aims at
};

struct OptimizeOptions {
  int calibration_clips = 100;
  std::string calibration = "mse";
  bool bias_correction = true;
  bool equalize = false;
  std::string scheme = "int8";           // beside int8: int16x8, dynamic_range or all
  std::string method = "post_training";  // post_training | quantization_aware
  double prune_percent = 0.0;            // of the weights; 0: none
  double prune_channels_percent = 0.0;   // of the channels; 0: none
  int clusters = 0;                      // different weights in a kernel; 0: any number
  std::string teacher = {};              // empty: none; trained: the network itself; or a file
  int tune_epochs = 5;                   // after each of these steps
  bool remove_dead_channels = true;
};

struct DeployOptions {
  std::string board = "virtual-m4";
  int clips = 0;  // test clips to run on the board; 0: all
};

struct DetectorRecipe {
  std::string normal = "normal";         // the label that training takes
  std::string detector = "autoencoder";  // autoencoder | k_means | k_nn | mahalanobis
  int centres = 16;
  double contamination_percent = 0.0;
  std::string score_of = "window";       // window | recording
  std::string threshold = "percentile";  // percentile | mean_sd
  double percentile = 99.0;
  double deviations = 3.0;
};

struct Recipe {
  ProjectOptions project;
  CollectOptions collect;
  std::vector<SourceOptions> sources;
  FeatureOptions preprocess;
  AugmentOptions augment;
  ModelOptions model;
  TrainOptions train;
  EvaluateOptions evaluate;
  OptimizeOptions optimize;
  DeployOptions deploy;
  // Of single tasks.
  ImageImportOptions pictures;
  ImageFeatureOptions image;
  ImageAugmentOptions augment_image;
  TableOptions table;
  TableFeatureOptions table_features;
  MotionOptions motion;
  WindowOptions window;
  MotionFeatureOptions motion_features;
  StrokeFeatureOptions stroke_features;
  SignalAugmentOptions augment_signal;
  DetectorRecipe anomaly;
  double sound_seconds = 0.0;
};

struct RecipeSection {
  std::string name;  // "train": the table [train]; a stage's name, or project, source, augment
  std::string help;
  OptionSet options;
};

// Every section of the recipe's template but the sources, bound to the recipe's fields. The recipe
// must outlive the result.
std::vector<RecipeSection> describe(Recipe& recipe);
// The options of one [[source]] of a template. Expects: kind is one of template_names().
RecipeSection describe_source(const std::string& kind, SourceOptions& source);

// The recipe of a template. Fails with the list of templates.
Result<Recipe> template_recipe(const std::string& name);
std::vector<std::string> template_names();

// Reads tadpole.toml. file: how messages call it. Fails on what is no TOML (line and column), an
// unknown table or key (with the one that was meant), a value of the wrong type or out of range,
// and on words that cannot be keywords.
Result<Recipe> parse_recipe(const std::string& text, const std::string& file);
// The commented file that `tadpole new` writes: parse_recipe() gives the same recipe back.
std::string recipe_text(Recipe recipe);
// One [[source]] table, to append to the file.
std::string source_text(const std::string& kind, SourceOptions source);
// Fails unless the source names exactly one place to take samples from.
Outcome check_source(const std::string& kind, const SourceOptions& source);
// Fails unless there is at least one word, none twice, none reserved (silence, unknown), all fit
// for a file name.
Outcome check_words(const std::vector<std::string>& words);

}  // namespace tadpole
