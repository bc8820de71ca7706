// SPDX-License-Identifier: Apache-2.0
// Keys of tests that travel in a public repository: the questions stay in the text, what answers
// them goes to "keys.sealed" beside section.yaml, encrypted with a passphrase. Nobody grades, and
// no page can show, what was not unsealed. Source: RFC 9106, Argon2id, 2021 (libsodium's moderate
// cost); XSalsa20-Poly1305 (secretbox).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "learning/course/program.h"

namespace tadpole::learning {

inline constexpr std::size_t kShortestPassphrase = 12;
enum class SealCost : std::uint8_t { moderate, least };  // least: for tests

// Text in, text out. Fails when the passphrase is too short.
Result<std::string> seal_text(const std::string& plain, const std::string& passphrase,
                              SealCost cost = SealCost::moderate);
// Fails for another passphrase, a changed file, or one that is none of ours.
Result<std::string> unseal_text(const std::string& sealed, const std::string& passphrase);

// A question's text without what answers it: keys, marks of right options, feedback, hints,
// explanation; steps and pairs stand in the order of their letters.
std::string without_keys(const std::string& body, const std::string& type);

// Rewrites the units of a test section and writes its keys.sealed. How many questions were sealed;
// fails when there is none left to seal, or the courses have errors.
Result<int> seal_section(const Path& program, const std::string& section,
                         const std::string& passphrase, SealCost cost = SealCost::moderate);
// The way back, to work on the questions.
Result<int> unseal_section(const Path& program, const std::string& section,
                           const std::string& passphrase);

// "unit.block" -> the question with its keys. Fails as unseal_text, and when a question was changed
// since it was sealed.
using Keys = std::map<std::string, Item>;
Result<Keys> keys_of(const Program& program, const Section& section, const std::string& passphrase);
// The same in two steps: what the passphrase opens, for the hub to keep, and the keys in it.
Result<std::string> opened_seal(const Program& program, const Section& section,
                                const std::string& passphrase);
Result<Keys> keys_in(const std::string& opened, const Section& section);
// The same of a section whose keys stand open in the text.
Keys open_keys_of(const Section& section);
bool is_sealed(const Section& section);

}  // namespace tadpole::learning
