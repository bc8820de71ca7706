// SPDX-License-Identifier: Apache-2.0
#include "learning/export/print_pdf.h"

#include <cstdlib>
#include <map>
#include <vector>

#include "core/base/process.h"
#include "core/base/text.h"

namespace tadpole::learning {
namespace {

constexpr double kMostSeconds = 600;

// "/CreationDate (D:20260801120000+00'00')" and /ModDate: their digits, for those of 2000. The
// length stays, so that the table of places in the file stays true.
void set_dates(std::string& pdf) {
  const std::string fixed = "20000101000000";
  for (const std::string key : {"/CreationDate (D:", "/ModDate (D:"}) {
    for (std::size_t at = pdf.find(key); at != std::string::npos; at = pdf.find(key, at + 1)) {
      const std::size_t digits = at + key.size();
      if (digits + fixed.size() <= pdf.size()) pdf.replace(digits, fixed.size(), fixed);
    }
  }
}

// Names of parts of the text, "(node00000431)", begin at another number each time: they are
// numbered anew from 0, in the order that they had, with as many digits.
void number_nodes(std::string& pdf) {
  constexpr std::size_t kDigits = 8;
  const std::string key = "(node";
  std::map<std::string, std::vector<std::size_t>> places;  // of each number
  for (std::size_t at = pdf.find(key); at != std::string::npos; at = pdf.find(key, at + 1)) {
    const std::string number = pdf.substr(at + key.size(), kDigits);
    if (number.size() == kDigits && number.find_first_not_of("0123456789") == std::string::npos)
      places[number].push_back(at + key.size());
  }
  std::size_t next = 0;
  for (const auto& [number, found] : places) {
    const std::string fresh = std::to_string(next++);
    const std::string padded = std::string(kDigits - fresh.size(), '0') + fresh;
    for (const std::size_t at : found) pdf.replace(at, kDigits, padded);
  }
}

}  // namespace

std::string chromium_named(const std::string& given) {
  const char* const set = std::getenv("CHROMIUM");
  const std::string named = !given.empty() ? given : set ? set : "";
  if (named.find('/') != std::string::npos) return std::filesystem::exists(named) ? named : "";
  return find_program(named.empty() ? "chromium" : named);
}

Outcome print_pdf(const std::string& chromium, const Path& page, const Path& pdf,
                  Progress& progress) {
  progress.begin("print with Chromium", 0);
  // The page is our own and asks nothing of the network; a profile of its own leaves that of the
  // user alone.
  const Result<ProcessRun> run = run_process(
      {chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
       "--disable-extensions", "--no-pdf-header-footer", "--generate-pdf-document-outline",
       "--virtual-time-budget=60000",
       "--user-data-dir=" + std::filesystem::absolute(pdf.parent_path() / "profile").string(),
       "--print-to-pdf=" + std::filesystem::absolute(pdf).string(),
       "file://" + std::filesystem::absolute(page).string()},
      {.timeout_s = kMostSeconds});
  progress.end();
  if (!run.ok()) return run.error();
  Result<std::string> bytes = read_text(pdf);
  if (!bytes.ok() || !bytes.value().starts_with("%PDF-"))
    return Error{"Chromium (" + chromium + ") made no PDF: " +
                 (run.value().timed_out ? "it took longer than ten minutes"
                                        : trim(run.value().errors.substr(0, 300))) +
                 "; export to a name that ends in .html and print that"};
  set_dates(bytes.value());
  number_nodes(bytes.value());
  return write_file(pdf, std::string_view(bytes.value()));
}

}  // namespace tadpole::learning
