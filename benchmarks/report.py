#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the training engine on this machine and writes docs/benchmarks.md. `make bench` builds and runs it.

Run: /usr/bin/python3 benchmarks/report.py [--models ...] [--rounds 5] [--seconds 0.3] [--full] [--output FILE]
--full trains the flagship's 15,000 steps; without it the time of a tenth of them is multiplied, and the page says so.
"""
import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import torch

from compare_pytorch import add_arguments, compare_all, describe, levels_here
from pytorch_peer import blas_in_use

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"ds_cnn": 3.0, "mobilenet_v1": 2.5, "autoencoder": 2.5, "tiny_conv": 4.0}
OTHER_TARGET = 2.0
FLOORS = ("ds_cnn", "mobilenet_v1")  # whose share of the machine's arithmetic is shown
STARTS = ("tiny_conv", "ds_cnn", "mobilenet_v1", "autoencoder", "resnet8", "lenet5", "sine")  # started as processes
FLAGSHIP_STEPS, FLAGSHIP_BATCH, FLAGSHIP_SECONDS = 15000, 100, 180


def table(heads, rows):
    """Markdown; the first column is left-aligned, numbers are right-aligned."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def milliseconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def target_of(model):
    return TARGETS.get(model, OTHER_TARGET)


def verdict(rows):
    missed = [row for row in rows if row.ratio < target_of(row.model)]
    return "yes" if not missed else "no"


def step_table(rows):
    """One line per network and batch: both engines with one thread and with two."""
    lines = []
    for model, batch in dict.fromkeys((row.model, row.batch) for row in rows):
        cells = [model, str(batch)]
        some = [row for row in rows if (row.model, row.batch) == (model, batch)]
        for row in sorted(some, key=lambda row: row.threads):
            cells += [milliseconds(min(row.peer)), milliseconds(min(row.ours)),
                      f"**{row.ratio:.1f}** ({row.median_ratio:.1f}; {row.spread:.2f})"]
        lines.append(cells + [f"{target_of(model):g}", verdict(some)])
    threads = sorted({row.threads for row in rows})
    heads = [head for count in threads for head in (f"PyTorch {count}T", f"Tadpole {count}T", "ratio (median; spread)")]
    return table(["network", "batch", *heads, "aim", "reached"], lines)


def step_flop(description, batch):
    """Forward, and backward to weights and to inputs, but for the first layer's input. A multiply-add counts two."""
    first = next(layer for layer in description["layers"] if layer["parameters"] > 0)
    biased = "use_bias=false" not in first["text"]
    weights = first["parameters"] - (first["out"][2] if biased else 0)
    first_macs = weights * first["out"][0] * first["out"][1]
    return 2 * batch * (3 * description["macs"] - first_macs)


def floor_table(rows, levels, descriptions):
    lines = []
    for row in rows:
        if row.model not in FLOORS or row.threads != 1:
            continue
        flop = step_flop(next(d for d in descriptions if d["name"] == row.model), row.batch)
        peak = dict(levels)[row.level]
        rate = flop / min(row.ours) * 1e-6
        lines.append([row.model, row.level, str(row.batch), f"{flop * 1e-6:.0f}", milliseconds(flop / peak * 1e-6),
                      milliseconds(min(row.ours)), f"{rate:.1f}", f"{100 * rate / peak:.0f} %"])
    return table(["network", "vectors", "batch", "MFLOP a step", "floor, ms", "Tadpole, ms", "GFLOP/s", "of the peak"], lines)


def started(command, stdin, environment=None):
    """Milliseconds from the start of a process to its first training step, and its peak memory in MB."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as process:
        process.stdin.write(stdin)
        process.stdin.close()
        assert process.stdout.readline() == "ready\n"
        first_ms = (time.perf_counter() - begin) * 1e3
        return first_ms, float(process.stdout.readline())


def start_table(arguments, descriptions):
    """The better of two starts; memory hardly varies."""
    text = "\n".join(json.dumps(d) for d in descriptions)
    peer = [sys.executable, str(Path(__file__).with_name("pytorch_peer.py"))]
    lines = []
    for description in descriptions:
        name = description["name"]
        if name not in STARTS:
            continue
        theirs = [started([*peer, name, "32"], text) for _ in range(2)]
        ours = [started([arguments.program, "first_step", name, "32"], "") for _ in range(2)]
        their_mb, our_mb = min(mb for _, mb in theirs), min(mb for _, mb in ours)
        lines.append([name, f"{min(ms for ms, _ in theirs):.0f}", f"{min(ms for ms, _ in ours):.0f}", f"{their_mb:.0f}",
                      f"{our_mb:.0f}", f"1/{their_mb / our_mb:.1f}"])
    return table(["network", "PyTorch, ms", "Tadpole, ms", "PyTorch, MB", "Tadpole, MB", "share"], lines)


def flagship_text(arguments):
    steps = FLAGSHIP_STEPS if arguments.full else FLAGSHIP_STEPS // 10
    lines = []
    for threads in (2,):
        answer = subprocess.run([arguments.program, "flagship", str(steps), str(FLAGSHIP_BATCH), str(threads)],
                                capture_output=True, text=True, check=True)
        done, seconds, cpu, level = answer.stdout.split()
        grow = FLAGSHIP_STEPS / int(done)
        lines.append([str(threads), level, done, f"{float(seconds) * grow:.0f}", f"{float(cpu) * grow:.0f}",
                      f"{float(cpu) * grow / threads:.0f}", f"{FLAGSHIP_STEPS * FLAGSHIP_BATCH / float(seconds) / grow:.0f}"])
    note = "all steps were run" if arguments.full else "a tenth of the steps was run and its time multiplied by ten"
    heads = ["threads", "vectors", "steps run", "seconds by the clock", "CPU seconds", "CPU seconds per thread", "clips/s"]
    return (f"tiny_conv, four classes, {FLAGSHIP_STEPS} steps of {FLAGSHIP_BATCH} clips of one second, each shifted, stretched, "
            "mixed with background and sent through the micro_speech front end anew, with validation after every epoch: what "
            f"`tadpole train` does ({note}). Aim: less than {FLAGSHIP_SECONDS} s with two threads; CPU seconds per thread are what "
            "an idle machine would take.\n\n" + table(heads, lines))


def machine():
    lines = Path("/proc/cpuinfo").read_text(encoding="ascii").splitlines()
    name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} virtual cores, {platform.system()} {platform.release()}"


def compiler():
    return subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


def load():
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def rows_until_stopped(arguments, say):
    """Ctrl-C ends measuring; the page then holds the networks that are done."""
    rows = []
    try:
        for row in compare_all(arguments, say):
            rows.append(row)
    except KeyboardInterrupt:
        say("stopped: the page holds what was measured")
    return rows


def page(arguments, say):
    begin_load = load()
    levels = levels_here(arguments.program)
    descriptions = describe(arguments.program)
    say("start and memory")
    start = start_table(arguments, descriptions)
    say("flagship")
    flagship = flagship_text(arguments)
    rows = rows_until_stopped(arguments, say)
    peaks = ", ".join(f"{name} {rate:.0f} GFLOP/s" for name, rate in levels)
    parts = [
        "# Benchmarks\n\nWritten by `make bench` (benchmarks/report.py); do not edit, measure again.\n",
        f"- Date: {date.today().isoformat()}\n- Machine: {machine()}\n- Peak of one core, measured in this run: {peaks}\n"
        f"- Built by {compiler()}; PyTorch {torch.__version__} (Debian), BLAS {blas_in_use()}, Python {platform.python_version()}\n"
        f"- Load average (1, 5, 15 minutes): {begin_load} at the start, {load()} at the end. Above 0.5 other work ran too: the "
        "spread tells how much it disturbed.\n",
        "## Method\n\n"
        "1. PyTorch builds each network from the layer list that our program prints; the numbers of parameters must agree. A step "
        "is forward, loss, backward and Adam; `_forward` is inference, `_frozen` trains the last layer behind a frozen base.\n"
        f"2. Both engines take turns in one run, {arguments.rounds} rounds of {arguments.seconds} s each; of a round counts the "
        "tenth percentile of its steps, with one thread in CPU time, with two by the clock.\n"
        "3. PyTorch uses its faster memory format for convolutions, folded batch norms where it only infers, and in the two-thread "
        "columns the faster of one and two threads.\n"
        "4. The ratio is PyTorch's best round over ours; in brackets the median of the rounds' ratios, and the larger spread (worst "
        "round over best) of both engines: far above 1.1, take the ratio with care.\n"
        "5. The floor is the arithmetic of a step at the measured peak; padding, statistics, activations and Adam are not in it.\n",
    ]
    for level, _ in levels:
        title = f"## How much faster is a step than PyTorch's? ({level})\n\nMilliseconds of a step.\n"
        parts.append(title + "\n" + step_table([row for row in rows if row.level == level]))
    parts.append("## How much of the machine's arithmetic is used?\n\nAim: 60 %.\n\n" + floor_table(rows, levels, descriptions))
    parts.append("## How long until the first step, and how much memory?\n\nFrom the start of the process to the end of the first "
                 "step of 32 samples (aim: less than 100 ms); peak memory after ten steps, each engine as a process of its own "
                 "(aim: less than 1/3 of PyTorch's).\n\n" + start)
    parts.append("## How long does the flagship train?\n\n" + flagship)
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--full", action="store_true", help="run all steps of the flagship")
    parser.add_argument("--output", default=str(ROOT / "docs/benchmarks.md"))
    arguments = parser.parse_args()
    text = page(arguments, lambda line: print(line, file=sys.stderr, flush=True))
    Path(arguments.output).parent.mkdir(exist_ok=True)
    Path(arguments.output).write_text(text, encoding="utf-8")
    print(f"written: {arguments.output}")


if __name__ == "__main__":
    main()
