// SPDX-License-Identifier: Apache-2.0
// Another shape with as many values: "reshape shape=49x10x1".
#include "core/base/text.h"
#include "core/nn/reshape_layer.h"

namespace tadpole {
namespace {

class Reshape final : public ReshapeLayer {
 public:
  void describe(OptionSet& options) override {
    options.add("shape", shape_, {.help = "height x width x channels, e.g. 49x10x1"});
  }

  Outcome build(const Shape& in) override {
    const Shape to = TADPOLE_TRY(parse());
    if (to.elements() != in.elements()) {
      return wrong_use("input is " + in.text() + " (" + std::to_string(in.elements()) +
                       " values), shape=" + to.text() + " needs " + std::to_string(to.elements()) +
                       "; both must hold as many values");
    }
    set_shapes(in, to);
    return Done{};
  }

 private:
  Result<Shape> parse() const {
    const std::vector<std::string> parts = split(shape_, 'x');
    int side[3] = {0, 0, 0};
    for (std::size_t i = 0; i < 3 && parts.size() == 3; ++i) {
      const Result<double> number = parse_number(parts[i]);
      if (number.ok() && number.value() >= 1 && number.value() <= 1 << 20)
        side[i] = static_cast<int>(number.value());
      if (number.ok() && number.value() != side[i]) side[i] = 0;
    }
    if (side[0] < 1 || side[1] < 1 || side[2] < 1) {
      return wrong_use("shape = '" + shape_ +
                       "': expected height x width x channels, like shape=49x10x1");
    }
    return Shape{side[0], side[1], side[2]};
  }
  std::string shape_;
};

}  // namespace

std::unique_ptr<Layer> make_reshape() { return std::make_unique<Reshape>(); }

}  // namespace tadpole
