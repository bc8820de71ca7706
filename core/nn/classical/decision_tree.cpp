// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/decision_tree.h"

#include <numeric>

namespace tadpole {
namespace {

// Weighted sums of the targets of some rows.
struct Sums {
  std::vector<double> sum;
  double weight = 0.0;
  // Up to what both sides share, minus the impurity times the weight: larger is purer. Gini:
  // w (1 - sum p^2) = w - score; squared error: sum y^2 - score.
  double score() const {
    double squares = 0.0;
    for (const double s : sum) squares += s * s;
    return weight > 0.0 ? squares / weight : 0.0;
  }
};

struct Question {
  std::int32_t column = -1;
  float threshold = 0.0F;
  double score = 0.0;  // of both sides
};

struct ValueOfRow {
  float value;
  std::uint32_t row;
};

// Between two neighbouring values; of two neighbouring floats the lower one.
float between(float low, float high) {
  const float middle = low / 2.0F + high / 2.0F;
  return middle < high && middle >= low ? middle : low;
}

}  // namespace

// Grows nodes depth first; the rows of a node are a range of rows_.
class TreeGrower {
 public:
  TreeGrower(const DataRows& rows, const TreeTargets& targets, const std::vector<int>& weights,
             const TreeOptions& options, Rng rng, std::vector<double>& importance)
      : data_(rows),
        targets_(targets),
        weights_(weights),
        options_(options),
        rng_(rng),
        importance_(importance),
        columns_(rows.columns) {
    std::iota(columns_.begin(), columns_.end(), std::size_t{0});
    for (std::size_t i = 0; i < rows.count(); ++i)
      if (weights[i] > 0) rows_.push_back(static_cast<std::uint32_t>(i));
    tree_.outputs_ = targets.outputs;
  }

  DecisionTree grow() {
    struct Open {
      std::size_t node, from, to;
      int depth;
    };
    total_ = sums_of(0, rows_.size()).weight;
    std::vector<Open> open = {{add_node(0, rows_.size()), 0, rows_.size(), 0}};
    while (!open.empty()) {
      const Open at = open.back();
      open.pop_back();
      if (options_.most_depth > 0 && at.depth >= options_.most_depth) continue;
      const Sums all = sums_of(at.from, at.to);
      if (pure(at.from, at.to)) continue;
      const Question best = best_question(at.from, at.to, all);
      if (best.column < 0) continue;
      const std::size_t middle = part(at.from, at.to, best);
      importance_[static_cast<std::size_t>(best.column)] += (best.score - all.score()) / total_;
      const std::size_t left = add_node(at.from, middle), right = add_node(middle, at.to);
      tree_.nodes_[at.node] = {best.column, best.threshold, static_cast<std::int32_t>(left),
                               static_cast<std::int32_t>(right)};
      open.push_back({right, middle, at.to, at.depth + 1});
      open.push_back({left, at.from, middle, at.depth + 1});
    }
    return std::move(tree_);
  }

 private:
  const float* target(std::uint32_t row) const { return &targets_.values[row * targets_.outputs]; }
  float value(std::uint32_t row, std::size_t column) const {
    return data_.values[row * data_.columns + column];
  }

  void add_row(Sums& sums, std::uint32_t row, double sign) const {
    const double weight = sign * weights_[row];
    sums.weight += weight;
    const float* y = target(row);
    for (std::size_t k = 0; k < targets_.outputs; ++k)
      sums.sum[k] += weight * static_cast<double>(y[k]);
  }

  Sums sums_of(std::size_t from, std::size_t to) const {
    Sums sums{std::vector<double>(targets_.outputs, 0.0)};
    for (std::size_t i = from; i < to; ++i) add_row(sums, rows_[i], 1.0);
    return sums;
  }

  std::size_t add_node(std::size_t from, std::size_t to) {
    const Sums sums = sums_of(from, to);
    for (const double s : sums.sum) tree_.values_.push_back(static_cast<float>(s / sums.weight));
    tree_.nodes_.push_back({});
    return tree_.nodes_.size() - 1;
  }

  bool pure(std::size_t from, std::size_t to) const {
    const float* first = target(rows_[from]);
    for (std::size_t i = from + 1; i < to; ++i)
      if (!std::equal(first, first + targets_.outputs, target(rows_[i]))) return false;
    return true;
  }

  // Columns in random order until enough were tried and one can part the rows.
  Question best_question(std::size_t from, std::size_t to, const Sums& all) {
    Question best;
    const std::size_t wanted = options_.columns_per_split > 0
                                   ? static_cast<std::size_t>(options_.columns_per_split)
                                   : data_.columns;
    for (std::size_t tried = 0; tried < columns_.size(); ++tried) {
      if (tried >= wanted && best.column >= 0) break;
      std::swap(columns_[tried], columns_[tried + rng_.below(columns_.size() - tried)]);
      try_column(columns_[tried], from, to, all, best);
    }
    return best;
  }

  void try_column(std::size_t column, std::size_t from, std::size_t to, const Sums& all,
                  Question& best) {
    sorted_.clear();
    for (std::size_t i = from; i < to; ++i) sorted_.push_back({value(rows_[i], column), rows_[i]});
    std::sort(sorted_.begin(), sorted_.end(), [](const ValueOfRow& a, const ValueOfRow& b) {
      return a.value < b.value || (a.value == b.value && a.row < b.row);
    });
    if (sorted_.front().value == sorted_.back().value) return;
    Sums left{std::vector<double>(targets_.outputs, 0.0)}, right = all;
    const auto least = static_cast<double>(std::max(1, options_.least_leaf_rows));
    for (std::size_t i = 0; i + 1 < sorted_.size(); ++i) {
      add_row(left, sorted_[i].row, 1.0);
      add_row(right, sorted_[i].row, -1.0);
      if (sorted_[i].value == sorted_[i + 1].value) continue;
      if (left.weight < least || right.weight < least) continue;
      const double score = left.score() + right.score();
      if (best.column < 0 || score > best.score)
        best = {static_cast<std::int32_t>(column), between(sorted_[i].value, sorted_[i + 1].value),
                score};
    }
  }

  std::size_t part(std::size_t from, std::size_t to, const Question& q) {
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = rows_.begin() + static_cast<std::ptrdiff_t>(to);
    const auto middle = std::stable_partition(first, last, [&](std::uint32_t row) {
      return value(row, static_cast<std::size_t>(q.column)) <= q.threshold;
    });
    return static_cast<std::size_t>(middle - rows_.begin());
  }

  const DataRows& data_;
  const TreeTargets& targets_;
  const std::vector<int>& weights_;
  const TreeOptions& options_;
  Rng rng_;
  std::vector<double>& importance_;
  std::vector<std::size_t> columns_;
  std::vector<std::uint32_t> rows_;
  std::vector<ValueOfRow> sorted_;
  double total_ = 0.0;
  DecisionTree tree_;
};

DecisionTree DecisionTree::fit(const DataRows& rows, const TreeTargets& targets,
                               const std::vector<int>& weights, const TreeOptions& options, Rng rng,
                               std::vector<double>& importance) {
  TADPOLE_EXPECT(weights.size() == rows.count() && importance.size() == rows.columns);
  TADPOLE_EXPECT(targets.values.size() == rows.count() * targets.outputs);
  return TreeGrower(rows, targets, weights, options, rng, importance).grow();
}

std::span<const float> DecisionTree::predict(std::span<const float> row) const {
  std::size_t at = 0;
  while (nodes_[at].column >= 0) {
    const TreeNode& n = nodes_[at];
    const bool left = row[static_cast<std::size_t>(n.column)] <= n.threshold;
    at = static_cast<std::size_t>(left ? n.left : n.right);
  }
  return std::span(values_).subspan(at * outputs_, outputs_);
}

nlohmann::json DecisionTree::to_json() const {
  nlohmann::json columns = nlohmann::json::array(), thresholds = columns, left = columns,
                 right = columns;
  for (const TreeNode& n : nodes_) {
    columns.push_back(n.column);
    thresholds.push_back(n.threshold);
    left.push_back(n.left);
    right.push_back(n.right);
  }
  return {{"column", columns},
          {"threshold", thresholds},
          {"left", left},
          {"right", right},
          {"value", values_}};
}

namespace {

// Children stand behind their parent, so that every walk ends.
bool is_tree(const std::vector<TreeNode>& nodes, std::size_t columns) {
  if (nodes.empty()) return false;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const TreeNode& n = nodes[i];
    if (n.column < 0) continue;
    const auto behind = [&](std::int32_t child) {
      return child > static_cast<std::int64_t>(i) &&
             child < static_cast<std::int64_t>(nodes.size());
    };
    if (static_cast<std::size_t>(n.column) >= columns || !behind(n.left) || !behind(n.right))
      return false;
  }
  return true;
}

}  // namespace

Result<DecisionTree> DecisionTree::from_json(const nlohmann::json& json, std::size_t columns,
                                             std::size_t outputs) {
  const Error damaged{"decision tree: the nodes are no tree; train again"};
  DecisionTree tree;
  tree.outputs_ = outputs;
  try {
    const auto column = json.at("column").get<std::vector<std::int32_t>>();
    const auto threshold = json.at("threshold").get<std::vector<float>>();
    const auto left = json.at("left").get<std::vector<std::int32_t>>();
    const auto right = json.at("right").get<std::vector<std::int32_t>>();
    json.at("value").get_to(tree.values_);
    if (threshold.size() != column.size() || left.size() != column.size() ||
        right.size() != column.size() || tree.values_.size() != column.size() * outputs)
      return damaged;
    for (std::size_t i = 0; i < column.size(); ++i)
      tree.nodes_.push_back({column[i], threshold[i], left[i], right[i]});
  } catch (const nlohmann::json::exception&) {
    return damaged;
  }
  if (!is_tree(tree.nodes_, columns)) return damaged;
  return tree;
}

}  // namespace tadpole
