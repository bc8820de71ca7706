#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes core/onnx/goldens/*.onnx and *.golden: small networks as PyTorch exports them, with inputs and PyTorch's outputs.

Run: /usr/bin/python3 tools/make_onnx_goldens.py (Debian's python3-torch 1.13 and python3-onnx 1.12; others will do). Every model
passes onnx.checker. The format of *.golden is in core/onnx/goldens/README.md.
"""
import pathlib

import numpy as np
import onnx
import torch
from torch import nn

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "core" / "onnx" / "goldens"
OPSET = 13


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 4 * 5, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Dropout(0.5),
                         nn.Linear(12, 5), nn.Softmax(dim=1))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 4, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5), nn.Tanh(), nn.AvgPool2d(2),
                         nn.Flatten(), nn.Linear(6 * 2 * 2, 12), nn.Sigmoid(), nn.Linear(12, 10))


def ds_cnn():
    def block(c, stride):
        return [nn.Conv2d(c, c, 3, stride=stride, padding=1, groups=c, bias=False), nn.BatchNorm2d(c), nn.ReLU6(),
                nn.Conv2d(c, c, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU6()]
    first = [nn.Conv2d(1, 8, (10, 4), stride=(2, 2), padding=(5, 1), bias=False), nn.BatchNorm2d(8), nn.ReLU()]
    return nn.Sequential(*first, *block(8, 1), *block(8, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 4))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU())
        self.body = nn.Sequential(nn.Conv2d(6, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.ReLU(),
                                  nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8))
        self.short = nn.Conv2d(6, 8, 1, stride=2)
        self.end = nn.Linear(8, 3)

    def forward(self, x):
        x = self.stem(x)
        x = torch.relu(self.body(x) + self.short(x))
        return self.end(x.mean(dim=(2, 3)))


class Conv1d(nn.Module):
    """Sensor windows as they come, (batch, time, axes): turned, convolved, viewed as rows."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv1d(3, 8, 5, padding=2), nn.BatchNorm1d(8), nn.ReLU(), nn.MaxPool1d(2),
                                  nn.Conv1d(8, 6, 3, stride=2, dilation=2), nn.LeakyReLU(0.1))
        self.end = nn.Linear(6 * 3, 4)

    def forward(self, x):
        x = self.body(x.transpose(1, 2))
        return self.end(x.view(x.size(0), -1))


class Mobile(nn.Module):
    """Hardswish, squeeze and excite, residual: a block of MobileNetV3."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.Hardswish())
        self.depth = nn.Sequential(nn.Conv2d(8, 8, 5, padding=2, groups=8), nn.BatchNorm2d(8), nn.Hardswish())
        self.squeeze = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(8, 4, 1), nn.ReLU(), nn.Conv2d(4, 8, 1), nn.Hardsigmoid())
        self.end = nn.Conv2d(8, 5, 1)

    def forward(self, x):
        x = self.stem((x - 0.45) / 0.22)
        y = self.depth(x)
        y = x + y * self.squeeze(y)
        return self.end(torch.cat([y, x], dim=1)[:, 4:12])


class Painter(nn.Module):
    """Down and up again: transposed convolution, nearest upsampling, padding, chunks; the output is a picture."""

    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(1, 4, 3, stride=2), nn.SiLU())
        self.up = nn.ConvTranspose2d(4, 4, 4, stride=2, padding=1)
        self.other = nn.ConvTranspose2d(2, 2, 3, stride=2, padding=1, output_padding=1)
        self.end = nn.Conv2d(4, 2, 3, padding=1, groups=2)

    def forward(self, x):
        x = self.down(x)
        a, b = self.up(x).chunk(2, dim=1)
        c = self.other(x[:, :2])
        d = nn.functional.interpolate(x[:, 2:], scale_factor=2, mode="nearest")
        return self.end(torch.cat([a * c, torch.clamp(b + d, 0, 6)], dim=1))


class Listener(nn.Module):
    """Two LSTM layers over windows as they come, the last step to classes."""

    def __init__(self):
        super().__init__()
        self.body = nn.LSTM(3, 5, num_layers=2, batch_first=True)
        self.end = nn.Linear(5, 4)

    def forward(self, x):
        return self.end(self.body(x)[0][:, -1])


class Gate(nn.Module):
    """A GRU in both directions, time first; every step to two values."""

    def __init__(self):
        super().__init__()
        self.body = nn.GRU(4, 3, bidirectional=True)
        self.end = nn.Linear(6, 2)

    def forward(self, x):
        return self.end(self.body(x.transpose(0, 1))[0])


class Zoom(nn.Module):
    """Bilinear upsampling of both kinds, and to a size that is no multiple."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
                                  nn.Conv2d(2, 2, 1), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True))

    def forward(self, x):
        return nn.functional.interpolate(self.body(x), size=(9, 10), mode="bilinear", align_corners=False)


class Attention(nn.Module):
    """Scores of all steps with all steps: products of computed tensors."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = nn.Linear(4, 6), nn.Linear(4, 6), nn.Linear(4, 6)
        self.end = nn.Linear(6, 3)

    def forward(self, x):
        scores = torch.bmm(self.query(x), self.key(x).transpose(1, 2)) / 6 ** 0.5
        return self.end(torch.matmul(torch.softmax(scores, dim=-1), self.value(x)).mean(dim=1))


NETS = {
    "mlp": (mlp, (3, 4, 5), {"input": {0: "batch"}, "output": {0: "batch"}}),
    "lenet": (lenet, (1, 16, 16), None),
    "ds_cnn": (ds_cnn, (1, 13, 10), None),
    "residual": (Residual, (3, 8, 8), {"input": {0: "batch"}, "output": {0: "batch"}}),
    "conv1d": (Conv1d, (20, 3), {"input": {0: "batch"}, "output": {0: "batch"}}),
    "mobile": (Mobile, (3, 12, 12), None),
    "painter": (Painter, (1, 8, 6), None),
    "listener": (Listener, (6, 3), {"input": {0: "batch"}, "output": {0: "batch"}}),
    "gate": (Gate, (5, 4), None),
    "zoom": (Zoom, (1, 3, 4), None),
    "attention": (Attention, (5, 4), {"input": {0: "batch"}, "output": {0: "batch"}}),
}


def settle(net):
    """Batch norms with statistics that are not 0 and 1."""
    for module in net.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return net.eval()


def write_golden(path, x, y):
    with path.open("wb") as file:
        file.write(b"tadpole golden 1\n")
        for name, values in (("input", x), ("output", y)):
            values = np.ascontiguousarray(values.detach().numpy(), dtype="<f4")
            file.write(f"{name} {values.size}\n".encode() + values.tobytes() + b"\n")


def main():
    FOLDER.mkdir(exist_ok=True)
    for number, (name, (make, shape, dynamic)) in enumerate(NETS.items()):
        torch.manual_seed(number)
        net = settle(make())
        x = torch.randn(1, *shape)
        path = FOLDER / f"{name}.onnx"
        torch.onnx.export(net, x, str(path), opset_version=OPSET, input_names=["input"], output_names=["output"],
                          dynamic_axes=dynamic)
        onnx.checker.check_model(onnx.load(str(path)))
        # In float64, so that the golden has no rounding of its own.
        y = net.double()(x.double()).float()
        write_golden(FOLDER / f"{name}.golden", x, y)
        print(f"{name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
