// SPDX-License-Identifier: Apache-2.0
// Samples per second of whole training steps - forward, loss, backward, Adam - of both reference
// models, and the time from the start of the process to the end of the first step.
// TADPOLE_SIMD=scalar|avx2|avx512 chooses the kernels.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/tensor/kernels.h"
#include "core/train/optimizer.h"

namespace tadpole {
namespace {

using Clock = std::chrono::steady_clock;
const Clock::time_point kStart = Clock::now();

// A model with its batch and optimizer, ready to step.
class Job {
 public:
  Job(const char* name, std::array<int, 3> input, int classes, int batch, int threads)
      : pool_(threads),
        model_(Model::create(reference_model(name, input, classes).value()).value()),
        optimizer_(Optimizer::create({}, model_.decay_mask()).value()) {
    model_.initialize(1);
    model_.reserve(batch, &pool_);
    Rng rng(2);
    x_.resize(static_cast<std::size_t>(batch * input[0] * input[1] * input[2]));
    for (float& v : x_) v = static_cast<float>(rng.normal());
    for (int i = 0; i < batch; ++i) labels_.push_back(i % classes);
  }
  double step() {
    const StepResult result = model_.step(x_, labels_, {.dropout_seed = seed_++});
    optimizer_.step(1e-3, model_.gradients(), model_.parameters());
    return result.loss;
  }

 private:
  ThreadPool pool_;
  Model model_;
  Optimizer optimizer_;
  std::vector<float> x_;
  std::vector<int> labels_;
  std::uint64_t seed_ = 0;
};

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void train(benchmark::State& state, const char* name, std::array<int, 3> input, int classes) {
  const int batch = static_cast<int>(state.range(0));
  Job job(name, input, classes, batch, static_cast<int>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(job.step());
  state.SetItemsProcessed(state.iterations() * batch);
  state.counters["peak_MB"] = peak_megabytes();
  state.SetLabel(kernels().name);
}

void predict(benchmark::State& state, const char* name, std::array<int, 3> input, int classes) {
  Model model = Model::create(reference_model(name, input, classes).value()).value();
  model.initialize(1);
  const int batch = static_cast<int>(state.range(0));
  std::vector<float> x(static_cast<std::size_t>(batch * input[0] * input[1]), 0.5F);
  std::vector<float> out(static_cast<std::size_t>(batch * classes));
  for (auto _ : state) model.predict(x, batch, out);
  state.SetItemsProcessed(state.iterations() * batch);
}

constexpr std::array<int, 3> kMicroSpeech = {49, 40, 1};
constexpr std::array<int, 3> kMfcc = {49, 10, 1};
const std::vector<std::vector<std::int64_t>> kSizes = {{32, 128}, {1, 2}};  // batch, threads

BENCHMARK_CAPTURE(train, tiny_conv, "tiny_conv", kMicroSpeech, 4)
    ->ArgsProduct(kSizes)
    ->UseRealTime();
BENCHMARK_CAPTURE(train, ds_cnn, "ds_cnn", kMfcc, 12)->ArgsProduct(kSizes)->UseRealTime();
BENCHMARK_CAPTURE(predict, tiny_conv, "tiny_conv", kMicroSpeech, 4)
    ->Arg(1)
    ->Arg(128)
    ->UseRealTime();
BENCHMARK_CAPTURE(predict, ds_cnn, "ds_cnn", kMfcc, 12)->Arg(1)->Arg(128)->UseRealTime();

// "first_step tiny_conv 5.1 ms 8 MB": process start (static initialization) to the end of the first
// step.
int first_step(const std::string& name) {
  const bool tiny = name == "tiny_conv";
  Job job(tiny ? "tiny_conv" : "ds_cnn", tiny ? kMicroSpeech : kMfcc, tiny ? 4 : 12, 32, 1);
  job.step();
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - kStart).count();
  std::printf("first_step %s %.1f ms %.0f MB\n", name.c_str(), ms, peak_megabytes());
  return 0;
}

// "rounds": answers each line "<model> <batch> <threads> <seconds>" with milliseconds of a step by
// the clock and in CPU time of this thread, so that a script can run it turn by turn with another
// engine. Of all steps the tenth percentile counts: a step that other programs slowed down is not
// one of ours.
struct StepTime {
  double wall_ms = 0, cpu_ms = 0;
};

double cpu_now_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

double tenth_percentile(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 10];
}

StepTime time_steps(Job& job, double seconds) {
  std::vector<double> wall, cpu;
  const Clock::time_point begin = Clock::now();
  do {
    const Clock::time_point start = Clock::now();
    const double cpu_start = cpu_now_ms();
    job.step();
    cpu.push_back(cpu_now_ms() - cpu_start);
    wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  } while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds);
  return {tenth_percentile(wall), tenth_percentile(cpu)};
}

int rounds() {
  char name[32];
  int batch = 0, threads = 0;
  double seconds = 0;
  while (std::scanf("%31s %d %d %lf", name, &batch, &threads, &seconds) == 4) {
    const bool tiny = std::string(name) == "tiny_conv";
    Job job(name, tiny ? kMicroSpeech : kMfcc, tiny ? 4 : 12, batch, threads);
    job.step();
    const StepTime m = time_steps(job, seconds);
    std::printf("%.4f %.4f %s\n", m.wall_ms, m.cpu_ms, kernels().name);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace tadpole

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "first_step") return tadpole::first_step(argv[2]);
  if (argc == 2 && std::string(argv[1]) == "rounds") return tadpole::rounds();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
