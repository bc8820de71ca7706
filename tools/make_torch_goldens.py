#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes core/nn/goldens/*.golden with PyTorch: forward, gradients, and ten optimizer steps of small nets.

Run: python3 tools/make_torch_goldens.py (Debian's python3-torch; made with 1.13). The format is in core/nn/goldens/README.md.
All computation is in float64; the file holds it rounded to float32, so it is a reference, not a second opinion.
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

# Adam's. The usual 1e-8 would move a parameter without gradient (a dead relu) by a whole step, with the sign of a rounding.
EPSILON = 1e-4
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "core" / "nn" / "goldens"


def parse(line):
    kind, *rest = line.split()
    return kind, dict(part.split("=") for part in rest)


def extent(text):
    sides = [int(s) for s in text.split("x")]
    return sides if len(sides) == 2 else sides * 2


def zeros_around(size, kernel, stride, padding):
    if padding == "valid":
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class Net:
    """Interprets lines of layers over one flat parameter tensor, in Tadpole's order and layout (NHWC)."""

    def __init__(self, shape, lines):
        self.shape, self.layers = shape, [parse(line) for line in lines]
        self.flat, self.state, self.training = None, {}, True
        self.count = 0
        self.run(torch.zeros(1, *shape, dtype=torch.float64))  # counts the parameters

    def take(self, *shape):
        size = int(np.prod(shape))
        start, self.count = self.count, self.count + size
        if self.flat is None:
            return torch.zeros(shape, dtype=torch.float64)
        values = self.flat[start:start + size].view(shape)
        return values.detach() if self.frozen else values

    def padded(self, x, options, value=0.0):
        (kh, kw), (sh, sw) = extent(options.get("kernel", self.default[0])), extent(options.get("stride", self.default[1]))
        padding = options.get("padding", self.default[2])
        top, bottom = zeros_around(x.shape[1], kh, sh, padding)
        left, right = zeros_around(x.shape[2], kw, sw, padding)
        x = F.pad(x.permute(0, 3, 1, 2), (left, right, top, bottom), value=value)
        return x, (kh, kw), (sh, sw)

    def run(self, x):
        self.count, norm, outputs, self.inside = 0, 0, {}, x.shape[1:3]
        for number, (kind, o) in enumerate(self.layers):
            self.default = ("3x3", "1x1", "same") if "conv" in kind else ("2x2", "2x2", "valid")
            biased = o.get("use_bias", "true") == "true"
            self.frozen = o.get("trainable") == "false"
            x = outputs[o["input"]] if "input" in o else x
            if kind == "conv2d":
                x, k, s = self.padded(x, o)
                w = self.take(*k, x.shape[1], int(o["filters"])).permute(3, 2, 0, 1)
                x = F.conv2d(x, w, self.take(int(o["filters"])) if biased else None, s).permute(0, 2, 3, 1)
            elif kind == "conv1d":
                o = {**o, "kernel": o.get("kernel", "3") + "x1", "stride": o.get("stride", "1") + "x1"}
                x, k, s = self.padded(x, o)
                w = self.take(k[0], x.shape[1], int(o["filters"])).permute(2, 1, 0).unsqueeze(-1)
                x = F.conv2d(x, w, self.take(int(o["filters"])) if biased else None, s).permute(0, 2, 3, 1)
            elif kind == "layer_norm":
                c = x.shape[-1]
                x = F.layer_norm(x, (c,), self.take(c), self.take(c), float(o.get("epsilon", 1e-3)))
            elif kind == "embedding":
                x = F.embedding(x.reshape(x.shape[0], -1, 1).long(), self.take(int(o["entries"]), int(o["units"])))
            elif kind in ("lstm", "gru"):
                x = self.recurrent(kind, x.squeeze(2), int(o["units"]), o.get("return_sequences") == "true")
            elif kind == "depthwise_conv2d":
                x, k, s = self.padded(x, o)
                c = x.shape[1]
                m = c * int(o.get("depth_multiplier", 1))
                w = self.take(*k, m).permute(2, 0, 1).unsqueeze(1)
                x = F.conv2d(x, w, self.take(m) if biased else None, s, groups=c).permute(0, 2, 3, 1)
            elif kind == "dense":
                x = F.linear(x, self.take(int(o["units"]), x.shape[-1]), self.take(int(o["units"])) if biased else None)
            elif kind == "batch_norm":
                c = x.shape[-1]
                gamma, beta = self.take(c), self.take(c)
                mean, var = self.state.setdefault(norm, (torch.zeros(c, dtype=torch.float64), torch.ones(c, dtype=torch.float64)))
                if x.shape[0] > 1 or not self.training:
                    x = F.batch_norm(x.permute(0, 3, 1, 2), mean, var, gamma, beta, self.training and not self.frozen, 0.1, 1e-3).permute(0, 2, 3, 1)
                norm += 1
            elif kind == "relu":
                x = F.relu(x)
            elif kind == "relu6":
                x = F.relu6(x)
            elif kind == "softmax":
                x = F.softmax(x, -1) if number + 1 < len(self.layers) or not self.training or self.keep_softmax else x
            elif kind == "average_pool":
                x, k, s = self.padded(x, o)  # zeros around do not count
                inside = self.padded(torch.ones(1, *self.inside, 1, dtype=torch.float64), o)[0]
                x = (F.avg_pool2d(x, k, s) / F.avg_pool2d(inside, k, s)).permute(0, 2, 3, 1)
            elif kind == "max_pool":
                x, k, s = self.padded(x, o, float("-inf"))
                x = F.max_pool2d(x, k, s).permute(0, 2, 3, 1)
            elif kind == "global_average_pool":
                x = x.mean((1, 2), keepdim=True)
            elif kind == "flatten":
                x = x.reshape(x.shape[0], 1, 1, -1)
            elif kind == "reshape":
                x = x.reshape(x.shape[0], *[int(s) for s in o["shape"].split("x")])
            elif kind == "add":
                x = x + outputs[o["from"]]
            elif kind in OPERATORS:
                x = OPERATORS[kind](self, x, o, outputs)
            elif kind != "dropout":
                raise SystemExit(f"no layer {kind}")
            self.inside = x.shape[1:3]
            outputs[o.get("name", f"{kind}_{number + 1}")] = x
        return x

    def recurrent(self, kind, x, units, sequences):
        gates = 4 if kind == "lstm" else 3
        weights = [self.take(gates * units, x.shape[-1]), self.take(gates * units, units), self.take(gates * units)]
        zero = torch.zeros(1, x.shape[0], units, dtype=torch.float64)
        if kind == "lstm":  # PyTorch adds its two biases: ours is their sum
            weights.append(torch.zeros(gates * units, dtype=torch.float64))
            y = torch._VF.lstm(x, (zero, zero), weights, True, 1, 0.0, True, False, True)[0]
        else:
            weights.append(self.take(gates * units))
            y = torch._VF.gru(x, zero, weights, True, 1, 0.0, True, False, True)[0]
        return (y if sequences else y[:, -1:]).unsqueeze(2)

    keep_softmax = False


class Golden:
    def __init__(self, name):
        self.file = open(FOLDER / f"{name}.golden", "wb")
        self.file.write(b"tadpole golden 1\n")

    def text(self, name, value):
        self.file.write(f"{name} 0 {value}\n".encode())

    def values(self, name, array):
        array = np.asarray(array, dtype="<f4").ravel()
        if array.size == 0:
            return
        self.file.write(f"{name} {array.size}\n".encode() + array.tobytes() + b"\n")


def start(golden, shape, lines, seed, batch, classes):
    """Parameters, inputs and labels as float32 numbers, so that both sides begin with the same ones."""
    net = Net(shape, lines)
    size = net.count
    rng = np.random.default_rng(seed)
    single = lambda a: torch.tensor(np.asarray(a, dtype=np.float32).astype(np.float64))
    flat = single(rng.normal(0, 0.4, size))
    x = single(rng.normal(0, 1, (batch, *shape)))
    if lines[0].startswith("embedding"):
        x = single(rng.integers(0, int(parse(lines[0])[1]["entries"]), (batch, *shape)))
    labels = torch.tensor(rng.integers(0, classes, batch))
    golden.values("input", shape)
    for line in lines:
        golden.text("layer", line)
    golden.values("x", x)
    golden.values("labels", labels)
    golden.values("parameters", flat)
    net.state = {}
    net.flat = flat.clone().requires_grad_()
    return net, x, labels


def state_of(net):
    return torch.cat([torch.cat(pair) for _, pair in sorted(net.state.items())]) if net.state else torch.zeros(0)


def write_step(name, shape, lines, seed, batch=4, classes=3, weights=None, smoothing=0.0, mse=False):
    golden = Golden(name)
    net, x, labels = start(golden, shape, lines, seed, batch, classes)
    net.keep_softmax = mse
    y = net.run(x).reshape(batch, -1)
    if mse:
        target = torch.tensor(np.random.default_rng(seed + 1).normal(0, 1, y.shape).astype(np.float32).astype(np.float64))
        golden.values("target", target)
        loss = F.mse_loss(y, target)
    else:
        w = None if weights is None else torch.tensor(weights, dtype=torch.float64)
        if weights is not None:
            golden.values("class_weights", weights)
        golden.values("label_smoothing", [smoothing])
        loss = F.cross_entropy(y, labels, w, label_smoothing=smoothing)
    loss.backward()
    golden.values("loss", [loss.item()])
    golden.values("gradient", net.flat.grad)
    golden.values("state", state_of(net))
    net.training = False
    with torch.no_grad():
        golden.values("prediction", net.run(x).reshape(batch, -1))


def focal(y, labels, weights, gamma):
    log_p = F.log_softmax(y, -1).gather(1, labels[:, None])[:, 0]
    w = weights[labels]
    return -(w * (1 - log_p.exp()) ** gamma * log_p).sum() / w.sum()


def binary_focal(y, labels, alpha, gamma):
    t = labels[:, None].to(y.dtype)
    p_right = t * torch.sigmoid(y) + (1 - t) * torch.sigmoid(-y)
    side = t * alpha + (1 - t) * (1 - alpha)
    return (side * (1 - p_right) ** gamma * F.binary_cross_entropy_with_logits(y, t, reduction="none")).mean()


def distillation(y, teacher, labels, temperature, alpha):
    soft = F.kl_div(F.log_softmax(y / temperature, -1), F.softmax(teacher / temperature, -1), reduction="batchmean")
    return alpha * temperature ** 2 * soft + (1 - alpha) * F.cross_entropy(y, labels)


WEIGHTS = [0.5, 2.0, 1.5]
# name: (line, which targets, outputs, loss of (y, labels, dense target))
LOSSES = {
    "mae": ("mae", "values", 3, lambda y, l, t: F.l1_loss(y, t)),
    "huber": ("huber delta=0.7", "values", 3, lambda y, l, t: F.huber_loss(y, t, delta=0.7)),
    "binary": ("binary_cross_entropy", "labels", 1, lambda y, l, t: F.binary_cross_entropy_with_logits(y[:, 0], l.to(y.dtype))),
    "binary_dense": ("binary_cross_entropy", "values", 3, lambda y, l, t: F.binary_cross_entropy_with_logits(y, t)),
    "focal": ("focal gamma=1.5", "labels weights", 3, lambda y, l, t: focal(y, l, torch.tensor(WEIGHTS).to(y.dtype), 1.5)),
    "focal_binary": ("focal gamma=2 alpha=0.25", "labels", 1, lambda y, l, t: binary_focal(y, l, 0.25, 2.0)),
    "distillation": ("distillation temperature=3 alpha=0.7", "labels values", 3, lambda y, l, t: distillation(y, t, l, 3.0, 0.7)),
}


def write_loss(name, seed, batch=6):
    line, targets, outputs, function = LOSSES[name]
    golden = Golden("loss_" + name)
    net, x, labels = start(golden, (1, 1, 5), [f"dense units={outputs}"], seed, batch, max(outputs, 2))
    y = net.run(x).reshape(batch, -1)
    dense = np.random.default_rng(seed + 1).normal(0, 1, y.shape)
    if "binary" in name:  # probabilities
        dense = 1 / (1 + np.exp(-dense))
    target = torch.tensor(dense.astype(np.float32).astype(np.float64))
    golden.text("loss_line", line)
    golden.text("targets", targets)
    if "values" in targets:
        golden.values("target", target)
    if "weights" in targets:
        golden.values("class_weights", WEIGHTS)
    loss = function(y, labels, target)
    loss.backward()
    golden.values("loss", [loss.item()])
    golden.values("gradient", net.flat.grad)
    golden.values("prediction", y.detach())


def write_run(name, shape, lines, seed, optimizer, rate, batch=8, classes=4):
    golden = Golden(name)
    net, x, labels = start(golden, shape, lines, seed, 2 * batch, classes)
    make = {"sgd": lambda p: torch.optim.SGD(p, rate, momentum=0.9), "adam": lambda p: torch.optim.Adam(p, rate, eps=EPSILON)}[optimizer]
    opt = make([net.flat])
    losses = []
    for step in range(10):
        half = slice(step % 2 * batch, step % 2 * batch + batch)
        opt.zero_grad()
        loss = F.cross_entropy(net.run(x[half]).reshape(batch, -1), labels[half])
        loss.backward()
        opt.step()
        losses.append(loss.item())
    golden.text("optimizer", optimizer)
    golden.values("learning_rate", [rate])
    golden.values("epsilon", [EPSILON])
    golden.values("losses", losses)
    golden.values("final_parameters", net.flat.detach())
    golden.values("final_state", state_of(net))


# A dense layer before and behind: its gradients hold those of the layer's input, value by value.
LAYERS = {
    "conv2d_same_stride": "conv2d filters=5 kernel=4x3 stride=2x2",
    "conv2d_same": "conv2d filters=9 kernel=3x2",
    "conv2d_valid": "conv2d filters=4 kernel=2x3 padding=valid use_bias=false",
    "conv2d_1x1": "conv2d filters=13 kernel=1x1",
    "conv2d_1x1_stride": "conv2d filters=3 kernel=1x1 stride=2x1",
    "depthwise_3x3": "depthwise_conv2d kernel=3x3",
    "depthwise_stride": "depthwise_conv2d kernel=3x3 stride=2x2 use_bias=false",
    "depthwise_multiplier": "depthwise_conv2d kernel=2x3 depth_multiplier=3",
    "depthwise_valid": "depthwise_conv2d kernel=3x2 padding=valid",
    "batch_norm": "batch_norm",
    "relu": "relu",
    "relu6": "relu6",
    "softmax_inside": "softmax",
    "average_pool": "average_pool kernel=3x2 stride=2x2 padding=same",
    "max_pool": "max_pool kernel=3x2 stride=2x1 padding=same",
    "global_average_pool": "global_average_pool",
}
# Over time: {7,1,4} between the dense layers.
TIME_LAYERS = {
    "conv1d": "conv1d filters=5 kernel=3 stride=2",
    "conv1d_valid": "conv1d filters=3 kernel=4 padding=valid use_bias=false",
    "layer_norm": "layer_norm",
    "lstm": "lstm units=5",
    "lstm_sequences": "lstm units=3 return_sequences=true",
    "gru": "gru units=5",
    "gru_sequences": "gru units=3 return_sequences=true",
}


def around(line, shape="6x5x3"):
    count = int(np.prod([int(s) for s in shape.split("x")]))
    return [f"dense units={count}", f"reshape shape={shape}", line, "flatten", "dense units=3", "softmax"]


TINY = ["conv2d filters=3 kernel=5x4 stride=2x2", "relu", "dropout rate=0", "flatten", "dense units=4", "softmax"]
DS = ["conv2d filters=8 kernel=5x4 stride=2x2 use_bias=false", "batch_norm", "relu"]
for _ in range(2):
    DS += ["depthwise_conv2d kernel=3x3 use_bias=false", "batch_norm", "relu",
           "conv2d filters=8 kernel=1x1 use_bias=false", "batch_norm", "relu"]
DS += ["global_average_pool", "dense units=4", "softmax"]
RESIDUAL = ["conv2d filters=4 kernel=3x3 use_bias=false name=stem", "batch_norm", "relu name=a",
            "conv2d filters=4 kernel=3x3 use_bias=false", "batch_norm", "add from=a", "relu name=b",
            "conv2d filters=4 kernel=1x1", "add from=b", "flatten", "dense units=3"]

PROJECTED = ["conv2d filters=3 kernel=3x3", "batch_norm", "relu name=in",
             "conv2d filters=4 kernel=3x3 stride=2x2", "batch_norm", "relu", "conv2d filters=4 kernel=3x3", "batch_norm name=way",
             "conv2d filters=4 kernel=1x1 stride=2x2 input=in", "add from=way", "relu", "flatten", "dense units=3", "softmax"]
FROZEN = ["conv2d filters=4 kernel=3x3", "batch_norm trainable=false", "relu", "depthwise_conv2d kernel=3x3 trainable=false",
          "batch_norm", "relu6", "conv2d filters=3 kernel=3x2 stride=2x1 trainable=false", "relu", "flatten",
          "dense units=5 trainable=false", "dense units=3", "softmax"]


def conv2d_transpose(net, x, o, outputs):
    (kh, kw), (sh, sw) = extent(o.get("kernel", "3x3")), extent(o.get("stride", "1x1"))
    valid, filters = o.get("padding", "same") == "valid", int(o["filters"])
    w = net.take(kh, kw, x.shape[3], filters).permute(2, 3, 0, 1)
    y = F.conv_transpose2d(x.permute(0, 3, 1, 2), w, None, (sh, sw))
    sizes, starts = [], []
    for size, k, s in ((x.shape[1], kh, sh), (x.shape[2], kw, sw)):
        sizes.append(size * s + (max(k - s, 0) if valid else 0))
        starts.append(0 if valid else max(k - s, 0) // 2)
    y = F.pad(y, (0, max(starts[1] + sizes[1] - y.shape[3], 0), 0, max(starts[0] + sizes[0] - y.shape[2], 0)))
    y = y[:, :, starts[0]:starts[0] + sizes[0], starts[1]:starts[1] + sizes[1]].permute(0, 2, 3, 1)
    return y + net.take(filters) if o.get("use_bias", "true") == "true" else y


def svdf(net, x, o, outputs):
    units, rank, frames = int(o["units"]), int(o.get("rank", 2)), x.shape[1]
    memory = int(o.get("memory", 0)) or frames
    x = x.reshape(x.shape[0], frames, -1)
    feature, time = net.take(units * rank, x.shape[2]), net.take(units * rank, memory)
    seen = F.pad(F.linear(x, feature).permute(0, 2, 1), (memory - 1, 0))  # [batch, filters, frames], zeros before
    y = F.conv1d(seen, time.unsqueeze(1), groups=units * rank).permute(0, 2, 1)
    y = y.reshape(*y.shape[:2], units, rank).sum(-1) + net.take(units)
    return (y if o.get("returns", "last") == "all" else y[:, -1:]).unsqueeze(2)


def zero_padding(net, x, o, outputs):
    top, bottom, left, right = [int(o.get(side, 1)) for side in ("top", "bottom", "left", "right")]
    return F.pad(x, (0, 0, left, right, top, bottom))


def upsampling(net, x, o, outputs):
    h, w = extent(o.get("size", "2x2"))
    return x.repeat_interleave(h, 1).repeat_interleave(w, 2)


# Layers that came with the operators of device/ops: (net, input, options, outputs of earlier layers) -> output.
OPERATORS = {
    "multiply": lambda net, x, o, outputs: x * outputs[o["with"]],
    "concatenate": lambda net, x, o, outputs: torch.cat((x, outputs[o["with"]]), -1),
    "conv2d_transpose": conv2d_transpose,
    "svdf": svdf,
    "zero_padding": zero_padding,
    "upsampling": upsampling,
    "leaky_relu": lambda net, x, o, outputs: F.leaky_relu(x, float(o.get("alpha", 0.3))),
    "sigmoid": lambda net, x, o, outputs: torch.sigmoid(x),
    "tanh": lambda net, x, o, outputs: torch.tanh(x),
    "hard_swish": lambda net, x, o, outputs: F.hardswish(x),
}
OPERATOR_LAYERS = {
    "leaky_relu": "leaky_relu alpha=0.2",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "hard_swish": "hard_swish",
    "zero_padding": "zero_padding top=2 right=0",
    "upsampling": "upsampling size=2x3",
    "conv2d_transpose_same": "conv2d_transpose filters=4 kernel=4x3 stride=2x2",
    "conv2d_transpose_valid": "conv2d_transpose filters=5 kernel=3x2 stride=2x3 padding=valid",
    "conv2d_transpose_plain": "conv2d_transpose filters=2 kernel=2x3 use_bias=false",
    "svdf_last": "svdf units=4",
    "svdf_all": "svdf units=3 rank=1 memory=3 returns=all",
}
# Two inputs: a skip around a convolution, and squeeze-and-excitation (one factor per channel).
OPERATOR_NETS = {
    "concatenate": ["conv2d filters=4 kernel=3x3 name=a", "relu name=b", "conv2d filters=3 kernel=2x2 stride=2x2",
                    "upsampling name=up", "concatenate with=b", "conv2d filters=3 kernel=1x1", "flatten",
                    "dense units=3"],
    "multiply": ["conv2d filters=4 kernel=3x3 name=a", "conv2d filters=4 kernel=2x2", "sigmoid",
                 "multiply with=a", "relu", "flatten", "dense units=3"],
    "squeeze_excite": ["conv2d filters=4 kernel=3x3 name=image", "global_average_pool", "conv2d filters=2 kernel=1x1",
                       "relu", "conv2d filters=4 kernel=1x1", "sigmoid", "multiply with=image",
                       "flatten", "dense units=3"],
}


def write_operator_layers():
    for seed, (name, line) in enumerate(OPERATOR_LAYERS.items()):
        write_step("layer_" + name, (1, 1, 2), around(line), seed + 100)
    for seed, (name, lines) in enumerate(OPERATOR_NETS.items()):
        write_step("net_" + name, (6, 4, 2), lines, seed + 200)


def main():
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    for seed, (name, line) in enumerate(LAYERS.items()):
        write_step("layer_" + name, (1, 1, 2), around(line), seed + 10)
    for seed, (name, line) in enumerate(TIME_LAYERS.items()):
        write_step("layer_" + name, (1, 1, 2), around(line, "7x1x4"), seed + 40)
    write_step("layer_embedding", (6, 1, 1), ["embedding entries=9 units=4", "flatten", "dense units=3", "softmax"], 50)
    write_step("layer_embedding_gru", (6, 1, 1), ["embedding entries=9 units=4", "gru units=3", "flatten", "dense units=3", "softmax"], 51)
    for seed, name in enumerate(LOSSES):
        write_loss(name, seed + 60)
    write_operator_layers()
    write_step("loss_weights_smoothing", (1, 1, 5), ["dense units=3"], 1, weights=[0.5, 2.0, 1.5], smoothing=0.1, batch=6)
    write_step("loss_mse_softmax", (1, 1, 5), ["dense units=3", "softmax"], 2, mse=True)
    write_step("net_residual", (6, 5, 2), RESIDUAL, 3)
    write_step("net_projected", (6, 5, 2), PROJECTED, 7)
    write_step("net_frozen", (6, 5, 2), FROZEN, 8)
    write_step("net_ds_cnn", (12, 8, 1), DS, 4, batch=5, classes=4)
    for optimizer, rate in (("sgd", 0.02), ("adam", 0.01)):
        write_run(f"run_tiny_conv_{optimizer}", (12, 8, 1), TINY, 5, optimizer, rate)
        write_run(f"run_ds_cnn_{optimizer}", (12, 8, 1), DS, 6, optimizer, rate)


if __name__ == "__main__":
    main()
