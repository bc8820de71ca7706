// SPDX-License-Identifier: Apache-2.0
// Made by goldens/make_optimizer_goldens.py with PyTorch 1.13.0a0; do not edit.
#pragma once

namespace tadpole {

struct OptimizerGolden {
  const char* name;
  float after_ten_steps[6];
};

inline constexpr OptimizerGolden kOptimizerGoldens[] = {
    {"adam",
     {0.725569427F, -0.463690788F, -0.0492462441F, 1.03663516F, -1.14637172F, 0.986929595F}},
    {"adam_l2",
     {0.699076414F, -0.462070048F, -0.0497133508F, 1.03622496F, -1.14637172F, 0.986929595F}},
    {"adamw",
     {0.692173481F, -0.468153983F, -0.00106653571F, 0.896992028F, -1.14637172F, 0.986929595F}},
    {"sgd",
     {0.241524249F, -0.500298679F, -0.0553161651F, 0.452940285F, -0.761466205F, 0.433225513F}},
    {"momentum", {0.944693744F, -2.79077196F, 1.37750578F, 0.317730784F, -1.28820157F, 1.4221859F}},
    {"nesterov",
     {0.956796467F, -2.6608963F, 0.964972556F, 0.387016654F, -1.16209853F, 1.51377404F}},
    {"momentum_l2",
     {0.891518474F, -2.69821882F, 1.32892764F, 0.376926422F, -1.28820157F, 1.4221859F}},
    {"clipped",
     {0.182001442F, -0.265239328F, -0.166256219F, 0.348167032F, -0.72778672F, 0.343146145F}},
};

}  // namespace tadpole
