#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Steps of PyTorch and of Tadpole on the courses' networks, turn by turn in one run, and the ratio of their times.

Run: /usr/bin/python3 benchmarks/compare_pytorch.py [--models tiny_conv,ds_cnn] [--batches 32,128] [--rounds 5] [--seconds 0.3]
A round times both engines one after the other; a step's time in it is the tenth percentile of all steps, with one thread
in CPU time, with two by the clock, so that other programs on the machine count little. The ratio is that of the best
rounds; beside it stands the median of the rounds' ratios, and both engines' spread (worst round / best round). PyTorch
takes its faster memory format for convolutions, and with two threads its faster number of threads.
"""
import argparse
import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field

import torch

from pytorch_peer import PyTorch

PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "build/bench/benchmarks/training_bench")


class Tadpole:
    def __init__(self, program, level):
        self.process = subprocess.Popen([program, "rounds"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, TADPOLE_SIMD=level))

    def step_ms(self, model, batch, threads, seconds):
        self.process.stdin.write(f"{model} {batch} {threads} {seconds}\n")
        self.process.stdin.flush()
        wall, cpu, _ = self.process.stdout.readline().split()
        return float(wall), float(cpu)


@dataclass
class Row:
    """One network, batch, number of threads and instruction set: milliseconds of a step in every round."""
    model: str
    batch: int
    threads: int
    level: str
    peer: list = field(default_factory=list)
    ours: list = field(default_factory=list)

    @property
    def ratio(self):
        return min(self.peer) / min(self.ours)

    @property
    def median_ratio(self):
        return statistics.median(p / o for p, o in zip(self.peer, self.ours))

    @property
    def spread(self):
        return max(max(times) / min(times) for times in (self.peer, self.ours))

    def text(self):
        return (f"{self.model:20} batch {self.batch:3} {self.level:6} threads {self.threads}: PyTorch {min(self.peer):9.3f} ms  "
                f"Tadpole {min(self.ours):9.3f} ms  ratio {self.ratio:5.2f} (median {self.median_ratio:5.2f}, "
                f"spread {self.spread:.2f})")


def levels_here(program):
    """The instruction sets of this machine that the engine has kernels for, the best last."""
    found = []
    for wanted in ("avx2", "avx512"):
        answer = subprocess.run([program, "peak"], env=dict(os.environ, TADPOLE_SIMD=wanted), capture_output=True, text=True,
                                check=True)
        rate, name = answer.stdout.split()
        if name not in (level for level, _ in found):
            found.append((name, float(rate)))
    return found


def describe(program):
    answer = subprocess.run([program, "describe"], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def is_faster_channels_last(description, batch):
    """Whether PyTorch takes less time for this network with the channels innermost."""
    if not any("conv2d" in layer["text"] for layer in description["layers"]):
        return False
    plain, other = (PyTorch(description, batch, channels_last=last).step_ms(0.1)[1] for last in (False, True))
    return other < plain


def peer_ms(peer, threads_list, seconds):
    """By number of threads: with one CPU time; with two the better of one and two by the clock."""
    torch.set_num_threads(1)
    wall, cpu = peer.step_ms(seconds)
    times = {1: cpu}
    if 2 in threads_list:
        torch.set_num_threads(2)
        times[2] = min(wall, peer.step_ms(seconds)[0])
        torch.set_num_threads(1)
    return times


def compare(description, batch, channels_last, engines, arguments):
    """The rows of one network and batch. A round runs PyTorch once for all instruction sets."""
    torch.set_num_threads(1)
    peer = PyTorch(description, batch, channels_last)
    name, threads_list = description["name"], numbers(arguments.threads)
    rows = [Row(name, batch, threads, level) for threads in threads_list for level in engines]
    for _ in range(arguments.rounds):
        theirs = peer_ms(peer, threads_list, arguments.seconds)
        for row in rows:
            wall, cpu = engines[row.level].step_ms(name, batch, row.threads, arguments.seconds)
            row.peer.append(theirs[row.threads])
            row.ours.append(cpu if row.threads == 1 else wall)
    return rows


def add_arguments(parser):
    parser.add_argument("--program", default=PROGRAM)
    parser.add_argument("--models", default="", help="names with commas; all when empty")
    parser.add_argument("--batches", default="32,128")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3)


def numbers(text):
    return [int(part) for part in text.split(",")]


def compare_all(arguments, say):
    """Yields every row as soon as it is there, and says it."""
    engines = {level: Tadpole(arguments.program, level) for level, _ in levels_here(arguments.program)}
    wanted = [name for name in arguments.models.split(",") if name]
    for description in describe(arguments.program):
        if wanted and description["name"] not in wanted:
            continue
        batches = numbers(arguments.batches)
        channels_last = is_faster_channels_last(description, batches[0])
        for batch in batches:
            for row in compare(description, batch, channels_last, engines, arguments):
                say(row.text())
                yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    arguments = parser.parse_args()
    print(f"PyTorch {torch.__version__}, load average {os.getloadavg()[0]:.2f}, best of {arguments.rounds} rounds")
    for _ in compare_all(arguments, lambda line: print(line, flush=True)):
        pass


if __name__ == "__main__":
    main()
