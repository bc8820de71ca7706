// SPDX-License-Identifier: Apache-2.0
// What a request brings that we read ourselves: target, query, cookies, ranges, a JSON body against
// a schema. (The head itself is read by Boost.Beast.)
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/base/json.h"
#include "server/http/router.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::server;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto target = parse_target(text);
  if (target && target->path.find('\0') != std::string::npos) std::abort();
  Request request;
  request.headers["cookie"] = text;
  (void)request.cookie("tadpole_session");
  const auto range = parse_range(text, 1000, 400);
  if (range && (range->count == 0 || range->count > 400 || range->first + range->count > 1000))
    std::abort();
  const Json body = tadpole::parse_json(text);
  const Json schema =
      schema::object({{"events", schema::list(schema::object({{"kind", schema::text()}}))},
                      {"more?", schema::map_of(schema::number())}});
  if (!body.is_discarded()) (void)mismatch(body, schema);
  Router router;
  router.add({"GET", "/a/{id}/b", "x", "", "", nullptr, nullptr, nullptr});
  if (target) (void)router.find("GET", target->path);
  return 0;
}
