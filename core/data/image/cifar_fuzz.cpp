// SPDX-License-Identifier: Apache-2.0
// Any bytes as a CIFAR batch, of both kinds: pictures or a sentence, never a crash.
#include <cstdint>
#include <cstdlib>

#include "core/data/image/image_importers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole;
  const std::vector<std::string> names(10, "class");
  for (const CifarKind kind : {CifarKind::cifar10, CifarKind::cifar100}) {
    const ImageImportOptions options;
    ImageCollector collector(options);
    const Outcome done = add_cifar({data, size}, kind, "fuzz", names, collector);
    if (!done.ok() && done.error().message.empty()) std::abort();
    const auto set = collector.finish("fuzz");
    if (done.ok() && set.value().set.bytes.size() > size) std::abort();
  }
  return 0;
}
