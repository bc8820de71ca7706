// SPDX-License-Identifier: Apache-2.0
// A table as CSV. Options: columns="x,y" (these at least), rows=N or rows>=N.
#include <algorithm>

#include "core/base/text.h"
#include "core/data/csv.h"
#include "learning/artefact/artefact.h"

namespace tadpole::learning {
namespace {

class Table final : public ArtefactChecker {
 public:
  std::vector<std::string> bounds() const override { return {"rows>"}; }
  std::vector<Finding> check(const Submission& given) const override {
    const auto rows = parse_csv(given.text(), given.name);
    if (!rows.ok()) return {{"table", false, rows.error().message + "."}};
    if (rows.value().empty())
      return {{"table", false, "The table has no head; write the names of the columns first."}};
    const std::vector<std::string>& head = rows.value().front().fields;
    std::vector<Finding> findings;
    for (const std::string& one : split(given.block.option("columns"), ',')) {
      const std::string name = trim(one);
      if (name.empty()) continue;
      const bool there = std::any_of(head.begin(), head.end(),
                                     [&](const std::string& field) { return trim(field) == name; });
      findings.push_back({"column " + name, there,
                          there ? "The column '" + name + "' is there."
                                : "The column '" + name + "' is missing; its columns are " +
                                      join(head, ", ").substr(0, 200) + "."});
    }
    const std::size_t count = rows.value().size() - 1;
    const auto least = parse_whole(given.block.option("rows"));
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(least.value_or(1), 1));
    findings.push_back({"rows", count >= wanted,
                        std::to_string(count) + " rows, at least " + std::to_string(wanted) +
                            (count >= wanted ? " asked." : " are needed; add more.")});
    keeps(given, "rows", Bound::at_least, static_cast<double>(count), "rows", findings);
    return findings;
  }
};

}  // namespace

std::unique_ptr<ArtefactChecker> make_checker_table() { return std::make_unique<Table>(); }

}  // namespace tadpole::learning
