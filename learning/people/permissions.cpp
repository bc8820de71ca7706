// SPDX-License-Identifier: Apache-2.0
// Who may do what, as one table: a role has all of its row and of the rows it builds on.
#include <algorithm>

#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

struct RoleRow {
  const char* role;
  const char* builds_on;  // "" : nothing
  std::vector<std::string> permissions;
};

const std::vector<RoleRow>& rows() {
  static const std::vector<RoleRow> table = {
      {"guest", "", {"course.read"}},
      {"learner",
       "guest",
       {"attempt.write", "event.write", "own.export", "own.erase", "class.join", "project.write",
        "discussion.read", "discussion.write", "artefact.write"}},
      {"mentor", "learner", {"class.read"}},
      {"instructor",
       "mentor",
       {"class.write", "class.report", "learner.export", "archive.write", "teach.read"}},
      {"author", "learner", {"course.preview", "teach.read"}},
      {"moderator", "learner", {"discussion.moderate"}},
      {"host",
       "instructor",
       {"course.preview", "discussion.moderate", "learner.erase", "hub.manage", "account.roles"}},
  };
  return table;
}

const RoleRow* row_of(const std::string& role) {
  const auto at = std::find_if(rows().begin(), rows().end(),
                               [&](const RoleRow& row) { return row.role == role; });
  return at == rows().end() ? nullptr : &*at;
}

}  // namespace

bool allowed(const std::string& role, const std::string& permission) {
  for (const RoleRow* row = row_of(role); row; row = row_of(row->builds_on)) {
    if (std::find(row->permissions.begin(), row->permissions.end(), permission) !=
        row->permissions.end())
      return true;
  }
  return false;
}

bool allowed(const std::vector<std::string>& roles, const std::string& permission) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const std::string& role) { return allowed(role, permission); });
}

std::string enough_in_class(const std::string& permission) {
  return permission == "teach.read" ? "instructor" : "";
}

std::vector<std::string> all_roles() {
  std::vector<std::string> roles;
  for (const RoleRow& row : rows()) roles.push_back(row.role);
  return roles;
}

std::vector<std::string> all_permissions() {
  std::vector<std::string> all;
  for (const RoleRow& row : rows()) {
    for (const std::string& one : row.permissions) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  return all;
}

}  // namespace tadpole::learning
