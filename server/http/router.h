// SPDX-License-Identifier: Apache-2.0
// The rows of the API: method, path, who may call, what goes in and comes out, and the function.
// The OpenAPI description and the table-driven test of permissions are made from the same rows.
// Source: OpenAPI Specification 3.1; JSON Schema 2020-12.
#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/http/message.h"

namespace tadpole::server {

using Json = nlohmann::json;

// Who asks, as the session says.
struct Caller {
  std::string learner;  // id; "" for a guest
  std::string nickname;
  std::vector<std::string> roles;  // "learner", "instructor", ...
};

struct Call {
  const Request& request;
  Caller caller;
  Json body;  // parsed, an object; empty when the row takes none

  std::string param(const std::string& name) const { return request.param(name); }
};

// A JSON Schema, short to write: text(), number(), list(text()), object({{"id", text()}}).
namespace schema {
Json text(const std::string& help = "");
Json number(const std::string& help = "");
Json flag(const std::string& help = "");
Json any(const std::string& help = "");
Json list(Json of);
// Properties whose name ends in '?' may be absent.
Json object(std::initializer_list<std::pair<std::string, Json>> properties);
// For each key of any name.
Json map_of(Json of);
}  // namespace schema

struct Route {
  std::string method, path;  // "/api/v1/units/{id}"; a last {name...} takes the rest of the path
  std::string operation;     // "read_unit": the name of the generated function
  std::string summary;
  std::string needs;  // permission of learning/people/role.h; "" for everybody, guests too
  Json takes;         // schema of the body; null: none
  Json gives;         // schema of the answer's body; null: none
  std::function<Response(const Call&)> handler;
};

class Router {
 public:
  Router& add(Route route);
  const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string> params;
    bool path_known = false;  // another method would have been right
  };
  Match find(const std::string& method, const std::string& path) const;
  // The whole API as OpenAPI 3.1.
  Json openapi(const std::string& version) const;

 private:
  std::vector<Route> routes_;
};

// The last steps to a row that was found: its parameters, the form of the body, its function.
Response call_row(Router::Match match, const Request& request, const Caller& caller);

// {"error": {"code", "message"}}: one sentence that says what to do.
Response error_response(int status, const std::string& code, const std::string& sentence);
Response json_response(const Json& json, int status = 200);

// What in `value` does not fit the schema, as a sentence; "": it fits. Only what schema:: makes is
// known.
std::string mismatch(const Json& value, const Json& schema,
                     const std::string& name = "the request");

}  // namespace tadpole::server
