// SPDX-License-Identifier: Apache-2.0
#include "server/http/router.h"

#include "core/base/json.h"
#include "core/base/text.h"

namespace tadpole::server {
namespace schema {
namespace {

Json of_type(const char* type, const std::string& help) {
  Json json = Json::object();
  if (type[0] != '\0') json["type"] = type;
  if (!help.empty()) json["description"] = help;
  return json;
}

}  // namespace

Json text(const std::string& help) { return of_type("string", help); }
Json number(const std::string& help) { return of_type("number", help); }
Json flag(const std::string& help) { return of_type("boolean", help); }
Json any(const std::string& help) { return of_type("", help); }

Json list(Json of) {
  Json json = of_type("array", "");
  json["items"] = std::move(of);
  return json;
}

Json map_of(Json of) {
  Json json = of_type("object", "");
  json["additionalProperties"] = std::move(of);
  return json;
}

Json object(std::initializer_list<std::pair<std::string, Json>> properties) {
  Json json = of_type("object", "");
  json["properties"] = Json::object();
  json["required"] = Json::array();
  for (const auto& [name, property] : properties) {
    const bool may_lack = name.ends_with('?');
    const std::string bare = may_lack ? name.substr(0, name.size() - 1) : name;
    json["properties"][bare] = property;
    if (!may_lack) json["required"].push_back(bare);
  }
  return json;
}

}  // namespace schema

namespace {

std::vector<std::string> steps(const std::string& path) { return split(path, '/'); }

bool is_param(const std::string& step) { return step.starts_with('{') && step.ends_with('}'); }

// "{path...}" stands for the rest of a path.
bool is_rest(const std::string& step) { return step.starts_with('{') && step.ends_with("...}"); }

std::string param_name(const std::string& step) {
  return step.substr(1, step.size() - (is_rest(step) ? 5 : 2));
}

bool matches(const std::vector<std::string>& row, const std::vector<std::string>& path,
             std::map<std::string, std::string>& params) {
  const bool rest = is_rest(row.back());
  if (rest ? path.size() < row.size() : row.size() != path.size()) return false;
  params.clear();
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (is_rest(row[i])) {
      params[param_name(row[i])] = join(std::span(path).subspan(i), "/");
      break;
    }
    if (is_param(row[i])) {
      if (path[i].empty()) return false;
      params[param_name(row[i])] = path[i];
    } else if (row[i] != path[i]) {
      return false;
    }
  }
  return true;
}

Json content(const Json& of) { return {{"application/json", {{"schema", of}}}}; }

Json operation_of(const Route& route) {
  Json json = {{"operationId", route.operation}, {"summary", route.summary}};
  if (!route.needs.empty()) json["x-permission"] = route.needs;
  Json parameters = Json::array();
  for (const std::string& step : steps(route.path)) {
    if (!is_param(step)) continue;
    parameters.push_back({{"name", param_name(step)},
                          {"in", "path"},
                          {"required", true},
                          {"schema", schema::text()}});
  }
  if (!parameters.empty()) json["parameters"] = parameters;
  if (!route.takes.is_null())
    json["requestBody"] = {{"required", true}, {"content", content(route.takes)}};
  Json done = {{"description", "done"}};
  if (!route.gives.is_null()) done["content"] = content(route.gives);
  json["responses"]["200"] = done;
  json["responses"]["default"] = {{"$ref", "#/components/responses/Error"}};
  return json;
}

std::string type_of(const Json& value) {
  return value.is_string()    ? "text"
         : value.is_number()  ? "a number"
         : value.is_boolean() ? "true or false"
         : value.is_array()   ? "a list"
         : value.is_object()  ? "an object"
                              : "nothing";
}

std::string wanted(const std::string& type) {
  return type == "string"    ? "text"
         : type == "number"  ? "a number"
         : type == "boolean" ? "true or false"
         : type == "array"   ? "a list"
                             : "an object";
}

bool has_type(const Json& value, const std::string& type) {
  return type == "string"    ? value.is_string()
         : type == "number"  ? value.is_number()
         : type == "boolean" ? value.is_boolean()
         : type == "array"   ? value.is_array()
                             : value.is_object();
}

std::string object_mismatch(const Json& value, const Json& schema, const std::string& name) {
  for (const auto& key : schema.value("required", Json::array())) {
    if (!value.contains(key.get<std::string>()))
      return name + " lacks '" + key.get<std::string>() + "'; add it";
  }
  const Json none = Json::object();
  const auto known = schema.find("properties");
  const Json& properties = known == schema.end() ? none : *known;
  for (const auto& [key, part] : value.items()) {
    const Json* of = nullptr;
    if (properties.contains(key)) of = &properties[key];
    if (!of && schema.contains("additionalProperties")) of = &schema["additionalProperties"];
    if (!of) continue;
    const std::string wrong = mismatch(part, *of, "'" + key + "'");
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

std::string mismatch(const Json& value, const Json& schema, const std::string& name) {
  const std::string type = schema.value("type", "");
  if (type.empty()) return "";
  if (!has_type(value, type))
    return name + " is " + type_of(value) + " where " + wanted(type) + " was expected";
  if (type == "string" && value.get_ref<const std::string&>().find('\0') != std::string::npos)
    return name + " has a zero byte in it; leave it out";
  if (type == "object") return object_mismatch(value, schema, name);
  if (type != "array" || !schema.contains("items")) return "";
  for (const Json& part : value) {
    const std::string wrong = mismatch(part, schema["items"], "a part of " + name);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

Router& Router::add(Route route) {
  routes_.push_back(std::move(route));
  return *this;
}

Router::Match Router::find(const std::string& method, const std::string& path) const {
  const std::vector<std::string> wanted_steps = steps(path);
  Match found;
  std::map<std::string, std::string> params;
  for (const Route& route : routes_) {
    if (!matches(steps(route.path), wanted_steps, params)) continue;
    found.path_known = true;
    if (route.method != method) continue;
    // A row without parameters wins over one with: /classes/join, /classes/{id}.
    if (found.route && found.params.size() <= params.size()) continue;
    found.route = &route;
    found.params = params;
  }
  return found;
}

Response call_row(Router::Match match, const Request& request, const Caller& caller) {
  Request with_params = request;
  with_params.params = std::move(match.params);
  Call call{with_params, caller, Json::object()};
  if (!match.route->takes.is_null()) {
    call.body = request.body.empty() ? Json::object() : parse_json(request.body);
    if (call.body.is_discarded())
      return error_response(400, "bad_json", "The request's body is no JSON; send an object.");
    const std::string wrong = mismatch(call.body, match.route->takes);
    if (!wrong.empty()) return error_response(400, "bad_request", wrong + ".");
  }
  return match.route->handler(call);
}

Json Router::openapi(const std::string& version) const {
  Json paths = Json::object();
  for (const Route& route : routes_) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c + 32);
    paths[route.path][method] = operation_of(route);
  }
  const Json error = schema::object(
      {{"error", schema::object({{"code", schema::text()}, {"message", schema::text()}})}});
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Tadpole"}, {"version", version}}},
          {"paths", paths},
          {"components",
           {{"responses",
             {{"Error",
               {{"description", "one sentence that says what to do"},
                {"content", content(error)}}}}}}}};
}

Response json_response(const Json& json, int status) {
  Response response;
  response.status = status;
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response.with("Cache-Control", "no-store");
}

Response error_response(int status, const std::string& code, const std::string& sentence) {
  return json_response({{"error", {{"code", code}, {"message", sentence}}}}, status);
}

}  // namespace tadpole::server
