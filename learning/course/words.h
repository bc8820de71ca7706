// SPDX-License-Identifier: Apache-2.0
// The words that an exported course puts around its text: one list, so that translators meet all of
// them (program.po) and no format has words of its own. {n} and the like are filled in.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "learning/course/program.h"

namespace tadpole::learning {

#define TADPOLE_WORDS(WORD)                                                                      \
  WORD(to_the_text, "To the text")                                                               \
  WORD(glossary, "Glossary")                                                                     \
  WORD(ideas, "Ideas")                                                                           \
  WORD(words, "Words")                                                                           \
  WORD(contents, "Contents")                                                                     \
  WORD(units, "Units")                                                                           \
  WORD(previous, "Previous")                                                                     \
  WORD(next, "Next")                                                                             \
  WORD(min, "{n} min")                                                                           \
  WORD(minutes, "{n} minutes")                                                                   \
  WORD(optional, "optional")                                                                     \
  WORD(made_with, "made with Tadpole")                                                           \
  WORD(licence, "Text: {licence}")                                                               \
  WORD(for_teachers, "For teachers: with answers")                                               \
  WORD(question, "Question {n}")                                                                 \
  WORD(opinion, "What do you think?")                                                            \
  WORD(several, "More than one may be right.")                                                   \
  WORD(in_order, "Put them in order.")                                                           \
  WORD(letters, "Which letter belongs to which number?")                                         \
  WORD(in_unit, "Answer in {unit}.")                                                             \
  WORD(hint, "Hint")                                                                             \
  WORD(hint_n, "Hint {n}")                                                                       \
  WORD(answer, "Answer")                                                                         \
  WORD(answers, "Answers")                                                                       \
  WORD(good_answer, "A good answer:")                                                            \
  WORD(point, "{n} point")                                                                       \
  WORD(points, "{n} points")                                                                     \
  WORD(explanation, "Explanation")                                                               \
  WORD(sealed, "The answer to this question is kept sealed.")                                    \
  WORD(test, "Test")                                                                             \
  WORD(test_elsewhere,                                                                           \
       "The questions of this test are not on these pages: a teacher opens them for a class in " \
       "Tadpole.")                                                                               \
  WORD(test_counts, "The questions of this test count for the certificate; Tadpole asks them.")  \
  WORD(runs, "It runs in Tadpole: start {command} and open {address}.")                          \
  WORD(text, "Text")                                                                             \
  WORD(film, "Film: {title}")                                                                    \
  WORD(slides, "Slides")                                                                         \
  WORD(slides_of, "Slides: {title}")                                                             \
  WORD(lab, "Lab: {name}")                                                                       \
  WORD(explorable, "To play with: {name}")                                                       \
  WORD(artefact, "To hand in")                                                                   \
  WORD(exercise, "Exercise")                                                                     \
  WORD(exercise_in, "Exercise in {language}")                                                    \
  WORD(tests, "Tests")                                                                           \
  WORD(solution, "Solution")                                                                     \
  WORD(discussion, "Talk about it")                                                              \
  WORD(reading, "Reading")                                                                       \
  WORD(assignment, "Your own work")                                                              \
  WORD(recap, "You know this already")                                                           \
  WORD(kind_watch, "watch")                                                                      \
  WORD(kind_read, "read")                                                                        \
  WORD(kind_try, "try")                                                                          \
  WORD(kind_practise, "practise")                                                                \
  WORD(kind_discuss, "discuss")                                                                  \
  WORD(kind_test, "test")                                                                        \
  WORD(type_lesson, "Lesson")                                                                    \
  WORD(type_lab, "Lab")                                                                          \
  WORD(type_quiz, "Quiz")

enum class Word : std::uint8_t {
#define TADPOLE_WORD(name, text) name,
  TADPOLE_WORDS(TADPOLE_WORD)
#undef TADPOLE_WORD
};

// As translators see them, in the order of the list.
const std::vector<std::string>& all_words();

using Holes = std::map<std::string, std::string>;

// In the program's language; English where that has no translation. Of holes that are not given the
// braces stay.
std::string said(const Program& program, Word word, const Holes& holes = {});
// The same for a text that is at hand.
std::string filled_holes(std::string text, const Holes& holes);
// Of a unit's kind ("watch") or a section's type ("quiz").
std::string said_of_kind(const Program& program, const std::string& kind);
std::string said_of_type(const Program& program, const std::string& type);

}  // namespace tadpole::learning
