"""Writes the ONNX files of this folder: networks of common shapes with random weights, as PyTorch's own exporter writes them.

Run with PyTorch 1.13 (Debian's python3-torch): python3 make.py
"""

import torch
from torch import nn
from torch.nn import functional as F


def conv_bn(inputs, outputs, side=3, stride=1, groups=1, activation=True):
    layers = [nn.Conv2d(inputs, outputs, side, stride, side // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([nn.ReLU6()] if activation else []))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        hidden = 3 * inputs
        self.skips = stride == 1 and inputs == outputs
        self.branch = nn.Sequential(
            conv_bn(inputs, hidden, 1), conv_bn(hidden, hidden, 3, stride, hidden), conv_bn(hidden, outputs, 1, activation=False)
        )

    def forward(self, x):
        return x + self.branch(x) if self.skips else self.branch(x)


class PreActivation(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(inputs), nn.BatchNorm2d(outputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.shortcut = None if stride == 1 else nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        y = self.conv2(F.relu(self.norm2(self.conv1(F.relu(self.norm1(x))))))
        return y + (x if self.shortcut is None else self.shortcut(x))


class Dense(nn.Module):
    def __init__(self, inputs, growth):
        super().__init__()
        self.norm, self.conv = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, growth, 3, 1, 1, bias=False)

    def forward(self, x):
        return torch.cat([x, self.conv(F.relu(self.norm(x)))], 1)


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.one, self.three = nn.Conv2d(squeezed, expanded, 1), nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        return torch.cat([F.relu(self.one(x)), F.relu(self.three(x))], 1)


class Normalised(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        x = self.network((x - 0.45) / 0.22)
        return x.view(x.size(0), -1)


def head(channels):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 4)]


def block(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, 1, 1), nn.ReLU(), nn.BatchNorm2d(outputs)]


NETWORKS = {
    "activation-before-normalisation-opset9": nn.Sequential(
        *block(3, 4), *block(4, 4), nn.MaxPool2d(2), nn.Dropout(0.2), *block(4, 6), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(96, 4)
    ),
    "bottlenecks-opset11": nn.Sequential(
        conv_bn(3, 4, 3, 2), InvertedResidual(4, 4, 1), InvertedResidual(4, 6, 2), InvertedResidual(6, 6, 1), conv_bn(6, 8, 1), *head(8)
    ),
    "pre-activation-opset12": nn.Sequential(
        nn.Conv2d(3, 4, 3, 1, 1), PreActivation(4, 4, 1), PreActivation(4, 6, 2), nn.BatchNorm2d(6), nn.ReLU(), *head(6)
    ),
    "dense-blocks-opset13": nn.Sequential(
        nn.Conv2d(3, 4, 3, 2, 1), Dense(4, 3), Dense(7, 3), nn.BatchNorm2d(10), nn.ReLU(), nn.Conv2d(10, 5, 1), nn.AvgPool2d(2),
        Dense(5, 3), nn.BatchNorm2d(8), nn.ReLU(), *head(8)
    ),
    "fire-opset14": nn.Sequential(
        nn.Conv2d(3, 4, 3, 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), Fire(4, 2, 3), Fire(6, 2, 3), nn.Conv2d(6, 4, 1),
        nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
    ),
    "computed-padding-opset16": nn.Sequential(
        nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(3, 4, 3, 2), nn.ReLU(), nn.ZeroPad2d((1, 0, 2, 1)),
        nn.Conv2d(4, 4, 3, groups=4, dilation=2), nn.ReLU(), *head(4)
    ),
    "normalised-input-opset17": Normalised(
        nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.ReLU(), nn.Conv2d(4, 4, 8))
    ),
}

if __name__ == "__main__":
    for seed, (name, network) in enumerate(NETWORKS.items()):
        torch.manual_seed(seed)
        for tensor in network.state_dict().values():
            if tensor.dtype == torch.float32:
                tensor.normal_(0, 0.4)
        for layer in network.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.running_var.uniform_(0.5, 2)
                layer.weight.data.uniform_(0.5, 1.5)
        torch.onnx.export(
            network.eval(),
            torch.zeros(1, 3, 16, 16),
            name + ".onnx",
            opset_version=int(name.rsplit("opset", 1)[1]),
            input_names=["image"],
            dynamic_axes={"image": {0: "batch"}} if seed % 2 else None,
        )
