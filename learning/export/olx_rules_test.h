// SPDX-License-Identifier: Apache-2.0
// What an Open edX course in XML must hold to, checked over the files of an export: every pointer
// leads to a file of its tag, names stand once, links and pictures are there, the policies fit.
// Source: the edX OLX guide, "The structure of an OLX course"; the list of errors and warnings of
// olxcleaner, by which Studio validates what it imports.
#pragma once
#include <cmath>
#include <regex>
#include <set>

#include "learning/export/format.h"
#include "learning/export/xml_test_reader.h"

namespace tadpole::learning {

class OlxRules {
 public:
  explicit OlxRules(const FileSet& files) : files_(files) {}

  // A sentence for each rule that is broken; none: a course.
  std::vector<std::string> broken() {
    course();
    for (const auto& [name, bytes] : files_) {
      if (name.ends_with(".xml") || name.ends_with(".html")) links(name, bytes);
    }
    jumps();
    policies();
    for (const auto& [name, bytes] : files_) {
      if (!used_.contains(name)) tell(name, "nothing leads to this file");
    }
    return broken_;
  }

 private:
  void tell(const std::string& file, const std::string& what) {
    broken_.push_back(file + ": " + what);
  }

  XmlElement root_of(const std::string& file) {
    XmlElement root;
    const auto at = files_.find(file);
    if (at == files_.end()) return tell(file, "is pointed to, and is not there"), root;
    used_.insert(file);
    const std::string wrong = XmlTestReader(at->second).read(root);
    if (!wrong.empty()) tell(file, wrong);
    return root;
  }

  void course() {
    const XmlElement root = root_of("course.xml");
    for (const char* name : {"url_name", "org", "course"}) {
      if (!root.attributes.contains(name)) tell("course.xml", std::string("no ") + name);
    }
    if (root.name != "course" || root.attributes.size() != 3 || !root.children.empty())
      tell("course.xml", "is no pointer to a run");
    run_ = root.attributes.count("url_name") > 0 ? root.attributes.at("url_name") : "";
    pointed(root);
    used_.insert("about/overview.html");
  }

  // A tag that leads to TAG/NAME.xml, and what lies there.
  void pointed(const XmlElement& pointer) {
    static const std::map<std::string, std::set<std::string>> kBelow = {
        {"course", {"chapter"}},
        {"chapter", {"sequential"}},
        {"sequential", {"vertical"}},
        {"vertical", {"html", "problem", "discussion"}}};
    const auto at = pointer.attributes.find("url_name");
    if (at == pointer.attributes.end()) return tell("a " + pointer.name, "has no url_name");
    const std::string name = at->second, file = pointer.name + "/" + name + ".xml";
    static const std::regex plain("[A-Za-z0-9_.-]+");
    if (!std::regex_match(name, plain)) tell(file, "is no name for an address");
    if (!names_.insert(name).second) tell(file, "its url_name stands twice");
    const XmlElement here = root_of(file);
    if (here.name != pointer.name) tell(file, "holds a " + here.name);
    if (here.attributes.contains("url_name")) tell(file, "names itself");
    if (!here.attributes.contains("display_name") || here.attributes.at("display_name").empty())
      tell(file, "has no display_name");
    if (here.name == "html") return html(file, here);
    if (here.attributes.contains("format")) formats_.insert(here.attributes.at("format"));
    if (here.name == "discussion" && !talks_.insert(here.attributes.at("discussion_id")).second)
      tell(file, "its discussion_id stands twice");
    const auto below = kBelow.find(here.name);
    if (below == kBelow.end()) return;
    if (here.children.empty()) tell(file, "is empty");
    for (const XmlElement& child : here.children) {
      if (!below->second.contains(child.name))
        tell(file, "a " + child.name + " in a " + here.name);
      else if (child.attributes.size() != 1)
        tell(file, "its " + child.name + " is no pointer");
      else
        pointed(child);
    }
  }

  void html(const std::string& file, const XmlElement& here) {
    const std::string text = "html/" + here.attributes.at("filename") + ".html";
    if (!used_.insert(text).second) tell(text, "two tags lead here");
    const auto at = files_.find(text);
    if (at == files_.end()) return tell(file, "its text " + text + " is not there");
    XmlElement root;
    const std::string whole = "<div>" + at->second + "</div>",
                      wrong = XmlTestReader(whole).read(root);
    if (!wrong.empty()) tell(text, wrong);
  }

  void links(const std::string& file, const std::string& bytes) {
    static const std::regex link("(src|href|poster)=\"(/static/|/jump_to_id/|/[a-z]+/)([^\"#]*)");
    for (std::sregex_iterator at(bytes.begin(), bytes.end(), link), end; at != end; ++at) {
      const std::string kind = (*at)[2], name = (*at)[3];
      if (kind == "/static/") {
        used_.insert("static/" + name);
        if (!files_.contains("static/" + name)) tell(file, "shows " + name + ", which is missing");
        if (name.find('/') != std::string::npos) tell(file, name + " is in a folder of static/");
      } else if (kind == "/jump_to_id/") {
        jumps_.emplace_back(file, name);
      } else {
        tell(file, "leads to " + kind + name + " of another server");
      }
    }
  }
  void jumps() {
    for (const auto& [file, name] : jumps_) {
      if (!names_.contains(name)) tell(file, "jumps to " + name + ", which there is not");
    }
  }

  Json json_at(const std::string& file) {
    used_.insert(file);
    const auto at = files_.find(file);
    const Json json =
        at == files_.end() ? Json() : Json::parse(at->second, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) tell(file, "is no JSON object");
    return json.is_object() ? json : Json::object();
  }

  void policies() {
    const std::string folder = "policies/" + run_ + "/";
    const Json policy = json_at(folder + "policy.json");
    if (policy.size() != 1 || !policy.contains("course/" + run_) ||
        !policy["course/" + run_].is_object())
      tell(folder + "policy.json", "speaks not of the course alone");
    const std::string file = folder + "grading_policy.json";
    const Json grading = json_at(file);
    double sum = 0;
    std::set<std::string> types;
    for (const Json& one : grading.value("GRADER", Json::array())) {
      sum += one["weight"].get<double>();
      if (one["min_count"].get<int>() < 1) tell(file, "a type of which nothing counts");
      if (!types.insert(one["type"].get<std::string>()).second) tell(file, "a type stands twice");
    }
    if (types != formats_) tell(file, "its types are not the formats of the sections");
    if (!types.empty() && std::abs(sum - 1) > 1e-9) tell(file, "its weights are not 1 together");
    for (const Json& cut : grading["GRADE_CUTOFFS"]) {
      if (cut.get<double>() <= 0 || cut.get<double>() > 1) tell(file, "a cut outside 0 to 1");
    }
  }

  const FileSet& files_;
  std::string run_;
  std::set<std::string> used_, names_, talks_, formats_;
  std::vector<std::pair<std::string, std::string>> jumps_;  // file, name
  std::vector<std::string> broken_;
};

}  // namespace tadpole::learning
