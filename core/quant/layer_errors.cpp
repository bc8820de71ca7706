// SPDX-License-Identifier: Apache-2.0
#include "core/quant/layer_errors.h"

#include <algorithm>
#include <cmath>

#include "core/quant/float_run.h"

namespace tadpole {
namespace {

struct Sums {
  double error = 0.0, signal = 0.0, count = 0.0;

  void add(std::span<const float> expected, std::span<const float> got) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double e = static_cast<double>(expected[i]), d = static_cast<double>(got[i]) - e;
      error += d * d;
      signal += e * e;
    }
    count += static_cast<double>(expected.size());
  }
};

constexpr double kNoErrorDb = 200.0;  // what SQNR says of a layer without any error

LayerError layer_error(const std::string& name, const Sums& s) {
  const double n = std::max(1.0, s.count);
  LayerError error{
      .tensor = name, .rms_error = std::sqrt(s.error / n), .signal_rms = std::sqrt(s.signal / n)};
  error.sqnr_db =
      s.error > 0.0 ? 10.0 * std::log10(std::max(s.signal, 1e-30) / s.error) : kNoErrorDb;
  return error;
}

}  // namespace

Result<std::vector<LayerError>> layer_errors(const Graph& real, const Graph& quantized,
                                             std::span<const std::vector<float>> samples) {
  TfliteExecutor exact = TADPOLE_TRY(tensor_keeping_executor(real));
  TfliteExecutor rounded = TADPOLE_TRY(tensor_keeping_executor(quantized));
  std::vector<Sums> sums(real.ops.size());
  for (const std::vector<float>& sample : samples) {
    TADPOLE_TRY(run_sample(exact, sample));
    TADPOLE_TRY(run_sample(rounded, sample));
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const int tensor = real.ops[i].outputs[0];
      sums[i].add(real_values(exact, tensor), real_values(rounded, tensor));
    }
  }
  std::vector<LayerError> errors;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    errors.push_back(
        layer_error(real.tensors[static_cast<std::size_t>(real.ops[i].outputs[0])].name, sums[i]));
  }
  return errors;
}

}  // namespace tadpole
