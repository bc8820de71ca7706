// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

using Value = double EpochPoint::*;

struct CurveChart {
  std::string alt;
  Axis y;
  Value train;
  Value validation;
};

void draw_curve(Svg& svg, const Plot& plot, const TrainingSummary& training, Value value,
                const std::string& css) {
  std::vector<Point> points;
  for (const EpochPoint& epoch : training.epochs)
    points.push_back(plot.at(epoch.epoch, epoch.*value));
  if (points.size() == 1) svg.circle(points[0], 2.5, css);
  svg.polyline(points, css);
}

void label_ends(Svg& svg, const Plot& plot, const TrainingSummary& training,
                const CurveChart& chart) {
  const EpochPoint& last = training.epochs.back();
  const Point train = plot.at(last.epoch, last.*chart.train);
  const Point validation = plot.at(last.epoch, last.*chart.validation);
  const double apart = 13.0;  // keep the two labels readable where the curves meet
  double y_train = train.y + 3.5;
  double y_validation = validation.y + 3.5;
  if (std::abs(y_train - y_validation) < apart) {
    const double middle = (y_train + y_validation) / 2;
    const double sign = y_train <= y_validation ? 1.0 : -1.0;
    y_train = middle - sign * apart / 2;
    y_validation = middle + sign * apart / 2;
  }
  svg.text({train.x + 5, y_train}, "train", "label t0");
  svg.text({validation.x + 5, y_validation}, "validation", "label t1");
}

void mark_best(Svg& svg, const Plot& plot, const TrainingSummary& training,
               const CurveChart& chart) {
  for (const EpochPoint& epoch : training.epochs) {
    if (epoch.epoch != training.best_epoch) continue;
    const Point p = plot.at(epoch.epoch, epoch.*chart.validation);
    svg.line({p.x, plot.box().top}, {p.x, plot.box().top + plot.box().height}, "marker");
    svg.circle(p, 3.5, "dot f1", fmt::format("best: epoch {}", epoch.epoch));
    const bool right_half = p.x > plot.box().left + plot.box().width / 2;
    svg.text({p.x + (right_half ? -5 : 5), plot.box().top + 9},
             fmt::format("kept: epoch {}", epoch.epoch), "note",
             right_half ? Anchor::end : Anchor::start);
  }
}

std::string draw(const TrainingSummary& training, const CurveChart& chart) {
  Svg svg(360, 236, chart.alt);
  const double first = training.epochs.front().epoch;
  const double last = std::max(first + 1.0, static_cast<double>(training.epochs.back().epoch));
  Plot plot(svg, {44, 12, 244, 180}, {first, last, "epoch", round_ticks(first, last, 5)}, chart.y);
  mark_best(svg, plot, training, chart);
  draw_curve(svg, plot, training, chart.train, "line s0");
  draw_curve(svg, plot, training, chart.validation, "line s1");
  label_ends(svg, plot, training, chart);
  return svg.finish();
}

}  // namespace

std::string loss_chart(const TrainingSummary& training) {
  if (training.epochs.empty()) return "";
  double high = 0.0;
  for (const EpochPoint& e : training.epochs)
    high = std::max({high, e.train_loss, e.validation_loss});
  if (!std::isfinite(high) || high <= 0.0) high = 1.0;
  const EpochPoint& last = training.epochs.back();
  const std::string alt =
      fmt::format("Loss per epoch: after {} epochs {:.3f} on training, {:.3f} on validation.",
                  training.epochs.size(), last.train_loss, last.validation_loss);
  return draw(training, {alt,
                         {0, high * 1.05, "loss", round_ticks(0, high * 1.05, 5)},
                         &EpochPoint::train_loss,
                         &EpochPoint::validation_loss});
}

namespace {

// A regression and a reconstruction have no accuracy: it stays 0 in every epoch.
bool has_accuracy(const TrainingSummary& training) {
  return std::any_of(training.epochs.begin(), training.epochs.end(), [](const EpochPoint& e) {
    return e.train_accuracy != 0.0 || e.validation_accuracy != 0.0;
  });
}

}  // namespace

std::string accuracy_chart(const TrainingSummary& training) {
  if (!has_accuracy(training)) return "";
  double low = 1.0;
  for (const EpochPoint& e : training.epochs)
    low = std::min({low, e.train_accuracy, e.validation_accuracy});
  low = std::isfinite(low) ? std::clamp(std::floor(low * 10.0) / 10.0, 0.0, 0.9) : 0.0;
  const EpochPoint& last = training.epochs.back();
  const std::string alt = fmt::format(
      "Accuracy per epoch: after {} epochs {} on training, {} on validation.",
      training.epochs.size(), percent(last.train_accuracy), percent(last.validation_accuracy));
  return draw(training, {alt,
                         {low, 1.0, "accuracy", percent_ticks(low, 1.0, 5)},
                         &EpochPoint::train_accuracy,
                         &EpochPoint::validation_accuracy});
}

}  // namespace tadpole
