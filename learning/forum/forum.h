// SPDX-License-Identifier: Apache-2.0
// Conversations: what follows from the events post.* and thread.* of everybody, whatever the order
// in which they arrived. A thread belongs to a place of the courses (thread_place.h) and to a room:
// a class, or "" for the whole hub. Which header to open first: this one.
// Kinds of events, `where` is the thread: post.written {room, text, parent}, post.edited {post,
// text, reason}, post.deleted {post}, post.reported {post, reason}, post.accepted {post, on},
// post.moderated {post, hide, by, reason} (in the log of the post's author), thread.locked {room,
// on, by}, thread.read {room}.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "learning/log/event.h"

namespace tadpole::learning {

struct Post {
  std::string id, thread, room, parent;  // parent: the post it answers; "": it begins
  std::string author, text;              // text: Markdown; "" when deleted
  std::int64_t at_ms = 0, edited_ms = 0;
  std::string edit_reason, hidden_reason;
  bool deleted = false, hidden = false, accepted = false;
  std::map<std::string, std::string> reports;  // who -> why
};

struct ThreadKey {
  std::string room, thread;
  auto operator<=>(const ThreadKey&) const = default;
};

inline constexpr std::size_t kLongestPost = 8000;  // bytes

class Forum {
 public:
  static bool takes(const std::string& kind);
  // Other kinds and events known already are passed over.
  void add(std::span<const Event> events);
  // An erased learner: their posts and all they did.
  void forget(const std::string& who);

  const Post* post(const std::string& id) const;               // nullptr: there is none
  std::vector<const Post*> posts(const ThreadKey& key) const;  // oldest first
  std::vector<ThreadKey> threads() const;
  bool locked(const ThreadKey& key) const;
  // When `who` last read it, ms since 1970; 0: never.
  std::int64_t read_ms(const std::string& who, const ThreadKey& key) const;
  std::vector<const Post*> reported() const;  // and not hidden yet

  // Newcomers (fewer than five posts, or the first one less than a day ago) may write three posts
  // in ten minutes, others twelve. "" or the sentence why one more must wait.
  std::string rate_refusal(const std::string& who, std::int64_t now_ms) const;
  // Posts with all the words, newest first; `may_see` decides.
  std::vector<const Post*> search(const std::string& words, std::size_t most,
                                  const std::function<bool(const Post&)>& may_see) const;

 private:
  void apply(const Event& event);
  void fold_again();

  std::vector<Event> events_;  // in order()
  std::set<std::string> known_;
  std::map<std::string, Post> posts_;
  std::map<ThreadKey, std::vector<std::string>> threads_;
  std::set<ThreadKey> locked_;
  std::map<std::pair<std::string, ThreadKey>, std::int64_t> read_;
  std::map<std::string, std::vector<std::int64_t>> written_;  // who -> when
};

// "…words <mark>found</mark> words…" as HTML, for a list of hits.
std::string snippet_html(const std::string& text, const std::string& words);

}  // namespace tadpole::learning
