# SPDX-License-Identifier: Apache-2.0
"""The courses' networks in PyTorch, built layer by layer from what `training_bench describe` says of ours.

As a program - python3 pytorch_peer.py NETWORK BATCH < description - it says "ready" after its first training step and its
peak memory in MB after ten, as `training_bench first_step` does.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval


def blas_in_use():
    """Which library multiplies PyTorch's matrices: Debian's plain one is ten times slower than OpenBLAS."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        found = {line.split("/")[-1].strip() for line in maps if "blas" in line.lower()}
    return ", ".join(sorted(found)) or "unknown"


def sides(text, fallback):
    parts = [int(part) for part in (text or fallback).split("x")]
    return parts if len(parts) == 2 else parts * 2


def padding_of(size, out, kernel, stride, padding):
    """Zeros before and after along one axis, as TFLite places them."""
    total = max((out - 1) * stride + kernel - size, 0) if padding != "valid" else 0
    return total // 2, total - total // 2


class SlidingConv(nn.Module):
    """conv2d or depthwise_conv2d; zeros that are not the same on both sides are a pass of their own."""

    def __init__(self, into, out, options, depthwise):
        super().__init__()
        kernel, stride = sides(options.get("kernel"), "3x3"), sides(options.get("stride"), "1x1")
        pads = [padding_of(into[axis], out[axis], kernel[axis], stride[axis], options.get("padding")) for axis in (0, 1)]
        even = all(before == after for before, after in pads)
        self.pad = None if even else nn.ZeroPad2d((*pads[1], *pads[0]))
        self.conv = nn.Conv2d(into[2], out[2], kernel, stride, [p[0] for p in pads] if even else 0,
                              groups=into[2] if depthwise else 1, bias=options.get("use_bias") != "false")

    def forward(self, x):
        return self.conv(x if self.pad is None else self.pad(x))


class Svdf(nn.Module):
    """A number per frame and filter, then a weighted sum over the frames, then the sum of a unit's filters."""

    def __init__(self, into, out, options):
        super().__init__()
        self.rank, self.units = int(options.get("rank", 1)), out[2]
        filters = self.rank * self.units
        self.feature = nn.Linear(into[1] * into[2], filters, bias=False)
        self.time = nn.Parameter(torch.randn(into[0], filters) * 0.1)
        self.bias = nn.Parameter(torch.zeros(self.units))

    def forward(self, x):
        seen = self.feature(x[:, 0])  # [n, frames, filters]; the spectrogram has one channel
        return (seen * self.time).sum(1).view(-1, self.units, self.rank).sum(2) + self.bias


def pool(kind, into, out, options):
    kernel, stride = sides(options.get("kernel"), "2x2"), sides(options.get("stride"), "2x2")
    rounds_up = options.get("padding") == "same" and any(size % step for size, step in zip(into, stride))
    return kind(kernel, stride, ceil_mode=rounds_up)


def units(shape):
    return shape[0] * shape[1] * shape[2]


def make_layer(kind, into, out, options, in_place):
    if kind == "conv2d":
        return SlidingConv(into, out, options, False)
    if kind == "depthwise_conv2d":
        return SlidingConv(into, out, options, True)
    if kind == "dense":
        return nn.Linear(units(into), out[2])
    if kind == "batch_norm":
        return (nn.BatchNorm2d if into[0] * into[1] > 1 else nn.BatchNorm1d)(into[2], 1e-3)
    if kind == "svdf":
        return Svdf(into, out, options)
    if kind == "upsampling":
        return nn.Upsample(scale_factor=(out[0] / into[0], out[1] / into[1]))
    if kind == "max_pool":
        return pool(nn.MaxPool2d, into, out, options)
    if kind == "average_pool":
        return pool(nn.AvgPool2d, into, out, options)
    plain = {"relu": lambda: nn.ReLU(in_place), "relu6": lambda: nn.ReLU6(in_place), "flatten": nn.Flatten,
             "dropout": lambda: nn.Dropout(float(options.get("rate", 0.5))), "add": nn.Identity,
             "global_average_pool": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())}
    return plain[kind]()


class Net(nn.Module):
    """Runs the layers in their order; `input=` and `from=` read earlier ones by name."""

    def __init__(self, description):
        super().__init__()
        lines = [layer for layer in description["layers"] if layer["text"] != "softmax"]  # part of the loss
        self.classifies = len(lines) < len(description["layers"])
        self.steps, self.named = nn.ModuleList(), []
        shapes, before = {}, description["input"]
        options_of = [dict(part.split("=") for part in line["text"].split()[1:]) for line in lines]
        self.read = {o[key] for o in options_of for key in ("input", "from") if key in o}
        previous = ""
        for line, options in zip(lines, options_of):
            into = shapes[options["input"]] if "input" in options else before
            kind = line["text"].split()[0]
            self.steps.append(make_layer(kind, into, line["out"], options, previous not in self.read))
            self.named.append((line["name"], options.get("input"), options.get("from")))
            for parameter in self.steps[-1].parameters():
                parameter.requires_grad = not line["frozen"]
            shapes[line["name"]] = before = line["out"]
            previous = line["name"]
        self.frozen = sum(line["frozen"] for line in lines)
        count = sum(p.numel() for p in self.parameters())
        assert count == description["parameters"], f"{count} parameters, ours has {description['parameters']}"

    def run(self, x, first, last):
        kept = {}
        for step, (name, source, other) in list(zip(self.steps, self.named))[first:last]:
            x = step(x if source is None else kept[source])
            if other is not None:
                x = x + kept[other]
            if name in self.read:
                kept[name] = x
        return x

    def forward(self, x):
        if not self.frozen:
            return self.run(x, 0, len(self.steps))
        with torch.no_grad():
            x = self.run(x, 0, self.frozen)
        return self.run(x, self.frozen, len(self.steps))

    def fold(self):
        """Batch norms of what is only inferred melt into the convolutions before them."""
        last = self.frozen or len(self.steps)
        for i in range(1, last):
            conv, norm = self.steps[i - 1], self.steps[i]
            if isinstance(norm, nn.BatchNorm2d) and isinstance(conv, SlidingConv):
                conv.conv = fuse_conv_bn_eval(conv.conv, norm)
                self.steps[i] = nn.Identity()
        for parameter in self.steps[:last].parameters():
            parameter.requires_grad = False


class PyTorch:
    """A network with its batch and Adam, ready to step."""

    def __init__(self, description, batch, channels_last=False):
        self.work = description["work"]
        self.net = Net(description)
        height, width, channels = description["input"]
        flat = description["layers"][0]["text"] == "flatten" and height * width == 1
        self.x = torch.randn(batch, channels) if flat else torch.randn(batch, channels, height, width)
        if self.work != "train":
            self.net.eval()
            self.net.fold()
        if channels_last:
            self.net = self.net.to(memory_format=torch.channels_last)
            self.x = self.x.to(memory_format=torch.channels_last)
        self.prepare_target(description, batch)
        if self.work != "forward":
            self.optimizer = torch.optim.Adam([p for p in self.net.parameters() if p.requires_grad], 1e-3)
        self.step()

    def prepare_target(self, description, batch):
        out = units(description["layers"][-1]["out"])
        if self.net.classifies:
            self.target, self.loss = torch.arange(batch) % out, functional.cross_entropy
        else:
            same = out == self.x[0].numel()
            self.target, self.loss = self.x if same else torch.full((batch, out), 0.5), functional.mse_loss

    def step(self):
        if self.work == "forward":
            with torch.no_grad():
                return self.net(self.x)
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(self.net(self.x), self.target).backward()
        self.optimizer.step()

    def step_ms(self, seconds):
        """Tenth percentile of all steps by the clock, and in CPU time of this thread."""
        wall, cpu, begin = [], [], time.perf_counter()
        while not wall or time.perf_counter() - begin < seconds:
            start, cpu_start = time.perf_counter(), time.thread_time()
            self.step()
            cpu.append((time.thread_time() - cpu_start) * 1e3)
            wall.append((time.perf_counter() - start) * 1e3)
        return sorted(wall)[len(wall) // 10], sorted(cpu)[len(cpu) // 10]


def main():
    network, batch = sys.argv[1], int(sys.argv[2])
    descriptions = [json.loads(line) for line in sys.stdin]
    peer = PyTorch(next(d for d in descriptions if d["name"] == network), batch)
    print("ready", flush=True)
    for _ in range(9):
        peer.step()
    with open("/proc/self/status", encoding="ascii") as status:  # ru_maxrss would remember the parent's
        print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024, flush=True)


if __name__ == "__main__":
    main()
