// SPDX-License-Identifier: Apache-2.0
#include "workflow/watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/json.h"
#include "workflow/anomaly_score.h"

namespace tadpole {
namespace {

std::string truth_text(const Example& e, const Examples& examples) {
  if (e.label >= 0) return examples.labels()[static_cast<std::size_t>(e.label)];
  return e.targets.empty() ? "" : fmt::format("{:.5g}", e.targets[0]);
}

int epochs_in(const nlohmann::json& samples) {
  return samples.empty() ? 0 : static_cast<int>(json_list(samples[0], "value").size());
}

}  // namespace

Result<Watch> Watch::create(const Examples& examples, Goal goal, int count, const Path& file,
                            const std::string& fingerprint) {
  Watch watch(goal, file);
  nlohmann::json samples = nlohmann::json::array();
  const int all = examples.size(Split::validation);
  const int take = std::min(count, all);
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    watch.examples_.push_back(examples.at(Split::validation, at));
    watch.features_.emplace_back(examples.values());
    TADPOLE_TRY(examples.features(Split::validation, at))->real(watch.features_.back());
    samples.push_back({{"name", watch.examples_.back().name},
                       {"truth", truth_text(watch.examples_.back(), examples)},
                       {"said", nlohmann::json::array()},
                       {"value", nlohmann::json::array()}});
  }
  watch.json_ = {{"fingerprint", fingerprint}, {"from", 1}, {"samples", std::move(samples)}};
  const auto left = read_json(file);
  if (left.ok() && json_text(left.value(), "fingerprint") == fingerprint &&
      json_list(left.value(), "samples").size() == static_cast<std::size_t>(take))
    watch.json_ = left.value();
  return watch;
}

std::pair<int, double> Watch::told(std::size_t sample, std::span<const float> answer) const {
  const Example& e = examples_[sample];
  if (goal_ == Goal::regress) return {-1, mean_ + scale_ * static_cast<double>(answer[0])};
  if (goal_ == Goal::reconstruct)
    return {-1, anomaly_score(ScoreRule::reconstruction, features_[sample], answer)};
  if (answer.size() == 1) {  // one output for two classes: the probability of the second
    const auto second = static_cast<double>(answer[0]);
    return {second > 0.5 ? 1 : 0, e.label == 1 ? second : 1.0 - second};
  }
  const auto top = std::max_element(answer.begin(), answer.end()) - answer.begin();
  const auto truth = static_cast<std::size_t>(std::max(0, e.label));
  return {static_cast<int>(top), static_cast<double>(answer[truth])};
}

Outcome Watch::ask(Model& model, int epoch) {
  const int from = static_cast<int>(json_number(json_, "from", 1));
  const int known = from + epochs_in(json_["samples"]);  // the next epoch that is not there yet
  const bool continues = epoch >= from && epoch <= known;
  if (!continues) json_["from"] = epoch;
  std::vector<float> answer(static_cast<std::size_t>(model.outputs()));
  for (std::size_t i = 0; i < features_.size(); ++i) {
    model.predict(features_[i], 1, answer);
    const auto [said, value] = told(i, answer);
    for (auto& [key, list] : json_["samples"][i].items()) {
      if (key != "said" && key != "value") continue;
      auto& values = list.get_ref<nlohmann::json::array_t&>();
      values.resize(continues ? static_cast<std::size_t>(epoch - from) : 0);
      if (key == "said") {
        values.emplace_back(said);
      } else {
        values.emplace_back(value);
      }
    }
  }
  return write_json(file_, json_);
}

}  // namespace tadpole
