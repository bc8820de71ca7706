// SPDX-License-Identifier: Apache-2.0
// Data that is made here: every generator of core/data under one call.
#include <algorithm>

#include "core/base/text.h"
#include "core/data/image/generate_images.h"
#include "core/data/motion/generate_motion.h"
#include "core/data/sample_set.h"
#include "core/data/table/generate_table.h"
#include "learn/answer.h"
#include "learn/dataset_names.h"
#include "learn/learn.h"

struct learn_dataset {
  tadpole::SampleSet set;
};

namespace tadpole::learn {
namespace {

using Json = nlohmann::json;

Result<SampleSet> images(const std::string& name, const char* text) {
  GenerateImagesOptions o{.name = name};
  OptionSet set;
  set.add("per_class", o.per_class, {.help = "pictures of each class"})
      .add("size", o.size, {.help = "pixels a side; 0: the generator's own"})
      .add("seed", o.seed, {.help = "same seed, same pictures"});
  TADPOLE_TRY(set_options(set, text));
  return generate_images(o);
}

Result<SampleSet> motion(const std::string& name, const char* text) {
  GenerateOptions o{.name = name};
  OptionSet set;
  set.add("per_class", o.per_class, {.help = "recordings of each class"})
      .add("people", o.people, {.help = "people or machines"})
      .add("seconds", o.seconds, {.help = "of each recording", .unit = "s"})
      .add("seed", o.seed, {.help = "same seed, same recordings"});
  TADPOLE_TRY(set_options(set, text));
  return generate_motion(o);
}

Result<SampleSet> table(const std::string& name, const char* text) {
  TableGeneratorOptions o{.name = name};
  OptionSet set;
  set.add("rows", o.rows, {.help = "rows of the table"})
      .add("noise", o.noise, {.help = "times the usual spread"})
      .add("seed", o.seed, {.help = "same seed, same rows"});
  TADPOLE_TRY(set_options(set, text));
  return generate_table(o);
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> motion_names() {
  std::vector<std::string> names;
  for (const MotionGenerator& one : motion_generators()) names.emplace_back(one.name);
  return names;
}

Result<SampleSet> make(const std::string& name, const char* options) {
  if (holds(generator_names(), name)) return images(name, options);
  if (holds(motion_names(), name)) return motion(name, options);
  if (holds(table_generators(), name)) return table(name, options);
  return wrong_use("there is no dataset '" + name + "'" + did_you_mean(name, dataset_names()) +
                   "; there are: " + join(dataset_names(), ", "));
}

Result<learn_dataset> create(const std::string& name, const char* options) {
  SampleSet set = TADPOLE_TRY(make(name, options));
  TADPOLE_TRY(finish_samples(set, {}));
  return learn_dataset{std::move(set)};
}

bool one_shape(const SampleSet& set) {
  return std::all_of(set.samples.begin(), set.samples.end(),
                     [&](const Sample& sample) { return sample.shape == set.samples[0].shape; });
}

Json description(const SampleSet& set) {
  Json channels = Json::array(), splits = Json::array(), who = Json::array();
  for (const Channel& channel : set.channels)
    channels.push_back(
        {{"name", channel.name}, {"unit", channel.unit}, {"categories", channel.categories}});
  for (const Sample& sample : set.samples) {
    splits.push_back(split_name(sample.split));
    who.push_back(sample.who);
  }
  Json json = {{"kind", set.kind},
               {"labels", set.labels},
               {"targets", set.targets},
               {"channels", channels},
               {"rate_hz", set.rate_hz},
               {"count", set.samples.size()},
               {"splits", splits},
               {"who", who},
               {"shape", set.samples[0].shape},
               {"shapes", nullptr}};
  if (one_shape(set)) return json;
  json["shape"] = nullptr, json["shapes"] = Json::array();
  for (const Sample& sample : set.samples) json["shapes"].push_back(sample.shape);
  return json;
}

// As floats, each times `scale`.
template <typename T>
void append(std::span<const T> values, float scale, std::vector<float>& out) {
  for (const T value : values) out.push_back(scale * static_cast<float>(value));
}

std::vector<float> values_of(const SampleSet& set, bool stored) {
  std::vector<float> out;
  for (const Sample& sample : set.samples) {
    if (set.type == ValueType::uint8)
      append(set.uint8_values(sample), stored ? 1.0F : 1.0F / 255.0F, out);
    if (set.type == ValueType::int16)
      append(set.int16_values(sample), stored ? 1.0F : 1.0F / 32768.0F, out);
    if (set.type == ValueType::float32) append(set.float_values(sample), 1.0F, out);
  }
  return out;
}

Result<Answer> labels_of(const SampleSet& set) {
  std::vector<std::int32_t> out;
  for (const Sample& sample : set.samples) {
    const auto found = std::find(set.labels.begin(), set.labels.end(), sample.label);
    if (found == set.labels.end()) return wrong_use("this dataset has no labels; take its targets");
    out.push_back(static_cast<std::int32_t>(found - set.labels.begin()));
  }
  return bytes_answer<std::int32_t>(out, Json::object());
}

Answer targets_of(const SampleSet& set) {
  std::vector<float> out;
  for (const Sample& sample : set.samples)
    out.insert(out.end(), sample.targets.begin(), sample.targets.end());
  return bytes_answer<float>(out, Json::object());
}

}  // namespace

std::vector<std::string> dataset_names() {
  std::vector<std::string> names = generator_names();
  for (const std::string& name : motion_names()) names.push_back(name);
  for (const std::string& name : table_generators()) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace tadpole::learn

using namespace tadpole::learn;
using tadpole::Result;

extern "C" {

learn_dataset* learn_dataset_create(const char* name, const char* options) {
  return created<learn_dataset>([&] { return create(name ? name : "", options); });
}

void learn_dataset_free(learn_dataset* set) { delete set; }

int learn_dataset_describe(learn_dataset* set) {
  return answered([&]() -> Result<Answer> { return json_answer(description(set->set)); });
}

int learn_dataset_values(learn_dataset* set, int stored) {
  return answered([&]() -> Result<Answer> {
    return bytes_answer<float>(values_of(set->set, stored != 0), nlohmann::json::object());
  });
}

int learn_dataset_labels(learn_dataset* set) {
  return answered([&] { return labels_of(set->set); });
}

int learn_dataset_targets(learn_dataset* set) {
  return answered([&]() -> Result<Answer> { return targets_of(set->set); });
}
}
