#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training steps of the page's core in Node and in headless Chromium beside native PyTorch on one thread, turn by turn in one run.

Run: /usr/bin/python3 benchmarks/wasm/compare.py [--models ds_cnn,tiny_conv,fashion_cnn] [--batches 32] [--rounds 5] [--seconds 0.5]
after: cmake --preset wasm -DTADPOLE_BUILD_BENCHMARKS=ON && cmake --build --preset wasm --target tadpole_bench tadpole_bench_threads
Times are CPU time of one thread, so that other programs on the machine count little: of PyTorch and of Node the tenth percentile of a
round's steps, of Chromium the mean of a round's. The ratio is that of the best rounds.
"""
import argparse
import json
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
sys.path.insert(0, os.path.dirname(FOLDER))

import torch  # noqa: E402

from compare_pytorch import Row, is_faster_channels_last, numbers  # noqa: E402
from pytorch_peer import PyTorch, blas_in_use  # noqa: E402

ROUNDS = os.path.join(FOLDER, "rounds.mjs")
BUILT = os.path.join(ROOT, "build/wasm/benchmarks/wasm")


class Page:
    """The core in Node or in Chromium: "node", or with a variant of the module "chromium-fused"."""

    def __init__(self, place, built):
        place, _, variant = place.partition("-")
        self.process = subprocess.Popen(["node", "--experimental-wasm-relaxed-simd", ROUNDS, place, built, variant or "plain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def step_ms(self, model, batch, seconds):
        self.process.stdin.write(f"{model} {batch} 1 {seconds}\n")
        self.process.stdin.flush()
        wall, cpu, _ = self.process.stdout.readline().split()
        return float(wall), float(cpu)


def describe(built):
    answer = subprocess.run(["node", ROUNDS, "node", built, "describe"], capture_output=True, text=True, check=True)
    return {line["name"]: line for line in map(json.loads, answer.stdout.splitlines())}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--built", default=BUILT)
    parser.add_argument("--models", default="ds_cnn,tiny_conv,fashion_cnn")
    parser.add_argument("--batches", default="32")
    parser.add_argument("--places", default="node,chromium,chromium-fused")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pages = {place: Page(place, arguments.built) for place in arguments.places.split(",")}
    known = describe(arguments.built)
    print(f"PyTorch {torch.__version__} ({blas_in_use()}), one thread, load average {os.getloadavg()[0]:.2f}, "
          f"best of {arguments.rounds} rounds", flush=True)
    for name in arguments.models.split(","):
        for batch in numbers(arguments.batches):
            peer = PyTorch(known[name], batch, is_faster_channels_last(known[name], batch))
            rows = [Row(name, batch, 1, place) for place in pages]
            for _ in range(arguments.rounds):
                theirs = peer.step_ms(arguments.seconds)
                for row in rows:
                    row.peer.append(theirs[1])
                    row.ours.append(pages[row.level].step_ms(name, batch, arguments.seconds)[1])
            for row in rows:
                print(row.text(), flush=True)


if __name__ == "__main__":
    main()
