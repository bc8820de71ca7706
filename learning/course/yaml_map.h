// SPDX-License-Identifier: Apache-2.0
// A YAML map whose mistakes are told with file and line. All of yaml-cpp is behind it: its
// exceptions end here.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "learning/course/program.h"

namespace tadpole::learning {

class YamlMap {
 public:
  // Text of a whole file or of a front matter that begins at `first_line`.
  YamlMap(const std::string& text, const std::string& file, int first_line,
          std::vector<Problem>& problems);
  ~YamlMap();
  YamlMap(YamlMap&&) noexcept;

  std::string text(const std::string& key, const std::string& otherwise = "");
  // Tells when it is missing.
  std::string needed(const std::string& key);
  double number(const std::string& key, double otherwise);
  bool flag(const std::string& key);
  std::vector<std::string> list(const std::string& key);
  std::vector<YamlMap> maps(const std::string& key);
  // A key that is there and may hold anything.
  void skip(const std::string& key);
  // Tells of every key that was not asked for, with what was probably meant.
  void finish();
  int line() const;

 private:
  struct Node;
  YamlMap(std::unique_ptr<Node> node, std::string file, int first_line,
          std::vector<Problem>& problems);
  void tell(int line, const std::string& sentence);
  std::unique_ptr<Node> node_;
  std::string file_;
  int first_line_;
  std::vector<Problem>* problems_;
  std::vector<std::string> asked_;
};

}  // namespace tadpole::learning
