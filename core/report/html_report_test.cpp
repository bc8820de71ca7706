// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/report/model_card.h"
#include "core/report/test_report.h"

namespace tadpole {
namespace {

const RunReport& recorded() {
  static const RunReport report = drawn_report();
  return report;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

TEST(HtmlReport, WritesALookAtItCopyWhenAskedTo) {
  const char* folder = std::getenv("TADPOLE_REPORT_SAMPLES");
  if (folder == nullptr) GTEST_SKIP() << "set TADPOLE_REPORT_SAMPLES to a folder to get sample pages";
  ASSERT_TRUE(write_report(recorded(), Path(folder) / "recorded").ok());
  ASSERT_TRUE(write_report(drawn_report("synthetic"), Path(folder) / "synthetic").ok());
  RunReport bare;
  bare.project = "just-begun";
  ASSERT_TRUE(write_report(bare, Path(folder) / "bare").ok());
}

}  // namespace
}  // namespace tadpole
