// SPDX-License-Identifier: Apache-2.0
// What a search costs: seconds of a processor, measured; energy and CO2, estimated from two numbers
// that the user may set. No meter was read.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace tadpole {

struct EnergyOptions {
  // Of one busy core with its share of the machine. The default is a round number between 28 W / 4
  // cores of a laptop's and 65 W / 6 cores of a desktop's rated power (7 and 11 W): know your own
  // machine better.
  double watts_per_core = 10.0;
  // Of a kilowatt-hour. The default is the world's mean of 2023. Source: Ember, Global Electricity
  // Review (2024): 480 g CO2 / kWh. Single countries lie between about 30 and 900.
  double grams_per_kwh = 480.0;
};

struct SearchCost {
  double cpu_seconds = 0.0;
  double joules = 0.0;
  double grams_co2 = 0.0;
};

// joules = seconds * watts; grams = joules / 3.6e6 * grams per kWh.
SearchCost search_cost(double cpu_seconds, const EnergyOptions& options);
// "12 s of one core, an estimated 0.033 Wh and 0.016 g CO2 (at 10 W a core and 480 g/kWh)".
std::string cost_text(const SearchCost& cost, const EnergyOptions& options);
nlohmann::json cost_json(const SearchCost& cost, const EnergyOptions& options);

// Seconds of a processor that the calling thread has used; 0 where that is not counted (the page).
double thread_cpu_seconds();
// Of all programs that this one has started and waited for: compilers and boards.
double programs_cpu_seconds();

}  // namespace tadpole
