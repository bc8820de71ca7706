// SPDX-License-Identifier: Apache-2.0
#include "learning/forum/thread_place.h"

namespace tadpole::learning {
namespace {

// "Show what you made" -> "show-what-you-made"; letters of other scripts stay.
std::string slug(const std::string& title) {
  std::string out;
  for (const char c : title) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
    const bool gap = !letter && !(c >= 'A' && c <= 'Z');
    if (gap && !out.empty() && out.back() != '-') out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

ThreadPlace place_of(const Program::At& at, const Block* block) {
  ThreadPlace place = {.thread = at.unit->id,
                       .title = at.unit->title,
                       .course = at.course->id,
                       .unit = at.unit->id,
                       .block = ""};
  if (!block) return place;
  place.thread += "." + block->id;
  place.block = place.thread;
  const std::string topic = block->option("topic");
  if (!topic.empty()) place.title = topic;
  return place;
}

}  // namespace

std::vector<ThreadPlace> topics_of(const Course& course) {
  std::vector<ThreadPlace> places = {
      {.thread = course.id + ":general", .title = course.title, .course = course.id}};
  for (const std::string& topic : course.topics)
    places.push_back(
        {.thread = course.id + ":" + slug(topic), .title = topic, .course = course.id});
  return places;
}

std::optional<ThreadPlace> find_thread(const Program& program, const std::string& thread) {
  const std::size_t colon = thread.find(':');
  if (colon != std::string::npos) {
    for (const Course& course : program.courses) {
      if (course.id != thread.substr(0, colon)) continue;
      for (const ThreadPlace& place : topics_of(course)) {
        if (place.thread == thread) return place;
      }
    }
    return {};
  }
  const std::size_t dot = thread.find('.');
  const Program::At at = program.find(thread.substr(0, dot));
  if (!at.unit) return {};
  if (dot == std::string::npos) return place_of(at, nullptr);
  for (const Block& block : at.unit->blocks) {
    if (block.kind == "discussion" && block.id == thread.substr(dot + 1))
      return place_of(at, &block);
  }
  return {};
}

std::vector<ThreadPlace> all_threads(const Program& program) {
  std::vector<ThreadPlace> places;
  for (const Course& course : program.courses) {
    for (ThreadPlace& topic : topics_of(course)) places.push_back(std::move(topic));
  }
  for (const Program::At& at : program.units()) {
    for (const Block& block : at.unit->blocks) {
      if (block.kind == "discussion") places.push_back(place_of(at, &block));
    }
  }
  return places;
}

}  // namespace tadpole::learning
