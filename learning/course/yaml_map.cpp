// SPDX-License-Identifier: Apache-2.0
#include "learning/course/yaml_map.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "core/base/text.h"

namespace tadpole::learning {
namespace {

// Text that nests deep would exhaust the stack of the reader.
constexpr int kDeepest = 20;

bool nests_too_deep(const std::string& text) {
  int depth = 0, deepest = 0;
  for (const char c : text) {
    depth += c == '[' || c == '{';
    depth -= c == ']' || c == '}';
    deepest = std::max(deepest, depth);
  }
  std::size_t spaces = 0, most = 0, dashes = 0, most_dashes = 0;
  for (const std::string& line : split(text, '\n')) {
    spaces = line.find_first_not_of(' ');
    if (spaces != std::string::npos) most = std::max(most, spaces);
    dashes = 0;
    for (std::size_t i = 0; i + 1 < line.size() && line[i] == '-' && line[i + 1] == ' '; i += 2)
      ++dashes;
    most_dashes = std::max(most_dashes, dashes);
  }
  return deepest > kDeepest || most > 4 * kDeepest || most_dashes > kDeepest;
}

}  // namespace

struct YamlMap::Node {
  YAML::Node yaml;
};

YamlMap::YamlMap(const std::string& text, const std::string& file, int first_line,
                 std::vector<Problem>& problems)
    : node_(std::make_unique<Node>()), file_(file), first_line_(first_line), problems_(&problems) {
  if (nests_too_deep(text)) {
    tell(first_line, "the YAML nests deeper than 20 levels; make it flat");
    return;
  }
  try {
    YAML::Node read = YAML::Load(text);
    if (read.IsNull()) return;
    if (read.IsMap()) {
      node_->yaml = read;
    } else {
      tell(first_line, "this is no list of keys and values; write lines like title: My course");
    }
  } catch (const YAML::Exception& error) {
    tell(first_line + std::max(error.mark.line, 0),
         "this is no YAML (" + error.msg + "); check colons, quotes and indents");
  }
}

YamlMap::YamlMap(std::unique_ptr<Node> node, std::string file, int first_line,
                 std::vector<Problem>& problems)
    : node_(std::move(node)),
      file_(std::move(file)),
      first_line_(first_line),
      problems_(&problems) {}
YamlMap::~YamlMap() = default;
YamlMap::YamlMap(YamlMap&&) noexcept = default;

int YamlMap::line() const { return first_line_ + std::max(node_->yaml.Mark().line, 0); }

void YamlMap::tell(int line, const std::string& sentence) {
  problems_->push_back({{file_, line}, Severity::error, sentence});
}

std::string YamlMap::text(const std::string& key, const std::string& otherwise) {
  asked_.push_back(key);
  if (!node_->yaml.IsMap()) return otherwise;
  const YAML::Node value = node_->yaml[key];
  if (!value || value.IsNull()) return otherwise;
  if (value.IsScalar()) return value.Scalar();
  tell(first_line_ + value.Mark().line, "'" + key + "' must be one text");
  return otherwise;
}

std::string YamlMap::needed(const std::string& key) {
  const std::string value = text(key);
  if (value.empty()) tell(line(), "'" + key + "' is missing; write " + key + ": ...");
  return value;
}

double YamlMap::number(const std::string& key, double otherwise) {
  const std::string value = text(key);
  if (value.empty()) return otherwise;
  const auto number = parse_real(value);
  if (number && *number >= 0 && *number < 1e6) return *number;
  tell(line(), "'" + key + "' is '" + value + "'; give a number from 0");
  return otherwise;
}

bool YamlMap::flag(const std::string& key) {
  const std::string value = text(key, "false");
  if (value != "true" && value != "false")
    tell(line(), "'" + key + "' is '" + value + "'; write true or false");
  return value == "true";
}

std::vector<std::string> YamlMap::list(const std::string& key) {
  asked_.push_back(key);
  std::vector<std::string> values;
  if (!node_->yaml.IsMap()) return values;
  const YAML::Node value = node_->yaml[key];
  if (!value || value.IsNull()) return values;
  if (!value.IsSequence()) {
    tell(first_line_ + value.Mark().line,
         "'" + key + "' must be a list; write " + key + ": [a, b]");
    return values;
  }
  for (const YAML::Node& one : value) {
    if (one.IsScalar()) {
      values.push_back(one.Scalar());
    } else {
      tell(first_line_ + one.Mark().line, "a part of '" + key + "' is no text");
    }
  }
  return values;
}

std::vector<YamlMap> YamlMap::maps(const std::string& key) {
  asked_.push_back(key);
  std::vector<YamlMap> found;
  if (!node_->yaml.IsMap()) return found;
  const YAML::Node value = node_->yaml[key];
  if (!value || value.IsNull()) return found;
  if (!value.IsSequence()) {
    tell(first_line_ + value.Mark().line,
         "'" + key + "' must be a list of entries that begin with -");
    return found;
  }
  for (const YAML::Node& one : value) {
    if (!one.IsMap()) {
      tell(first_line_ + one.Mark().line, "an entry of '" + key + "' has no keys");
      continue;
    }
    auto node = std::make_unique<Node>();
    node->yaml = one;
    found.push_back(YamlMap(std::move(node), file_, first_line_, *problems_));
  }
  return found;
}

void YamlMap::skip(const std::string& key) { asked_.push_back(key); }

void YamlMap::finish() {
  if (!node_->yaml.IsMap()) return;
  for (const auto& entry : node_->yaml) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    tell(first_line_ + entry.first.Mark().line,
         "there is no key '" + key + "' here" + did_you_mean(key, asked_));
  }
}

}  // namespace tadpole::learning
