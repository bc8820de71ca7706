// SPDX-License-Identifier: Apache-2.0
// What a handle of a model holds.
#pragma once
#include <memory>

#include "core/base/thread_pool.h"
#include "core/nn/model.h"

struct learn_model {
  std::unique_ptr<tadpole::ThreadPool> pool;  // outlives the model, which computes with it
  tadpole::Model model;
  bool training = false;  // a callback of fit may look, not change
};
