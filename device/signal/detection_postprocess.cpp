// SPDX-License-Identifier: Apache-2.0
// TFLite_Detection_PostProcess of SSD models: boxes are decoded from anchors, and of boxes that
// overlap the one with the best score stays. Float only, as in TensorFlow Lite Micro, whose order
// of equal scores it keeps. Rows behind the last detection are zeros. Source: Liu et al.: SSD:
// Single Shot MultiBox Detector, arXiv:1512.02325, 2016.
#include "device/ops/float_exp.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kMostBoxes = 1 << 14;

struct Box {
  float top = 0.0F, left = 0.0F, bottom = 0.0F, right = 0.0F;
};
struct Encoded {
  float y = 0.0F, x = 0.0F, h = 0.0F, w = 0.0F;
};

struct Record {
  std::int32_t boxes = 0, coordinates = 4, classes = 1, columns = 1, detections = 1;
  std::int32_t per_class = 1;
  bool regular = false;  // every class for itself
  float least_score = 0.0F, most_overlap = 0.5F;
  Encoded scale;
  // Working memory.
  Box* decoded = nullptr;            // [boxes]
  float* scores = nullptr;           // [boxes]: of the class, or the best
  std::int32_t* best = nullptr;      // [boxes]: the class of the best score
  std::int32_t* order = nullptr;     // [boxes]
  std::int32_t* selected = nullptr;  // [boxes]
  std::int32_t* found = nullptr;     // [2 * detections + per_class]: box * columns + column
  float* found_scores = nullptr;     // as found
};

// The better score first; of equal ones the earlier.
bool before(const float* scores, std::int32_t a, std::int32_t b) {
  return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
}

// indices [n], in a heap whose top comes last.
void sink(const float* scores, std::int32_t* indices, std::int32_t i, std::int32_t n) {
  for (std::int32_t child = 2 * i + 1; child < n; child = 2 * i + 1) {
    if (child + 1 < n && before(scores, indices[child], indices[child + 1])) ++child;
    if (!before(scores, indices[i], indices[child])) return;
    const std::int32_t held = indices[i];
    indices[i] = indices[child];
    indices[child] = held;
    i = child;
  }
}

void sort_by_score(const float* scores, std::int32_t* indices, std::int32_t n) {
  for (std::int32_t i = n / 2 - 1; i >= 0; --i) sink(scores, indices, i, n);
  for (std::int32_t end = n - 1; end > 0; --end) {
    const std::int32_t held = indices[0];
    indices[0] = indices[end];
    indices[end] = held;
    sink(scores, indices, 0, end);
  }
}

void decode(const Record& r, const float* encoded, const float* anchors) {
  for (std::int32_t i = 0; i < r.boxes; ++i, encoded += r.coordinates, anchors += 4) {
    const float y = encoded[0] / r.scale.y * anchors[2] + anchors[0];
    const float x = encoded[1] / r.scale.x * anchors[3] + anchors[1];
    const float h = 0.5F * exp_float(encoded[2] / r.scale.h) * anchors[2];
    const float w = 0.5F * exp_float(encoded[3] / r.scale.w) * anchors[3];
    r.decoded[i] = {y - h, x - w, y + h, x + w};
  }
}

float larger(float a, float b) { return a > b ? a : b; }
float smaller(float a, float b) { return a < b ? a : b; }

float overlap(const Box& a, const Box& b) {
  const float first = (a.bottom - a.top) * (a.right - a.left);
  const float second = (b.bottom - b.top) * (b.right - b.left);
  if (first <= 0.0F || second <= 0.0F) return 0.0F;
  const float shared = larger(smaller(a.bottom, b.bottom) - larger(a.top, b.top), 0.0F) *
                       larger(smaller(a.right, b.right) - larger(a.left, b.left), 0.0F);
  return shared / (first + second - shared);
}

// Of the scores: boxes that overlap no better one too much, the best first; at most `most`.
std::int32_t suppress(const Record& r, std::int32_t most) {
  std::int32_t candidates = 0;
  for (std::int32_t i = 0; i < r.boxes; ++i) {
    if (r.scores[i] >= r.least_score) r.order[candidates++] = i;
  }
  sort_by_score(r.scores, r.order, candidates);
  std::int32_t n = 0;
  for (std::int32_t i = 0; i < candidates && n < most; ++i) {
    bool stands_alone = true;
    for (std::int32_t k = 0; k < n && stands_alone; ++k)
      stands_alone = !(overlap(r.decoded[r.selected[k]], r.decoded[r.order[i]]) > r.most_overlap);
    if (stands_alone) r.selected[n++] = r.order[i];
  }
  return n;
}

// One class for each box. Gives how many were found; found[i]: the box.
std::int32_t detect_fast(const Record& r, const float* scores) {
  const std::int32_t first = r.columns - r.classes;
  for (std::int32_t i = 0; i < r.boxes; ++i) {
    const float* own = scores + i * r.columns + first;
    r.best[i] = 0;
    for (std::int32_t c = 1; c < r.classes; ++c) {
      if (own[c] > own[r.best[i]]) r.best[i] = c;
    }
    r.scores[i] = own[r.best[i]];
  }
  const std::int32_t n = suppress(r, r.detections);
  for (std::int32_t i = 0; i < n; ++i) {
    r.found[i] = r.selected[i] * r.columns + first + r.best[r.selected[i]];
    r.found_scores[i] = r.scores[r.selected[i]];
  }
  return n;
}

// The best of what was found so far and of one class more.
std::int32_t keep_best(const Record& r, std::int32_t n) {
  const std::int32_t kept = n < r.detections ? n : r.detections;
  std::int32_t* sorted = r.found + r.detections + r.per_class;  // [detections] of room
  for (std::int32_t i = 0; i < n; ++i) r.order[i] = i;
  sort_by_score(r.found_scores, r.order, n);
  float* sorted_scores = r.found_scores + r.detections + r.per_class;
  for (std::int32_t i = 0; i < kept; ++i) {
    sorted[i] = r.found[r.order[i]];
    sorted_scores[i] = r.found_scores[r.order[i]];
  }
  std::memmove(r.found, sorted, static_cast<std::size_t>(kept) * sizeof(std::int32_t));
  std::memmove(r.found_scores, sorted_scores, static_cast<std::size_t>(kept) * sizeof(float));
  return kept;
}

std::int32_t detect_regular(const Record& r, const float* scores) {
  std::int32_t n = 0;
  for (std::int32_t c = r.columns - r.classes; c < r.columns; ++c) {
    for (std::int32_t i = 0; i < r.boxes; ++i) r.scores[i] = scores[i * r.columns + c];
    const std::int32_t more = suppress(r, r.per_class);
    for (std::int32_t i = 0; i < more; ++i) {
      r.found[n + i] = r.selected[i] * r.columns + c;
      r.found_scores[n + i] = r.scores[r.selected[i]];
    }
    n = keep_best(r, n + more);
  }
  return n;
}

Reason read_options(const OpPlanner& op, Record& r) {
  SignalOptions options(op);
  r.detections = options.number("max_detections", 1, kMostBoxes);
  r.classes = options.number("num_classes", 1, kMostBoxes);
  r.least_score = options.real("nms_score_threshold");
  r.most_overlap = options.positive("nms_iou_threshold");
  r.scale = {options.positive("y_scale"), options.positive("x_scale"), options.positive("h_scale"),
             options.positive("w_scale")};
  r.regular = options.has("use_regular_nms") && options.flag("use_regular_nms");
  r.per_class = options.has("detections_per_class")
                    ? options.number("detections_per_class", 1, kMostBoxes)
                    : 100;
  // One class a box: with more of them the reference writes behind its outputs.
  if (!r.regular) options.number("max_classes_per_detection", 1, 1);
  if (r.most_overlap > 1.0F) return Reason::custom_options;
  return options.reason();
}

Reason read_shapes(const OpPlanner& op, Record& r) {
  for (std::uint32_t i = 0; i < 3; ++i) TADPOLE_CHECK(expect_input(op, i, DType::float32));
  const Shape& boxes = op.input(0).shape;
  const Shape& scores = op.input(1).shape;
  const Shape& anchors = op.input(2).shape;
  if (boxes.rank != 3 || scores.rank != 3 || anchors.rank != 2) return Reason::input_shape;
  r.boxes = boxes.dims[1];
  r.coordinates = boxes.dims[2];
  r.columns = scores.dims[2];
  const bool fits = boxes.dims[0] == 1 && scores.dims[0] == 1 && scores.dims[1] == r.boxes &&
                    anchors.dims[0] == r.boxes && anchors.dims[1] == 4 && r.coordinates >= 4;
  if (!fits || r.boxes > kMostBoxes) return Reason::input_shape;
  const std::int32_t background = r.columns - r.classes;
  return background == 0 || background == 1 ? Reason::none : Reason::signal_size;
}

Reason keep_memory(OpPlanner& op, Record& r) {
  const auto boxes = static_cast<std::size_t>(r.boxes);
  const auto found = static_cast<std::size_t>(2 * r.detections + r.per_class);
  const std::size_t most = found > boxes ? found : boxes;
  r.decoded = op.keep<Box>(boxes);
  r.scores = op.keep<float>(boxes);
  r.best = op.keep<std::int32_t>(boxes);
  r.order = op.keep<std::int32_t>(most);
  r.selected = op.keep<std::int32_t>(boxes);
  r.found = op.keep<std::int32_t>(found);
  r.found_scores = op.keep<float>(found);
  const bool there = r.decoded != nullptr && r.scores != nullptr && r.best != nullptr &&
                     r.order != nullptr && r.selected != nullptr && r.found != nullptr &&
                     r.found_scores != nullptr;
  return there ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3, 4));
  Record r;
  TADPOLE_CHECK(read_options(op, r));
  TADPOLE_CHECK(read_shapes(op, r));
  if (r.per_class > r.boxes) r.per_class = r.boxes;
  TADPOLE_CHECK(expect_output(op, 0, DType::float32, 4 * r.detections));
  TADPOLE_CHECK(expect_output(op, 1, DType::float32, r.detections));
  TADPOLE_CHECK(expect_output(op, 2, DType::float32, r.detections));
  TADPOLE_CHECK(expect_output(op, 3, DType::float32, 1));
  TADPOLE_CHECK(keep_memory(op, r));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* scores = op.input<float>(1);
  decode(r, op.input<float>(0), op.input<float>(2));
  const std::int32_t n = r.regular ? detect_regular(r, scores) : detect_fast(r, scores);
  auto* boxes = op.output<float>(0);
  for (std::int32_t i = 0; i < r.detections; ++i, boxes += 4) {
    const bool is_found = i < n;
    const std::int32_t box = is_found ? r.found[i] / r.columns : 0;
    const std::int32_t column = is_found ? r.found[i] % r.columns - (r.columns - r.classes) : 0;
    const Box place = is_found ? r.decoded[box] : Box{};
    std::memcpy(boxes, &place, sizeof place);
    op.output<float>(1)[i] = static_cast<float>(column);
    op.output<float>(2)[i] = is_found ? r.found_scores[i] : 0.0F;
  }
  op.output<float>(3)[0] = static_cast<float>(n);
}

}  // namespace

extern const OpDefinition detection_postprocess_definition = {
    builtin::kCustom, "TFLite_Detection_PostProcess", 1, plan, run};

}  // namespace tadpole::device
