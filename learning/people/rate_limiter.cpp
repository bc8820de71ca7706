// SPDX-License-Identifier: Apache-2.0
// Source: the token bucket; Turner: New directions in communications, 1986.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kMostKeys = 20000;

struct Bucket {
  double tokens = 0;
  std::int64_t at_ms = 0;
};

}  // namespace

struct RateLimiter::State {
  double burst, per_ms;
  std::mutex mutex;
  std::unordered_map<std::string, Bucket> buckets;
};

RateLimiter::RateLimiter(double burst, double per_minute) : state_(std::make_unique<State>()) {
  state_->burst = burst;
  state_->per_ms = per_minute / 60000.0;
}

RateLimiter::~RateLimiter() = default;

bool RateLimiter::take(const std::string& key, std::int64_t now_ms) {
  const std::lock_guard lock(state_->mutex);
  // A bucket that is full again is as good as none.
  if (state_->buckets.size() >= kMostKeys) {
    std::erase_if(state_->buckets, [&](const auto& one) {
      const double since = static_cast<double>(now_ms - one.second.at_ms);
      return one.second.tokens + since * state_->per_ms >= state_->burst;
    });
    if (state_->buckets.size() >= kMostKeys) state_->buckets.clear();
  }
  const auto [at, fresh] = state_->buckets.try_emplace(key, Bucket{state_->burst, now_ms});
  Bucket& bucket = at->second;
  const double since = static_cast<double>(std::max<std::int64_t>(now_ms - bucket.at_ms, 0));
  bucket.tokens = std::min(state_->burst, bucket.tokens + since * state_->per_ms);
  bucket.at_ms = std::max(bucket.at_ms, now_ms);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace tadpole::learning
