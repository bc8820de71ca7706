// SPDX-License-Identifier: Apache-2.0
#include "core/search/search_cost.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tadpole {
namespace {

// By hand: an hour at 10 W is 36 kJ or 0.01 kWh, at 480 g/kWh 4.8 g.
TEST(SearchCost, an_hour_of_a_core_is_10_watt_hours) {
  const EnergyOptions options;
  const SearchCost cost = search_cost(3600.0, options);
  EXPECT_DOUBLE_EQ(cost.joules, 36000.0);
  EXPECT_NEAR(cost.grams_co2, 4.8, 1e-12);
  EXPECT_EQ(cost_text(cost, options),
            "3600 s of one core, an estimated 10 Wh and 4.8 g CO2 (at 10 W a core and 480 g/kWh; "
            "nothing was metered)");
  EXPECT_EQ(cost_json(cost, options)["is_estimate"], true);
}

TEST(SearchCost, a_thread_that_works_uses_seconds) {
  const double before = thread_cpu_seconds();
  volatile double sum = 0.0;
  for (int i = 0; i < 3000000; ++i) sum = sum + 1.0;
  EXPECT_GT(thread_cpu_seconds(), before);
}

TEST(SearchCost, a_program_that_worked_has_used_seconds) {
  const double before = programs_cpu_seconds();
  ASSERT_EQ(std::system("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"), 0);
  EXPECT_GT(programs_cpu_seconds(), before);
}

}  // namespace
}  // namespace tadpole
