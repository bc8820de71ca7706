// SPDX-License-Identifier: Apache-2.0
// Reads XML strictly enough to prove it well-formed (elements, attributes, the five entities), for
// tests of what we write. Source: Extensible Markup Language 1.0, fifth edition.
#pragma once
#include <cctype>
#include <map>
#include <string>
#include <vector>

namespace tadpole::learning {

struct XmlElement {
  std::string name, text;  // text: of itself, entities read
  std::map<std::string, std::string> attributes;
  std::vector<XmlElement> children;

  // The first below it, at any depth; nullptr: there is none.
  const XmlElement* find(const std::string& wanted) const {
    for (const XmlElement& child : children) {
      if (child.name == wanted) return &child;
      if (const XmlElement* found = child.find(wanted)) return found;
    }
    return nullptr;
  }
};

class XmlTestReader {
 public:
  explicit XmlTestReader(const std::string& text) : text_(text) {}

  // "" and the root, or what is wrong and where.
  std::string read(XmlElement& root) {
    spaces();
    element(root);
    spaces();
    if (at_ < text_.size()) tell("more than one root");
    return wrong_;
  }

 private:
  bool is(const std::string& what) const { return text_.compare(at_, what.size(), what) == 0; }
  void tell(const std::string& what) {
    if (wrong_.empty()) wrong_ = what + " at " + std::to_string(at_) + ": " + text_.substr(at_, 40);
    at_ = text_.size();
  }
  void expect(const std::string& what) {
    if (!is(what)) return tell("'" + what + "' is missing");
    at_ += what.size();
  }
  void spaces() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  std::string name() {
    std::string out;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
                                  text_[at_] == '_' || text_[at_] == '-'))
      out += text_[at_++];
    if (out.empty()) tell("a name is missing");
    return out;
  }
  std::string until(char end) {
    static const std::map<std::string, char> entities = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string out;
    while (at_ < text_.size() && text_[at_] != end) {
      const char c = text_[at_];
      if (c == '<') return tell("a < in a text"), out;
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
        return tell("a control sign"), out;
      if (c != '&') {
        out += text_[at_++];
        continue;
      }
      const auto semicolon = text_.find(';', at_);
      const auto entity = entities.find(text_.substr(at_, semicolon - at_ + 1));
      if (entity == entities.end()) return tell("an unknown entity"), out;
      out += entity->second;
      at_ = semicolon + 1;
    }
    return out;
  }
  void element(XmlElement& into) {
    expect("<");
    into.name = name();
    for (spaces(); at_ < text_.size() && !is(">") && !is("/>"); spaces()) {
      const std::string key = name();
      expect("=\"");
      if (!into.attributes.emplace(key, until('"')).second) tell("an attribute is there twice");
      expect("\"");
    }
    if (is("/>")) return expect("/>");
    expect(">");
    while (at_ < text_.size()) {
      into.text += until('<');
      if (is("</")) break;
      into.children.emplace_back();
      element(into.children.back());
    }
    expect("</" + into.name + ">");
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::string wrong_;
};

}  // namespace tadpole::learning
