# SPDX-License-Identifier: Apache-2.0
"""Ten optimizer steps made by PyTorch, as a C++ table: python3 make_optimizer_goldens.py > optimizer_goldens.h

Six parameters in a bowl, loss = sum of a[i] (p[i] - b[i])^2 / 2 + a ripple of the step, so that every step depends on
the ones before. The first four parameters decay, the last two do not.
"""
import torch

A = [0.5, 1.0, 2.0, 4.0, 1.5, 0.25]
B = [1.0, -2.0, 0.5, 0.25, -1.0, 3.0]
START = [0.0, 0.5, -1.0, 2.0, -0.5, 0.125]

CASES = {
    "adam": lambda g: torch.optim.Adam(g, lr=0.1),
    "adam_l2": lambda g: torch.optim.Adam(g, lr=0.1),
    "adamw": lambda g: torch.optim.AdamW(g, lr=0.1),
    "sgd": lambda g: torch.optim.SGD(g, lr=0.05),
    "momentum": lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9),
    "nesterov": lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9, nesterov=True),
    "momentum_l2": lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9),
    "rmsprop": lambda g: torch.optim.RMSprop(g, lr=0.02, alpha=0.9),
    "rmsprop_momentum": lambda g: torch.optim.RMSprop(g, lr=0.005, alpha=0.99, momentum=0.9),
    "clipped": lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9),
}
DECAY = {"adam_l2": 0.1, "adamw": 0.1, "momentum_l2": 0.1, "rmsprop_momentum": 0.1}


def run(name):
    a, b = torch.tensor(A), torch.tensor(B)
    decayed = torch.tensor(START[:4], requires_grad=True)
    free = torch.tensor(START[4:], requires_grad=True)
    decay = DECAY.get(name, 0.0)
    optimizer = CASES[name]([{"params": [decayed], "weight_decay": decay}, {"params": [free], "weight_decay": 0.0}])
    for step in range(10):
        ripple = torch.tensor([((i * 7 + step * 13) % 11 - 5) / 8.0 for i in range(6)])
        gradient = a * (torch.cat([decayed, free]).detach() - b) + ripple
        decayed.grad, free.grad = gradient[:4].clone(), gradient[4:].clone()
        if name == "clipped":
            torch.nn.utils.clip_grad_norm_([decayed, free], 1.0)
        optimizer.step()
    return torch.cat([decayed, free]).tolist()


print("// SPDX-License-Identifier: Apache-2.0")
print(f"// Made by goldens/make_optimizer_goldens.py with PyTorch {torch.__version__}; do not edit.")
print("#pragma once\n\nnamespace tadpole {\n")
print("struct OptimizerGolden {\n  const char* name;\n  float after_ten_steps[6];\n};\n")
print("inline constexpr OptimizerGolden kOptimizerGoldens[] = {")
for name in CASES:
    print('    {"%s", {%s}},' % (name, ", ".join("%.9gF" % v if "." in "%.9g" % v else "%.9g.0F" % v for v in run(name))))
print("};\n\n}  // namespace tadpole")
