// SPDX-License-Identifier: Apache-2.0
// What the things of a task are called, so that text and page speak of pictures and people where a
// keyword project speaks of clips and speakers. The default is the keyword's.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace tadpole {

// What the data is about: decides what the model card says about people and their rights.
enum class Subject {
  voices,    // speech of people
  pictures,  // may show people
  movement,  // of people's bodies: motion, strokes, heart beats
  rows,      // a table that may be about people
  machines,
  things  // nobody: numbers, plants, weather
};

struct Wording {
  // Nouns. who: what may not be in two splits; the same word as item where every item stands for
  // itself.
  std::string item = "clip", items = "clips";
  std::string who = "speaker", whos = "speakers";
  std::string label = "word", labels = "words";          // what a class is called
  std::string target = "keyword", targets = "keywords";  // a class to react to
  std::string group = "speaker group";                   // what Prediction::group is called
  std::string model = "keyword spotter";
  std::string synthetic_tag = "synthetic voices";  // stands beside every number on such data
  std::string recorded_tag = "recorded voices";
  std::string synthetic_whos = "voices";  // what whos are called when no person is behind them
  Subject subject = Subject::voices;
  // Most of the time there is nothing to react to: classes "silence" and "unknown" are expected,
  // and a test without them is warned of.
  bool expects_rest = true;
  // Pieces of sentences.
  std::string does = "listens for";    // "This model listens for yes and no."
  std::string truth_was = "was said";  // rows of the confusion matrix: "what was said"
  std::string answer_was = "was understood";
  std::string alike = "sound alike";
  std::string false_accept = "it reacts although nobody said the word";
  std::string miss = "it stays still although somebody did";
  // Whole sentences.
  std::string synthetic_note =
      "The voices are synthetic: with people it will do worse. Record ten clips of each word and "
      "compare.";
  std::string collect_lede =
      "The voices this model learned from, and the ones kept apart to test it.";
  std::string preprocess_lede =
      "From 16 000 samples to a small picture, by the same code that runs on the device.";
  std::string evaluate_lede = "On speakers the model has never heard. This is the part to believe.";
  std::string monitor_lede =
      "After deployment: does it still hear as well as in the test? Watch the share of accepted "
      "words, the scores and complaints.";
  std::string gallery_title = "Listen";
  std::string gallery_note =
      "Above the sound wave, below it what the model sees: time runs to the right, pitch upwards, "
      "bright is loud. Words of one class should look alike.";
};

// The five nouns that every task has, and what it is about.
struct WordingNouns {
  std::string item, items;
  std::string who, whos;      // empty: every item stands for itself
  std::string synthetic_tag;  // "rendered pictures", "simulated motion"
  Subject subject = Subject::things;
};
// Neutral sentences around these nouns; no rest class is expected. The caller may replace any part.
Wording plain_wording(const WordingNouns& nouns);

// True where nobody is behind the items: each counts for itself.
bool stands_alone(const Wording& wording);

// The synthetic tag, "partly " and the tag, or "": stands beside every number that was measured on
// such data. origin: "recorded", "synthetic" or "mixed".
std::string origin_tag(const std::string& origin, const Wording& wording);
// The same for people who wonder where it came from: never empty.
std::string origin_text(const std::string& origin, const Wording& wording);

// "1 person", "12 people".
std::string counted(int n, const std::string& one, const std::string& many);

void to_json(nlohmann::json& json, const Wording& wording);
// Throws as the JSON library does when a field is missing or of another type; callers catch it.
void from_json(const nlohmann::json& json, Wording& wording);

}  // namespace tadpole
