// SPDX-License-Identifier: Apache-2.0
// What comparisons and searches found, also while they are at work.
#include <fmt/format.h>

#include "workbench/rows.h"
#include "workbench/views.h"
#include "workflow/compare_state.h"
#include "workflow/search_state.h"

namespace tadpole::workbench {
namespace {

using server::Call;
using server::Json;
using server::json_response;
using server::Response;

Result<Response> read_comparison(Workbench& bench, const Call& call) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  Json state = compare_state(project);
  state["refused"] = bench.no_long_work();
  state["command"] = fmt::format("tadpole optimize \"{}\" --compare", project.folder().string());
  return json_response(state);
}

Json options_json(const std::map<std::string, std::string>& kept) {
  SearchOptions options;
  const OptionSet set = describe(options);
  Json list = Json::array();
  for (const Option& option : set.all()) {
    if (option.name == "fresh") continue;
    const auto at = kept.find(option.name);
    // What a damaged file holds is not taken.
    if (at != kept.end() && !option.set(at->second).ok()) (void)option.set(option.default_text);
    list.push_back(option_json(option));
  }
  return list;
}

Result<Response> read_search(Workbench& bench, const Call& call) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const SearchState state = search_state(project);
  const Outcome can = can_search(project);
  const std::string here = bench.no_long_work();
  return json_response(
      {{"refused", !here.empty() || can.ok() ? here : can.error().message},
       {"command", fmt::format("tadpole search \"{}\"", project.folder().string())},
       {"options", options_json(state.options)},
       {"is_whole", state.is_whole},
       {"is_stale", state.is_stale},
       {"results", state.results}});
}

Result<Response> take_best(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const std::string text = TADPOLE_TRY(recipe_with_best(project));
  TADPOLE_TRY(project.rewrite(text));
  const Json json = TADPOLE_TRY(project_json(bench, call.param("project")));
  return json_response(json);
}

}  // namespace

void add_long_work_rows(const RowMaker& rows) {
  using namespace server::schema;
  rows.add("GET", "/projects/{project}/comparison", "read_comparison",
           "every way to make the model smaller, as far as the comparison is", nullptr, any(),
           read_comparison);
  rows.add("GET", "/projects/{project}/search", "read_search",
           "the search's options and its candidates, as far as it is", nullptr, any(), read_search);
  rows.add("POST", "/projects/{project}/search/best", "take_best",
           "the best network of the search into the recipe", nullptr, any(), take_best);
}

}  // namespace tadpole::workbench
