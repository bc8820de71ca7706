// SPDX-License-Identifier: Apache-2.0
// Any bytes as IDX: the first byte says where the images end and the labels begin (in 16ths); gzip
// bytes are unpacked first. Pictures or a sentence, never a crash.
#include <cstdint>
#include <cstdlib>

#include "core/data/image/gunzip.h"
#include "core/data/image/image_importers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole;
  const auto unpacked = gunzip({data, size}, 1 << 20, "fuzz.gz");
  if (unpacked.ok() && unpacked.value().size() > 1 << 20) std::abort();
  if (size == 0) return 0;
  const std::span<const std::uint8_t> all(data + 1, size - 1);
  const std::size_t cut = all.size() * (data[0] & 15) / 16;
  const ImageImportOptions options{.colour = "grey", .longest_side = 32};
  ImageCollector collector(options);
  const Outcome done = add_idx(all.first(cut), all.subspan(cut), "fuzz", {}, collector);
  if (!done.ok() && done.error().message.empty()) std::abort();
  const auto set = collector.finish("fuzz");
  if (done.ok() && set.ok() && set.value().set.samples.size() > size) std::abort();
  return 0;
}
