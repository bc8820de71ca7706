// SPDX-License-Identifier: Apache-2.0
// Slides spoken by a synthetic voice, when somebody wants to listen.
#include "learning/narration/narration.h"

#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

// What is said beside the slides of a block; empty: it has none.
std::vector<std::string> said_in(const learning::Program& program, const std::string& name) {
  std::vector<std::string> slides;
  for (const learning::Program::At& at : program.units()) {
    for (const learning::Block& block : at.unit->blocks) {
      if (learning::block_name(*at.unit, block.id) != name || !block.data.contains("slides"))
        continue;
      for (const Json& slide : block.data["slides"]) slides.push_back(slide.value("narration", ""));
    }
  }
  return slides;
}

// Speaking takes a core for a minute, so it is done for one at a time, and the others are not kept
// waiting on threads that answer everybody.
Result<learning::Narration> spoken(Hub& hub, const Call& call, bool& busy) {
  const std::vector<std::string> slides = said_in(*hub.program(), call.param("block"));
  if (slides.empty())
    return wrong_use("There are no slides '" + call.param("block") + "'; reload the page.");
  const Path folder = hub.options().data / "narration";
  if (auto kept = learning::kept_narration(slides, "en", folder)) return *std::move(kept);
  static std::mutex mutex;
  const std::unique_lock lock(mutex, std::try_to_lock);
  busy = !lock.owns_lock();
  if (busy)
    return Error{"The voice is busy with other slides; try again in a minute, or read the text."};
  return learning::narrate(slides, "en", folder);
}

Response refused(const Error& error, bool busy) {
  if (busy) return error_response(503, "busy", error.message).with("Retry-After", "20");
  return response_of(error);
}

Response read(Hub& hub, const Call& call) {
  bool busy = false;
  const Result<learning::Narration> narration = spoken(hub, call, busy);
  if (!narration.ok()) return refused(narration.error(), busy);
  Json cues = Json::array();
  for (const learning::Cue& cue : narration.value().cues)
    cues.push_back(
        {{"start", cue.start}, {"end", cue.end}, {"text", cue.text}, {"slide", cue.slide}});
  return json_response({{"audio", "/api/v1/narration/" + call.param("block") + "/audio"},
                        {"voice", "espeak-ng"},
                        {"cues", cues}});
}

Response audio(Hub& hub, const Call& call) {
  bool busy = false;
  const Result<learning::Narration> narration = spoken(hub, call, busy);
  if (!narration.ok()) return refused(narration.error(), busy);
  const Result<std::string> bytes = read_text(narration.value().audio);
  if (!bytes.ok()) return response_of(bytes.error());
  const std::string& all = bytes.value();
  Response response;
  response.type = "audio/ogg";
  response.with("Accept-Ranges", "bytes").with("Cache-Control", "private, max-age=86400");
  const auto range = parse_range(call.request.header("range"), all.size(), all.size());
  if (!range) {
    response.body = all;
    return response;
  }
  response.status = 206;
  response.body = all.substr(range->first, range->count);
  response.with("Content-Range", "bytes " + std::to_string(range->first) + "-" +
                                     std::to_string(range->first + range->count - 1) + "/" +
                                     std::to_string(all.size()));
  return response;
}

}  // namespace

void add_narration_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/narration/{block}", "read_narration",
              "slides spoken by a synthetic voice: where the sound is, and its captions",
              "course.read", nullptr,
              object({{"audio", text()},
                      {"voice", text()},
                      {"cues", list(object({{"start", number("s")},
                                            {"end", number("s")},
                                            {"text", text()},
                                            {"slide", number("from 0")}}))}}),
              [&hub](const Call& call) { return read(hub, call); }});
  router.add({"GET", "/api/v1/narration/{block}/audio", "read_narration_audio",
              "the sound, OGG/Vorbis", "course.read", nullptr, nullptr,
              [&hub](const Call& call) { return audio(hub, call); }});
}

}  // namespace tadpole::server
