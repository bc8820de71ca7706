// SPDX-License-Identifier: Apache-2.0
#include "core/compile/pack_weights.h"

namespace tadpole {
namespace {

std::int8_t weight(const ChannelWeights& weights, std::size_t channel, std::size_t place) {
  if (channel >= weights.size() || place >= weights[channel].size()) return 0;
  return weights[channel][place];
}

// The two words of a pair of channels for places k .. k+3: (k, k+2) and (k+1, k+3).
void append_quad(const ChannelWeights& weights, std::size_t channel, std::size_t k,
                 std::vector<std::int8_t>& packed) {
  for (std::size_t half = 0; half < 2; ++half) {
    for (const std::size_t place : {k + half, k + half + 2}) {
      packed.push_back(weight(weights, channel, place));
      packed.push_back(weight(weights, channel + 1, place));
    }
  }
}

}  // namespace

ChannelWeights weights_by_channel(const GraphTensor& filter) {
  const auto channels = static_cast<std::size_t>(filter.shape[0]);
  const std::size_t depth = filter.data.size() / channels;
  ChannelWeights result(channels);
  const auto* data = reinterpret_cast<const std::int8_t*>(filter.data.data());
  for (std::size_t c = 0; c < channels; ++c)
    result[c].assign(data + c * depth, data + (c + 1) * depth);
  return result;
}

ChannelWeights depthwise_weights_by_channel(const GraphTensor& filter) {
  const auto channels = static_cast<std::size_t>(filter.shape.back());
  ChannelWeights result(channels);
  for (std::size_t i = 0; i < filter.data.size(); ++i) {
    result[i % channels].push_back(static_cast<std::int8_t>(filter.data[i]));
  }
  return result;
}

std::vector<std::int8_t> pack_channel_pairs(const ChannelWeights& weights, int depth) {
  std::vector<std::int8_t> packed;
  for (std::size_t c = 0; c < weights.size(); c += 2) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(depth); k += 4)
      append_quad(weights, c, k, packed);
  }
  return packed;
}

std::vector<std::int8_t> pack_channel_fours(const ChannelWeights& weights, int depth) {
  std::vector<std::int8_t> packed;
  for (std::size_t c = 0; c < weights.size(); c += 4) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(depth); k += 4) {
      append_quad(weights, c, k, packed);
      append_quad(weights, c + 2, k, packed);
    }
  }
  return packed;
}

}  // namespace tadpole
