#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training steps of PyTorch (one thread) and of Tadpole, turn by turn in one run, and the ratio of their times.

Run: /usr/bin/python3 benchmarks/compare_pytorch.py [build/bench/benchmarks/training_bench] [--rounds 7] [--seconds 0.5]
A round times both engines one after the other; a step's time in it is the tenth percentile of all steps, with one thread
in CPU time, with two by the clock, so that other programs on the machine count little. The median of the rounds' ratios is
the result. A step is forward, loss, backward and Adam; dropout is on in both.
"""
import argparse
import os
import statistics
import subprocess
import time

import torch
from torch import nn


def tiny_conv():
    net = nn.Sequential(nn.ZeroPad2d((3, 3, 4, 5)), nn.Conv2d(1, 8, (10, 8), 2), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(),
                        nn.Linear(4000, 4))
    return net, (1, 49, 40), 4


def ds_cnn():
    block = lambda conv: [conv, nn.BatchNorm2d(64), nn.ReLU()]
    layers = [nn.ZeroPad2d((1, 1, 4, 5)), *block(nn.Conv2d(1, 64, (10, 4), 2, bias=False)), nn.Dropout(0.2)]
    for _ in range(4):
        layers += block(nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False)) + block(nn.Conv2d(64, 64, 1, bias=False))
    layers += [nn.Dropout(0.4), nn.AvgPool2d((25, 5)), nn.Flatten(), nn.Linear(64, 12)]
    return nn.Sequential(*layers), (1, 49, 10), 12


class PyTorch:
    def __init__(self, make, batch):
        self.net, shape, classes = make()
        self.x = torch.randn(batch, *shape)
        self.labels = torch.arange(batch) % classes
        self.optimizer = torch.optim.Adam(self.net.parameters(), 1e-3)
        self.loss = nn.CrossEntropyLoss()
        self.step()

    def step(self):
        self.optimizer.zero_grad()
        self.loss(self.net(self.x), self.labels).backward()
        self.optimizer.step()

    def step_ms(self, seconds):
        """By the clock, and CPU time of this thread."""
        wall, cpu, begin = [], [], time.perf_counter()
        while time.perf_counter() - begin < seconds:
            start, cpu_start = time.perf_counter(), time.thread_time()
            self.step()
            cpu.append((time.thread_time() - cpu_start) * 1e3)
            wall.append((time.perf_counter() - start) * 1e3)
        return sorted(wall)[len(wall) // 10], sorted(cpu)[len(cpu) // 10]


class Tadpole:
    def __init__(self, program, level):
        self.process = subprocess.Popen([program, "rounds"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, TADPOLE_SIMD=level))

    def step_ms(self, model, batch, threads, seconds):
        self.process.stdin.write(f"{model} {batch} {threads} {seconds}\n")
        self.process.stdin.flush()
        wall, cpu, _ = self.process.stdout.readline().split()
        return float(wall), float(cpu)


def compare_one(peer, engine, model, batch, threads, arguments):
    which = 1 if threads == 1 else 0  # CPU time, or the clock
    other, mine = [], []
    for _ in range(arguments.rounds):
        other.append(peer.step_ms(arguments.seconds)[which])
        mine.append(engine.step_ms(model, batch, threads, arguments.seconds)[which])
    ratio = statistics.median(o / m for o, m in zip(other, mine))
    return (f"PyTorch {statistics.median(other):8.2f} ({min(other):.2f})  Tadpole {statistics.median(mine):7.3f} "
            f"({min(mine):.3f})  ratio {ratio:5.2f} (best/best {min(other) / min(mine):.2f})")


def compare(arguments):
    torch.set_num_threads(1)
    engines = {level: Tadpole(arguments.program, level) for level in arguments.levels.split(",")}
    print(f"ms per step; PyTorch {torch.__version__} with one thread; median of {arguments.rounds} rounds (best round)")
    for model, make in (("tiny_conv", tiny_conv), ("ds_cnn", ds_cnn)):
        for batch in (32, 128):
            peer = PyTorch(make, batch)
            for level, engine in engines.items():
                for threads in (1, 2):
                    line = compare_one(peer, engine, model, batch, threads, arguments)
                    print(f"{model:9} batch {batch:3} {level:6} threads {threads}: {line}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default="build/bench/benchmarks/training_bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--levels", default="avx2,avx512")
    compare(parser.parse_args())


if __name__ == "__main__":
    main()
