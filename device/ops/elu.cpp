// SPDX-License-Identifier: Apache-2.0
// ELU: x above zero, exp(x) - 1 below. Float, and int8 by a table. Source: Clevert et al.: Fast and
// Accurate Deep Network Learning by Exponential Linear Units, arXiv:1511.07289, 2015.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

float elu_of(float x) { return x < 0.0F ? expm1_float(x) : x; }

Reason plan(OpPlanner& op) { return plan_float_or_table(op, OptionsTable::none, elu_of); }

void run(const OpRun& op) { run_float_or_table(op, elu_of); }

}  // namespace

extern const OpDefinition elu_definition = {builtin::kElu, "ELU", 1, plan, run};

}  // namespace tadpole::device
