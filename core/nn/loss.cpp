// SPDX-License-Identifier: Apache-2.0
#include "core/nn/loss.h"

#include <algorithm>

#include "core/base/text.h"

namespace tadpole {

#define TADPOLE_ENTRY(name) std::unique_ptr<Loss> make_loss_##name();
#include "core/nn/losses/losses.inc"
#undef TADPOLE_ENTRY

namespace {

struct Entry {
  const char* name;
  std::unique_ptr<Loss> (*make)();
};
constexpr Entry kEntries[] = {
#define TADPOLE_ENTRY(name) {#name, make_loss_##name},
#include "core/nn/losses/losses.inc"
#undef TADPOLE_ENTRY
};

}  // namespace

LossBatch::LossBatch(const Targets& t, const StepOptions& o, int samples)
    : targets(t),
      options(o),
      n(samples),
      weight(t.labels.empty() ? static_cast<double>(samples) : weight_sum(t.labels, o)) {}

std::vector<std::string> loss_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

Result<std::unique_ptr<Loss>> make_loss(const std::string& line) {
  const LayerSpec spec = TADPOLE_TRY(parse_layer(line));
  for (const Entry& entry : kEntries) {
    if (spec.kind != entry.name) continue;
    std::unique_ptr<Loss> loss = entry.make();
    OptionSet options;
    loss->describe(options);
    for (const auto& [name, value] : spec.options)
      TADPOLE_TRY(options.set(name, value, "loss " + spec.kind));
    return loss;
  }
  const std::vector<std::string> names = loss_names();
  return wrong_use("there is no loss '" + spec.kind + "'" + did_you_mean(spec.kind, names) +
                   "; known losses: " + join(names, ", "));
}

const Loss& default_loss(const Targets& targets) {
  static const std::unique_ptr<const Loss> of_labels = make_loss("softmax_cross_entropy").value();
  static const std::unique_ptr<const Loss> of_values = make_loss("mse").value();
  return targets.values.empty() ? *of_labels : *of_values;
}

Outcome Loss::check(const LossFit& fit) const {
  if (fit.values == 0) return check_one_output_per_class(fit);
  if (fit.values == fit.outputs) return Done{};
  return wrong_use("the network's last layer gives " + std::to_string(fit.outputs) +
                   " values, a target of the data holds " + std::to_string(fit.values) +
                   "; set the last dense layer to units=" + std::to_string(fit.values));
}

Outcome check_one_output_per_class(const LossFit& fit) {
  if (fit.classes == fit.outputs) return Done{};
  return wrong_use("the network's last layer gives " + std::to_string(fit.outputs) +
                   " values, the data has " + std::to_string(fit.classes) +
                   " classes; set the last dense layer to units=" + std::to_string(fit.classes));
}

double weight_sum(std::span<const int> labels, const StepOptions& options) {
  if (options.class_weights.empty()) return static_cast<double>(labels.size());
  const auto weight = [&](int label) {
    return static_cast<double>(options.class_weights[static_cast<std::size_t>(label)]);
  };
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double part = options.shares.empty() ? 1.0 : static_cast<double>(options.shares[i]);
    sum += part * weight(labels[i]);
    if (part < 1.0) sum += (1.0 - part) * weight(options.other_labels[i]);
  }
  return sum > 0 ? sum : 1.0;
}

LabelTarget::LabelTarget(const LossBatch& batch, int sample)
    : weights(batch.options.class_weights),
      smoothing(static_cast<double>(batch.options.label_smoothing)) {
  const auto at = static_cast<std::size_t>(sample);
  label = other = batch.targets.labels[at];
  if (batch.options.shares.empty()) return;
  other = batch.options.other_labels[at];
  part = static_cast<double>(batch.options.shares[at]);
}

int largest(const float* values, int count) {
  return static_cast<int>(std::max_element(values, values + count) - values);
}

}  // namespace tadpole
