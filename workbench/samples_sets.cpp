// SPDX-License-Identifier: Apache-2.0
// Samples of any kind but spoken words.
#include <fmt/format.h>

#include <map>
#include <mutex>

#include "core/base/options.h"
#include "core/data/audio_file.h"
#include "core/data/csv.h"
#include "core/data/image/picture.h"
#include "workbench/samples.h"
#include "workflow/samples/sample_examples.h"

namespace tadpole::workbench {
namespace {

using Json = nlohmann::json;

class SetSamples final : public Samples {
 public:
  static Result<std::shared_ptr<const Samples>> load(const Project& project) {
    auto samples = std::make_shared<SetSamples>();
    samples->set_ = TADPOLE_TRY(load_samples(dataset_folder(project)));
    samples->labels_ = samples->set_.labels;
    const auto& all = samples->set_.samples;
    for (std::size_t i = 0; i < all.size(); ++i) {
      SampleRef ref;
      ref.id = sample_id(samples->set_, all[i]), ref.label = all[i].label, ref.who = all[i].who;
      ref.name = all[i].name, ref.split = all[i].split, ref.origin = all[i].origin;
      if (samples->set_.rate_hz > 0.0) ref.seconds = all[i].shape[0] / samples->set_.rate_hz;
      ref.index = i;
      samples->all_.push_back(std::move(ref));
    }
    TADPOLE_TRY(samples->finish(project));
    return std::shared_ptr<const Samples>(std::move(samples));
  }

  Result<Json> view(const SampleRef& ref) const override {
    const Sample& sample = set_.samples[ref.index];
    Json view = {{"rate_hz", set_.rate_hz}, {"shape", sample.shape}};
    if (set_.kind == "image") {
      view["picture"] = "file";
    } else if (set_.kind == "sound") {
      view["peaks"] = peaks_json(values_of(sample));
      view["sound"] = "file";
    } else if (set_.kind == "table") {
      Json values = Json::array();
      const std::vector<std::string> texts = row_of(sample);
      for (std::size_t c = 0; c < texts.size(); ++c)
        values.push_back({{"name", column_names()[c]}, {"value", texts[c]}});
      view["values"] = values;
    } else {
      view["traces"] = traces_json(values_of(sample), channel_names());
    }
    return view;
  }

  Result<SampleFile> file(const SampleRef& ref) const override {
    const Sample& sample = set_.samples[ref.index];
    if (set_.kind == "image") {
      const auto pixels = set_.uint8_values(sample);
      return SampleFile{"image/png", write_png({.width = sample.shape[1],
                                                .height = sample.shape[0],
                                                .channels = sample.shape[2],
                                                .pixels = {pixels.begin(), pixels.end()}})};
    }
    if (set_.kind == "sound")
      return SampleFile{"audio/wav",
                        wav_bytes(to_int16(values_of(sample)), static_cast<int>(set_.rate_hz))};
    std::string text = csv_line(channel_names());
    if (set_.kind == "table") {
      text = csv_line(column_names()) + csv_line(row_of(sample));
    } else {
      const std::vector<float> values = values_of(sample);
      const std::size_t width = std::max<std::size_t>(1, set_.channels.size());
      for (std::size_t i = 0; i + width <= values.size(); i += width) {
        std::vector<std::string> row;
        for (std::size_t c = 0; c < width; ++c)
          row.push_back(number_text(static_cast<double>(values[i + c])));
        text += csv_line(row);
      }
    }
    return SampleFile{"text/csv", Bytes(text.begin(), text.end())};
  }

  // The first example that is made of it: of a long recording its first window.
  Result<Json> features(const Project& project, const SampleRef& ref) const override {
    const std::shared_ptr<const Built> built = TADPOLE_TRY(built_for(project));
    const auto first = built->first.find(ref.index);
    if (first == built->first.end())
      return wrong_use("'" + ref.name +
                       "' gives the model nothing to see: it is shorter than a window; shorten the "
                       "window or record longer");
    const Examples& all = *built->examples;
    std::vector<float> x(all.values());
    TADPOLE_TRY(all.features(first->second.first, first->second.second))->real(x);
    const std::vector<std::string> names = channel_names();
    const bool fits = names.size() == static_cast<std::size_t>(all.shape()[2]);
    return feature_json(all.shape(), x, 0.0, fits ? names : std::vector<std::string>());
  }

 private:
  // A page looks at a few samples by one recipe: what windows and fitting need all samples for is
  // done for the first of them and kept until the recipe changes.
  struct Built {
    std::string key;
    std::unique_ptr<Examples> examples;
    std::map<std::size_t, std::pair<Split, int>> first;  // by the sample's place in the dataset
  };
  Result<std::shared_ptr<const Built>> built_for(const Project& project) const {
    const std::string key = project.key_of("preprocess");
    {
      const std::lock_guard lock(mutex_);
      if (built_ != nullptr && built_->key == key) return built_;
    }
    const auto built = std::make_shared<Built>();
    built->key = key;
    built->examples = TADPOLE_TRY(task_of(project).examples(project));
    const auto& examples = dynamic_cast<const SampleExamples&>(*built->examples);
    for (const Split split : {Split::train, Split::validation, Split::test})
      for (int i = 0; i < examples.size(split); ++i)
        built->first.try_emplace(examples.recording(split, i), split, i);
    const std::lock_guard lock(mutex_);
    built_ = built;
    return built_;
  }

  std::string channel_name(std::size_t c) const {
    const std::string name = c < set_.channels.size() ? set_.channels[c].name : "";
    return name.empty() ? fmt::format("channel {}", c + 1) : name;
  }
  std::vector<std::string> channel_names() const {
    std::vector<std::string> names;
    for (std::size_t c = 0; c < set_.channels.size(); ++c) names.push_back(channel_name(c));
    return names;
  }
  // Of a row: what goes in and what shall come out.
  std::vector<std::string> column_names() const {
    std::vector<std::string> names = channel_names();
    names.insert(names.end(), set_.targets.begin(), set_.targets.end());
    return names;
  }
  // Sound in -1..1, everything else as it is stored.
  std::vector<float> values_of(const Sample& sample) const {
    std::vector<float> values;
    if (set_.type == ValueType::float32) {
      const auto stored = set_.float_values(sample);
      values.assign(stored.begin(), stored.end());
    } else if (set_.type == ValueType::int16) {
      const float scale = set_.kind == "sound" ? 1.0F / 32768.0F : 1.0F;
      for (const std::int16_t v : set_.int16_values(sample))
        values.push_back(static_cast<float>(v) * scale);
    } else {
      for (const std::uint8_t v : set_.uint8_values(sample)) values.push_back(v);
    }
    return values;
  }
  std::vector<std::string> row_of(const Sample& sample) const {
    std::vector<std::string> texts;
    const std::vector<float> values = values_of(sample);
    for (std::size_t c = 0; c < values.size(); ++c) {
      const auto v = static_cast<double>(values[c]);
      const auto* names = c < set_.channels.size() ? &set_.channels[c].categories : nullptr;
      if (!(v == v)) {
        texts.emplace_back();
      } else if (names != nullptr && !names->empty() && v >= 0.0 &&
                 v < static_cast<double>(names->size())) {
        texts.push_back((*names)[static_cast<std::size_t>(v)]);
      } else {
        texts.push_back(number_text(v));
      }
    }
    for (std::size_t t = 0; t < sample.targets.size(); ++t)
      texts.push_back(number_text(static_cast<double>(sample.targets[t])));
    return texts;
  }
  SampleSet set_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Built> built_;  // the last
};

}  // namespace

Result<std::shared_ptr<const Samples>> load_sets(const Project& project) {
  return SetSamples::load(project);
}

}  // namespace tadpole::workbench
