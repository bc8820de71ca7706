// SPDX-License-Identifier: Apache-2.0
#include "core/search/search_cost.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <ctime>

namespace tadpole {

SearchCost search_cost(double cpu_seconds, const EnergyOptions& options) {
  const double joules = cpu_seconds * options.watts_per_core;
  return {cpu_seconds, joules, joules / 3.6e6 * options.grams_per_kwh};
}

std::string cost_text(const SearchCost& cost, const EnergyOptions& options) {
  return fmt::format(
      "{:.4g} s of one core, an estimated {:.3g} Wh and {:.3g} g CO2 (at {:g} W a core and {:g} "
      "g/kWh; nothing was metered)",
      cost.cpu_seconds, cost.joules / 3600.0, cost.grams_co2, options.watts_per_core,
      options.grams_per_kwh);
}

nlohmann::json cost_json(const SearchCost& cost, const EnergyOptions& options) {
  return {{"cpu_seconds", cost.cpu_seconds},
          {"joules", cost.joules},
          {"grams_co2", cost.grams_co2},
          {"watts_per_core", options.watts_per_core},
          {"grams_per_kwh", options.grams_per_kwh},
          {"is_estimate", true}};
}

double thread_cpu_seconds() {
  timespec now{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0.0;
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double programs_cpu_seconds() {
  rusage used{};
  if (getrusage(RUSAGE_CHILDREN, &used) != 0) return 0.0;
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace tadpole
