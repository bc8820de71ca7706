// SPDX-License-Identifier: Apache-2.0
// Steps of the courses' networks, to be timed. Without arguments: samples per second of each, by
// Google Benchmark. With one, for scripts that compare it with another engine (compare_pytorch.py,
// report.py):
//   describe                   one line of JSON per network
//   rounds                     answers lines of stdin "<network> <batch> <threads> <seconds>"
//   first_step NETWORK BATCH   says "ready" after the first step, and its peak memory after ten
//   peak                       the multiply-add rate of one core with these vectors
//   flagship STEPS BATCH THREADS
// TADPOLE_SIMD=scalar|avx2|avx512 chooses the kernels.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "benchmarks/course_models.h"
#include "benchmarks/flagship.h"
#include "benchmarks/fma_peak.h"

namespace tadpole {
namespace {

using Clock = std::chrono::steady_clock;

int describe() {
  for (const CourseModel& model : course_models()) std::printf("%s\n", description(model).c_str());
  return 0;
}

// Not of getrusage(), which begins with what the parent of this process had.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::atof(line.c_str() + 6) / 1024.0;
  }
  return 0.0;
}

int first_step(const char* name, int batch) {
  Job job(course_model(name), batch, 1);
  job.step();
  std::printf("ready\n");
  std::fflush(stdout);
  for (int i = 0; i < 9; ++i) job.step();
  std::printf("%.1f\n", peak_megabytes());
  return 0;
}

// Milliseconds of a step by the clock and in CPU time of this thread. Of all steps the tenth
// percentile counts: a step that other programs slowed down is not one of ours.
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
    Job job(course_model(name), batch, threads);
    job.step();
    const StepTime m = time_steps(job, seconds);
    std::printf("%.5f %.5f %s\n", m.wall_ms, m.cpu_ms, kernels().name);
    std::fflush(stdout);
  }
  return 0;
}

int peak() {
  std::printf("%.2f %s\n", peak_gflops(simd_level()), kernels().name);
  return 0;
}

int flagship(int steps, int batch, int threads) {
  const Result<FlagshipTime> time = run_flagship(steps, batch, threads);
  if (!time.ok()) {
    std::fprintf(stderr, "%s\n", time.error().message.c_str());
    return 1;
  }
  std::printf("%d %.3f %.3f %s\n", time.value().steps, time.value().seconds,
              time.value().cpu_seconds, kernels().name);
  return 0;
}

void samples_per_second(benchmark::State& state, const CourseModel& model) {
  const int batch = static_cast<int>(state.range(0));
  Job job(model, batch, static_cast<int>(state.range(1)));
  for (auto _ : state) job.step();
  state.SetItemsProcessed(state.iterations() * batch);
  state.SetLabel(kernels().name);
}

int all(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (const CourseModel& model : course_models()) {
    benchmark::RegisterBenchmark(model.name, samples_per_second, model)
        ->ArgNames({"batch", "threads"})
        ->ArgsProduct({{32, 128}, {1, 2}})
        ->UseRealTime();
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

int run(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "describe" && argc == 2) return describe();
  if (verb == "rounds" && argc == 2) return rounds();
  if (verb == "peak" && argc == 2) return peak();
  if (verb == "first_step" && argc == 4) return first_step(argv[2], std::atoi(argv[3]));
  if (verb == "flagship" && argc == 5)
    return flagship(std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4]));
  return all(argc, argv);
}

}  // namespace
}  // namespace tadpole

int main(int argc, char** argv) { return tadpole::run(argc, argv); }
