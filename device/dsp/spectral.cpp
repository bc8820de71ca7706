// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/spectral.h"

#include <limits>

#include "device/dsp/logarithm.h"
#include "device/dsp/square_root.h"

namespace tadpole::device {
namespace {

struct Moments {
  float mean = 0.0f, variance = 0.0f, deviation = 0.0f, skewness = 0.0f, kurtosis = 0.0f;
  bool still = false;
};

float mean_of(const float* x, int n) {
  float sum = 0.0f;
  for (int i = 0; i < n; ++i) sum += x[i];
  return sum / static_cast<float>(n);
}

// x: about its mean. An axis that stands still (but for the last bits of its mean) has no shape.
Moments moments_of(const float* x, int n, float mean) {
  float sum2 = 0.0f, sum3 = 0.0f, sum4 = 0.0f;
  for (int i = 0; i < n; ++i) {
    const float square = x[i] * x[i];
    sum2 += square;
    sum3 += square * x[i];
    sum4 += square * square;
  }
  const float count = static_cast<float>(n);
  const float variance = sum2 / count;
  Moments m;
  m.mean = mean;
  m.variance = variance;
  m.deviation = square_root(variance);
  m.still = variance <= 1e-12f * mean * mean + 1e-18f;
  if (m.still) return m;
  m.skewness = sum3 / count / (variance * m.deviation);
  m.kurtosis = sum4 / count / (variance * variance) - 3.0f;
  return m;
}

float crossings_of(const float* x, int n) {
  int count = 0;
  for (int i = 1; i < n; ++i) count += (x[i - 1] < 0.0f) != (x[i] < 0.0f) ? 1 : 0;
  return static_cast<float>(count) / static_cast<float>(n - 1);
}

void sift_down(float* x, int root, int n) {
  const float value = x[root];
  for (int child = 2 * root + 1; child < n; child = 2 * root + 1) {
    if (child + 1 < n && x[child] < x[child + 1]) ++child;
    if (!(value < x[child])) break;
    x[root] = x[child];
    root = child;
  }
  x[root] = value;
}

// Heapsort: no stack, no worst case. Source: Williams, "Algorithm 232", 1964.
void sort(float* x, int n) {
  for (int root = n / 2 - 1; root >= 0; --root) sift_down(x, root, n);
  for (int end = n - 1; end > 0; --end) {
    const float greatest = x[0];
    x[0] = x[end];
    x[end] = greatest;
    sift_down(x, 0, end);
  }
}

// sorted: [n]; linear between ranks. Cannot fail.
float percentile(const float* sorted, int n, int i, int count) {
  const float rank =
      static_cast<float>(i + 1) * static_cast<float>(n - 1) / static_cast<float>(count + 1);
  const int below = static_cast<int>(rank);
  if (below >= n - 1) return sorted[n - 1];
  const float share = rank - static_cast<float>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

// Adds the power of one segment of an axis about its mean.
void add_segment(const SpectralPlan& plan, const float* x, const SpectralWork& work) {
  place_real(plan.fft, segment_samples(plan.options), work.spectrum,
             [&](int i) { return x[i] * plan.window[i]; });
  complex_fft(plan.fft, work.spectrum);
  split_real(plan.fft, work.spectrum);
  for (int k = 1; k < plan.fft.points; ++k)
    work.power[k] +=
        work.spectrum[k].re * work.spectrum[k].re + work.spectrum[k].im * work.spectrum[k].im;
}

// work.power: bins 1 to fft_samples / 2 - 1, together the variance.
void power_of_axis(const SpectralPlan& plan, const float* x, const SpectralWork& work) {
  const SpectralOptions& o = plan.options;
  for (int k = 0; k < plan.fft.points; ++k) work.power[k] = 0.0f;
  int segments = 0;
  const int segment = segment_samples(o);
  for (int from = 0; from + segment <= o.window_samples; from += segment / 2, ++segments)
    add_segment(plan, x + from, work);
  const float scale = plan.power_scale / static_cast<float>(segments);
  for (int k = 1; k < plan.fft.points; ++k) work.power[k] *= scale;
}

bool is_peak(const float* power, int points, int k) {
  return power[k] > 0.0f && power[k] > power[k - 1] &&
         (k + 1 == points || power[k] >= power[k + 1]);
}

// Where the parabola through a peak and its neighbours is highest, in bins from the peak.
float peak_shift(const float* power, int points, int k) {
  if (k + 1 == points) return 0.0f;
  const float bend = power[k - 1] - 2.0f * power[k] + power[k + 1];
  return bend < 0.0f ? 0.5f * (power[k - 1] - power[k + 1]) / bend : 0.0f;
}

// What powers of an axis are told against: ln(power + log_offset) - whole.
struct PowerScale {
  float log_offset, whole;
  float of(float power) const { return natural_log(power + log_offset) - whole; }
};

// The highest peaks in falling order; where there are fewer, 0 Hz and no power.
float* put_peaks(const SpectralPlan& plan, const float* power, const PowerScale& scale,
                 float* out) {
  const SpectralOptions& o = plan.options;
  const int points = plan.fft.points;
  const float hz_per_bin = o.rate_hz / static_cast<float>(o.fft_samples);
  float limit = std::numeric_limits<float>::infinity();
  int limit_bin = 0;  // peaks before this one in falling order are taken
  for (int p = 0; p < o.peaks; ++p) {
    int best = 0;
    for (int k = 1; k < points; ++k) {
      const bool left = power[k] < limit || (power[k] == limit && k > limit_bin);
      if (left && is_peak(power, points, k) && (best == 0 || power[k] > power[best])) best = k;
    }
    const float bin = best == 0 ? 0.0f : static_cast<float>(best) + peak_shift(power, points, best);
    *out++ = bin * hz_per_bin;
    *out++ = scale.of(best == 0 ? 0.0f : power[best]);
    limit = best == 0 ? 0.0f : power[best];
    limit_bin = best == 0 ? points : best;
  }
  return out;
}

float* put_bands(const SpectralPlan& plan, const float* power, const PowerScale& scale,
                 float* out) {
  for (int b = 0; b < plan.options.bands; ++b) {
    float sum = 0.0f;
    for (int k = plan.band_ends[b]; k < plan.band_ends[b + 1]; ++k) sum += power[k];
    *out++ = scale.of(sum);
  }
  return out;
}

// How a distance from the mean is told: as it is from zero, or in deviations.
struct DistanceScale {
  float mean, inverse;
  float of(float about_mean) const { return about_mean * inverse + mean; }
};

DistanceScale distance_scale(const SpectralOptions& o, const Moments& m) {
  if (o.amplitude == Amplitude::absolute) return {m.mean, 1.0f};
  return {0.0f, m.still ? 0.0f : 1.0f / m.deviation};
}

// work.axis holds the axis; afterwards it is used up.
float* put_axis(const SpectralPlan& plan, const SpectralWork& work, float* out) {
  const SpectralOptions& o = plan.options;
  float* const x = work.axis;
  const int n = o.window_samples;
  const float mean = mean_of(x, n);
  for (int i = 0; i < n; ++i) x[i] -= mean;
  const Moments m = moments_of(x, n, mean);
  const bool relative = o.amplitude == Amplitude::relative;
  const float strength = relative ? natural_log(m.variance + o.log_offset) : 0.0f;
  const DistanceScale distance = distance_scale(o, m);
  if (o.moments) {
    *out++ = m.mean;
    *out++ = relative ? strength : m.deviation;
    *out++ = m.skewness;
    *out++ = m.kurtosis;
  }
  if (o.range) {
    float least = x[0], greatest = x[0];
    for (int i = 1; i < n; ++i) {
      if (x[i] < least) least = x[i];
      if (x[i] > greatest) greatest = x[i];
    }
    *out++ = distance.of(least);
    *out++ = distance.of(greatest);
  }
  if (o.crossings) *out++ = crossings_of(x, n);
  float* const percentiles = out;
  out += o.percentiles;
  if (wants_spectrum(o)) {
    power_of_axis(plan, x, work);
    const PowerScale scale{o.log_offset, strength};
    out = put_bands(plan, work.power, scale, put_peaks(plan, work.power, scale, out));
  }
  if (o.percentiles > 0) sort(x, n);
  for (int i = 0; i < o.percentiles; ++i)
    percentiles[i] = distance.of(percentile(x, n, i, o.percentiles));
  return out;
}

void load_axis(const SpectralOptions& o, const float* window, int axis, float* x) {
  for (int i = 0; i < o.window_samples; ++i) x[i] = window[i * o.axes + axis];
}

void load_magnitude(const SpectralOptions& o, const float* window, float* x) {
  for (int i = 0; i < o.window_samples; ++i) {
    const float* row = window + i * o.axes;
    x[i] = square_root(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]);
  }
}

// Pearson's coefficient of two axes; 0 when one stands still.
float correlation_of(const SpectralOptions& o, const float* window, int a, int b) {
  float mean_a = 0.0f, mean_b = 0.0f;
  for (int i = 0; i < o.window_samples; ++i) {
    mean_a += window[i * o.axes + a];
    mean_b += window[i * o.axes + b];
  }
  mean_a /= static_cast<float>(o.window_samples);
  mean_b /= static_cast<float>(o.window_samples);
  float ab = 0.0f, aa = 0.0f, bb = 0.0f;
  for (int i = 0; i < o.window_samples; ++i) {
    const float x = window[i * o.axes + a] - mean_a;
    const float y = window[i * o.axes + b] - mean_b;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  const float count = static_cast<float>(o.window_samples);
  const bool still = aa <= count * (1e-12f * mean_a * mean_a + 1e-18f) ||
                     bb <= count * (1e-12f * mean_b * mean_b + 1e-18f);
  return still ? 0.0f : ab / (square_root(aa) * square_root(bb));
}

}  // namespace

void spectral_features(const SpectralPlan& plan, const float* window, const SpectralWork& work,
                       float* out) {
  const SpectralOptions& o = plan.options;
  for (int a = 0; a < o.axes; ++a) {
    load_axis(o, window, a, work.axis);
    out = put_axis(plan, work, out);
  }
  if (o.magnitude == Magnitude::added) {
    load_magnitude(o, window, work.axis);
    out = put_axis(plan, work, out);
  }
  if (o.correlation == Correlation::left_out) return;
  for (int b = 1; b < o.axes; ++b)
    for (int a = 0; a < b; ++a) *out++ = correlation_of(o, window, a, b);
}

}  // namespace tadpole::device
