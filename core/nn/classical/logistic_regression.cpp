// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/logistic_regression.h"

#include "core/nn/classical/lbfgs.h"

namespace tadpole {
namespace {

std::size_t outputs_of(std::size_t classes) { return classes == 2 ? 1 : classes; }

// w . x + intercept, per output.
void fill_scores(std::span<const double> weights, std::span<const float> row,
                 std::span<double> scores) {
  const std::size_t stride = row.size() + 1;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const double* w = &weights[k * stride];
    double sum = w[row.size()];
    for (std::size_t j = 0; j < row.size(); ++j) sum += w[j] * static_cast<double>(row[j]);
    scores[k] = sum;
  }
}

double sigmoid(double z) {
  return z >= 0.0 ? 1.0 / (1.0 + std::exp(-z)) : std::exp(z) / (1.0 + std::exp(z));
}

// Scores become chances of the classes behind them. Gives ln of the sum of exponentials.
double softmax(std::span<double> scores) {
  const double most = *std::max_element(scores.begin(), scores.end());
  double sum = 0.0;
  for (double& s : scores) sum += s = std::exp(s - most);
  for (double& s : scores) s /= sum;
  return most + std::log(sum);
}

// The loss of one row; scores become its derivative by the scores.
double loss_of(std::span<double> scores, int label) {
  if (scores.size() == 1) {
    const double z = label == 1 ? scores[0] : -scores[0];
    const double loss = z > 0.0 ? std::log1p(std::exp(-z)) : -z + std::log1p(std::exp(z));
    scores[0] = sigmoid(scores[0]) - label;
    return loss;
  }
  const auto k = static_cast<std::size_t>(label);
  const double own = scores[k];
  const double loss = softmax(scores) - own;
  scores[k] -= 1.0;
  return loss;
}

// What each row counts; mean 1.
std::vector<double> class_weights(std::span<const int> labels, std::size_t classes, bool balanced) {
  std::vector<double> weights(classes, 1.0);
  if (!balanced) return weights;
  std::vector<double> counts(classes, 0.0);
  for (const int label : labels) counts[static_cast<std::size_t>(label)] += 1.0;
  for (std::size_t k = 0; k < classes; ++k)
    if (counts[k] > 0.0)
      weights[k] = static_cast<double>(labels.size()) / (static_cast<double>(classes) * counts[k]);
  return weights;
}

struct Problem {
  const DataRows& rows;
  std::span<const int> labels;
  std::vector<double> weights;  // per class
  std::size_t outputs;
  double penalty;  // 1 / (c * rows)
};

void add_row(const Problem& p, std::size_t i, std::span<double> scores, double scale,
             std::span<double> gradient) {
  const std::span<const float> row = p.rows.row(i);
  const std::size_t stride = row.size() + 1;
  for (std::size_t k = 0; k < p.outputs; ++k) {
    double* g = &gradient[k * stride];
    const double d = scale * scores[k];
    for (std::size_t j = 0; j < row.size(); ++j) g[j] += d * static_cast<double>(row[j]);
    g[row.size()] += d;
  }
}

double add_penalty(const Problem& p, std::span<const double> x, std::span<double> gradient) {
  const std::size_t stride = p.rows.columns + 1;
  double squares = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i % stride == p.rows.columns) continue;  // an intercept
    squares += x[i] * x[i];
    gradient[i] += p.penalty * x[i];
  }
  return 0.5 * p.penalty * squares;
}

double value_of(const Problem& p, std::span<const double> x, std::span<double> gradient) {
  std::fill(gradient.begin(), gradient.end(), 0.0);
  std::vector<double> scores(p.outputs);
  double loss = 0.0;
  for (std::size_t i = 0; i < p.rows.count(); ++i) {
    const double scale =
        p.weights[static_cast<std::size_t>(p.labels[i])] / static_cast<double>(p.rows.count());
    fill_scores(x, p.rows.row(i), scores);
    loss += scale * loss_of(scores, p.labels[i]);
    add_row(p, i, scores, scale, gradient);
  }
  return loss + add_penalty(p, x, gradient);
}

}  // namespace

Result<LogisticRegression> LogisticRegression::fit(const DataRows& rows,
                                                   std::span<const int> labels, int classes,
                                                   const LogisticOptions& o) {
  TADPOLE_TRY(check_rows(rows, 2, "logistic_regression"));
  const auto known = [classes](int label) { return label >= 0 && label < classes; };
  if (classes < 2 || labels.size() != rows.count() ||
      !std::all_of(labels.begin(), labels.end(), known))
    return wrong_use(
        "logistic_regression: the labels are not one class of two or more, 0 ... classes - 1, per "
        "row");
  if (!(o.c > 0.0)) return wrong_use("logistic_regression: c must be above 0");
  LogisticRegression model;
  model.columns_ = rows.columns;
  model.classes_ = static_cast<std::size_t>(classes);
  const std::size_t outputs = outputs_of(model.classes_);
  const Problem problem{rows, labels, class_weights(labels, model.classes_, o.balanced), outputs,
                        1.0 / (o.c * static_cast<double>(rows.count()))};
  model.weights_.assign(outputs * (rows.columns + 1), 0.0);
  minimise([&problem](std::span<const double> x,
                      std::span<double> gradient) { return value_of(problem, x, gradient); },
           model.weights_, {.most_steps = o.most_steps, .tolerance = o.tolerance});
  return model;
}

std::vector<double> LogisticRegression::predict(std::span<const float> row) const {
  TADPOLE_EXPECT(row.size() == columns_);
  std::vector<double> scores(outputs_of(classes_));
  fill_scores(weights_, row, scores);
  if (classes_ == 2) return {sigmoid(-scores[0]), sigmoid(scores[0])};
  softmax(scores);
  return scores;
}

int LogisticRegression::classify(std::span<const float> row) const {
  const std::vector<double> p = predict(row);
  return static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
}

nlohmann::json LogisticRegression::to_json() const {
  return {{"columns", columns_}, {"classes", classes_}, {"weights", weights_}};
}

Result<LogisticRegression> LogisticRegression::from_json(const nlohmann::json& json) {
  const Error damaged{"logistic_regression: the description of the model is damaged; train again"};
  LogisticRegression model;
  try {
    json.at("columns").get_to(model.columns_);
    json.at("classes").get_to(model.classes_);
    json.at("weights").get_to(model.weights_);
  } catch (const nlohmann::json::exception&) {
    return damaged;
  }
  constexpr std::size_t kMost = std::size_t{1} << 24;
  if (model.classes_ < 2 || model.classes_ > kMost || model.columns_ < 1 || model.columns_ > kMost)
    return damaged;
  if (model.weights_.size() != outputs_of(model.classes_) * (model.columns_ + 1)) return damaged;
  return model;
}

}  // namespace tadpole
