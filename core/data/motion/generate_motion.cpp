// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/generate_motion.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/data/motion/synthetic.h"

namespace tadpole {
namespace {

using Make = void (*)(const MotionGenerator&, const GenerateOptions&,
                      const std::vector<synthetic::Task>&, SampleSet&);

// What a generator makes: its set's frame, and how many values a sample has at most.
struct Recipe {
  Make make;
  ValueType type;
  double rate_hz;
  std::vector<Channel> channels;
  double usual_s;
};

std::vector<Channel> imu_channels() {
  return {{"acc_x", "m/s^2"},  {"acc_y", "m/s^2"},  {"acc_z", "m/s^2"},
          {"gyro_x", "rad/s"}, {"gyro_y", "rad/s"}, {"gyro_z", "rad/s"}};
}

Recipe recipe_of(const std::string& name) {
  const ValueType real = ValueType::float32;
  if (name == "gestures") return {synthetic::make_gestures, real, 100.0, imu_channels(), 2.5};
  if (name == "strokes") return {synthetic::make_strokes, real, 0.0, {{"x"}, {"y"}}, 2.0};
  if (name == "activities") return {synthetic::make_activities, real, 50.0, imu_channels(), 10.0};
  if (name == "ecg") return {synthetic::make_ecg, real, 125.0, {{"lead"}}, 1.12};
  if (name == "vibration") {
    return {synthetic::make_vibration, real, 1600.0, {{"x", "g"}, {"y", "g"}, {"z", "g"}}, 1.0};
  }
  return {synthetic::make_machine_sound, ValueType::int16, 16000.0, {{"sound"}}, 2.0};
}

Outcome check(const GenerateOptions& o, const Recipe& recipe, std::size_t labels) {
  if (o.per_class < 1 || o.per_class > 10000)
    return wrong_use(fmt::format("per_class is {}, it must lie between 1 and 10000", o.per_class));
  if (o.people < 1 || o.people > 1000)
    return wrong_use(fmt::format("people is {}, it must lie between 1 and 1000", o.people));
  if (o.seconds != 0.0 && !(o.seconds >= 0.5 && o.seconds <= 60.0))
    return wrong_use(
        fmt::format("seconds is {:g}, it must be 0 or lie between 0.5 and 60", o.seconds));
  const double seconds = o.seconds == 0.0 ? recipe.usual_s : o.seconds;
  const double values = seconds * recipe.rate_hz * static_cast<double>(recipe.channels.size()) *
                        o.per_class * static_cast<double>(labels);
  if (values > 536870912.0)
    return wrong_use(
        fmt::format("{} would have {:.0f} million values, more than 536; ask for fewer "
                    "or shorter samples",
                    o.name, values / 1e6));
  return Done{};
}

}  // namespace

const std::vector<MotionGenerator>& motion_generators() {
  static const std::vector<MotionGenerator> generators = {
      {"gestures",
       "motion",
       {"wing", "ring", "slope", "flick", "idle", "other"},
       "Shapes drawn in the air with a wand: accelerometer and gyroscope at 100 Hz."},
      {"strokes",
       "stroke",
       {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
       "Digits as strokes of a hand: points x and y in the order of time."},
      {"activities",
       "motion",
       {"walk", "run", "stairs", "sit", "stand"},
       "What people do with a sensor at the wrist or in the pocket: accelerometer and gyroscope at "
       "50 Hz."},
      {"ecg",
       "series",
       {"normal", "early", "ventricular", "st_shift", "dropped"},
       "Single heartbeats of 140 values, each of mean 0 and deviation 1, healthy and with four "
       "kinds of fault."},
      {"vibration",
       "motion",
       {"healthy", "imbalance", "bearing", "looseness"},
       "Machines with a three-axis accelerometer at 1600 Hz, at different speeds."},
      {"machine_sound",
       "sound",
       {"normal", "imbalance", "squeak", "blocked"},
       "Fans and pumps before a microphone at 16 kHz, healthy and with three kinds of fault."}};
  return generators;
}

Result<SampleSet> generate_motion(const GenerateOptions& options) {
  const MotionGenerator* generator = nullptr;
  std::vector<std::string> names;
  for (const MotionGenerator& g : motion_generators()) {
    names.emplace_back(g.name);
    if (options.name == g.name) generator = &g;
  }
  if (generator == nullptr)
    return wrong_use("there is no generator '" + options.name + "'" +
                     did_you_mean(options.name, names) + "; there are " + join(names, ", "));
  const Recipe recipe = recipe_of(options.name);
  const int labels = static_cast<int>(generator->labels.size());
  TADPOLE_TRY(check(options, recipe, generator->labels.size()));
  const Rng root(options.seed);
  std::vector<synthetic::Task> tasks;
  for (int i = 0; i < options.per_class * labels; ++i) {
    const int person = i / labels % options.people;
    tasks.push_back({i % labels, person, root.fork(static_cast<std::uint64_t>(i)),
                     root.fork(0x5000000 + static_cast<std::uint64_t>(person))});
  }
  SampleSet set{.kind = generator->kind,
                .type = recipe.type,
                .rate_hz = recipe.rate_hz,
                .channels = recipe.channels,
                .labels = generator->labels};
  recipe.make(*generator, options, tasks, set);
  return set;
}

}  // namespace tadpole
