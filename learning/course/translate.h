// SPDX-License-Identifier: Apache-2.0
// Courses in other languages: the text stays in one place, its translations stand in
// i18n/<language>/<chapter>.po of the program's folder. What has no translation yet is shown as it
// was written. Marks, numbers, formulas, code and keys are not translated.
#pragma once
#include <functional>

#include "learning/course/po.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {

// A unit's, a teachers' page's or the glossary's text with every message replaced by what `say`
// gives for it. A message is a paragraph, an option of a question, a hint, a cell row of a table,
// the title.
std::string map_messages(const std::string& text,
                         const std::function<std::string(const std::string&)>& say);

// Languages with translations beside the program: names of folders of i18n/, in order.
std::vector<std::string> translated_languages(const Path& program);

// All messages, by the name of the PO file they belong to (a chapter's id; "program" for titles,
// concepts, the glossary and the words of words.h). Fails when a file cannot be read.
Result<std::map<std::string, std::vector<PoEntry>>> messages_of(const Program& program);

// Writes what is new into the PO files of a language and keeps what is there. Gives how many
// messages there are and how many have a translation. Fails for a name that is no language, a PO
// file that cannot be read.
struct Translated {
  int messages = 0, translated = 0;
};
Result<Translated> update_translations(const Program& program, const std::string& language);

// The program in a language: units whose title is translated, teachers' pages whose first paragraph
// is, with what they have; all titles that are translated. Ids, revisions and answers are those of
// the original, so that progress does not depend on the language; texts that are typed in are right
// in either. problems: PO files that cannot be read, and units whose translation has another
// structure (they stay as written).
Program translated_program(const Program& program, const std::string& language,
                           std::vector<Problem>& problems);

// Every question that is answered by typing words learns what is right in the other languages
// (Item::keys_in), so that an answer is graded by the language it was given in, whoever looks.
// translated: by language, made of `written`.
void share_keys(Program& written, std::map<std::string, Program>& translated);

}  // namespace tadpole::learning
