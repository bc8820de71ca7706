#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Our training step against PyTorch's (one thread each), interleaved in one run; prints the ratio of the best times.

usage: compare_pytorch.py [build folder, default build/bench] [rounds, default 5]
Needs Debian's python3-torch. Machines differ and are busy: only ratios of one run mean anything.
"""
import json
import subprocess
import sys
import time

import torch
from torch import nn


class DsCnn(nn.Module):
    """The DS-CNN of MLPerf Tiny for a 49 x 10 map."""

    def __init__(self, classes=12, c=64):
        super().__init__()
        layers = [nn.Conv2d(1, c, (10, 4), (2, 2), padding=(5, 1), bias=False), nn.BatchNorm2d(c), nn.ReLU(), nn.Dropout(0.2)]
        for _ in range(4):
            layers += [nn.Conv2d(c, c, 3, padding=1, groups=c, bias=False), nn.BatchNorm2d(c), nn.ReLU(),
                       nn.Conv2d(c, c, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
        self.body = nn.Sequential(*layers, nn.Dropout(0.4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, classes))

    def forward(self, x):
        return self.body(x)


def tiny_conv(classes=4):
    return nn.Sequential(nn.Conv2d(1, 8, (10, 8), (2, 2), padding=(4, 3)), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.LazyLinear(classes))


def torch_ms(model, shape, classes, batch, seconds=1.0):
    x = torch.randn(batch, 1, *shape)
    y = torch.randint(0, classes, (batch,))
    model(x)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    loss_of = nn.CrossEntropyLoss()
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        t = time.perf_counter()
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()
        times.append(1e3 * (time.perf_counter() - t))
    return min(times)


def our_ms(program, name, batch):
    out = subprocess.run([program, f"--benchmark_filter=^{name}/batch:{batch}/threads:1/", "--benchmark_format=json", "--benchmark_min_time=0.2",
                          "--benchmark_repetitions=5"], capture_output=True, text=True, check=True).stdout
    return min(run["real_time"] for run in json.loads(out)["benchmarks"] if run["run_type"] == "iteration")


def main():
    program = (sys.argv[1] if len(sys.argv) > 1 else "build/bench") + "/training_bench"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    torch.set_num_threads(1)
    cases = [("tiny_conv", tiny_conv, (49, 40), 4), ("ds_cnn", DsCnn, (49, 10), 12)]
    for name, make, shape, classes in cases:
        for batch in (32, 128):
            theirs, ours = [], []
            for _ in range(rounds):
                theirs.append(torch_ms(make(), shape, classes, batch))
                ours.append(our_ms(program, name, batch))
            print(f"{name:10} batch {batch:4}: PyTorch {min(theirs):7.2f} ms, Tadpole {min(ours):7.2f} ms, ratio {min(theirs) / min(ours):5.2f}", flush=True)


if __name__ == "__main__":
    main()
