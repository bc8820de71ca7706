// SPDX-License-Identifier: Apache-2.0
#include "core/eval/wording.h"

#include <fmt/core.h>

namespace tadpole {

NLOHMANN_JSON_SERIALIZE_ENUM(Subject, {{Subject::things, "things"},
                                       {Subject::voices, "voices"},
                                       {Subject::pictures, "pictures"},
                                       {Subject::movement, "movement"},
                                       {Subject::rows, "rows"},
                                       {Subject::machines, "machines"}})

namespace {

void add_plain_sentences(Wording& w) {
  w.synthetic_note = fmt::format(
      "A program made the {0}: on real ones it will do worse. Collect some real {0} of each kind "
      "and compare.",
      w.items);
  w.collect_lede =
      fmt::format("The {} this model learned from, and the ones kept apart to test it.", w.items);
  w.preprocess_lede = fmt::format(
      "From the {} as it was taken to what the model gets, by the same code that runs on the "
      "device.",
      w.item);
  w.evaluate_lede = fmt::format(
      "On {} that were kept apart from training. This is the part to believe.", w.items);
  w.monitor_lede =
      "After deployment: does it still do as well as in the test? Watch its answers, how sure it "
      "is "
      "of them, and complaints.";
  w.gallery_title = "Look";
  w.gallery_note = fmt::format(
      "Look at the {} as the model's teacher would: one that does not resemble its neighbours is "
      "worth a second look.",
      w.items);
}

}  // namespace

Wording plain_wording(const WordingNouns& nouns) {
  Wording w;
  w.item = nouns.item, w.items = nouns.items;
  w.who = nouns.who.empty() ? nouns.item : nouns.who;
  w.whos = nouns.whos.empty() ? nouns.items : nouns.whos;
  w.label = "class", w.labels = "classes", w.target = "known class", w.targets = "classes";
  w.group = "group";
  w.model = "classifier of " + nouns.items;
  w.synthetic_tag = nouns.synthetic_tag;
  w.recorded_tag = "recorded " + nouns.items;
  w.synthetic_whos = w.whos;
  w.subject = nouns.subject;
  w.expects_rest = false;
  w.does = "tells apart";
  w.truth_was = "it was", w.answer_was = "the model said", w.alike = "look alike";
  w.false_accept = "it reacts although there was nothing to react to";
  w.miss = "it stays still although there was";
  add_plain_sentences(w);
  return w;
}

bool stands_alone(const Wording& wording) { return wording.who == wording.item; }

std::string origin_tag(const std::string& origin, const Wording& wording) {
  if (origin == "synthetic") return wording.synthetic_tag;
  if (origin == "mixed") return "partly " + wording.synthetic_tag;
  return "";
}

std::string origin_text(const std::string& origin, const Wording& wording) {
  const std::string tag = origin_tag(origin, wording);
  return tag.empty() ? wording.recorded_tag : tag;
}

std::string counted(int n, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

void to_json(nlohmann::json& nlohmann_json_j, const Wording& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(
      NLOHMANN_JSON_TO, item, items, who, whos, label, labels, target, targets, group, model,
      synthetic_tag, recorded_tag, synthetic_whos, subject, expects_rest, does, truth_was,
      answer_was, alike, false_accept, miss, synthetic_note, collect_lede, preprocess_lede,
      evaluate_lede, monitor_lede, gallery_title, gallery_note))
}

void from_json(const nlohmann::json& nlohmann_json_j, Wording& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(
      NLOHMANN_JSON_FROM, item, items, who, whos, label, labels, target, targets, group, model,
      synthetic_tag, recorded_tag, synthetic_whos, subject, expects_rest, does, truth_was,
      answer_was, alike, false_accept, miss, synthetic_note, collect_lede, preprocess_lede,
      evaluate_lede, monitor_lede, gallery_title, gallery_note))
}

}  // namespace tadpole
