"""Even out an encoder's activations before they are rounded to 8 bits (SmoothQuant, Xiao et al. 2023): a few channels are many times
larger than the rest, and one scale for all of them would leave the small ones no digits.
"""

from __future__ import annotations

import copy

import torch
from torch import nn

from pipeline.model.network import Network

# Share of the unevenness that moves from the activations into the weights, by layer; measured: fewest tags changed by rounding.
STRENGTH = {"out": 0.5, "mix": 0.5, "up": 0.5, "down": 0.75}  # `out` first: what it moves into `mix` counts there


class Scaled(nn.Module):
    """A linear layer whose inputs are divided, and whose weights are multiplied, by a scale a channel: the same function."""

    def __init__(self, linear: nn.Linear, scale: torch.Tensor) -> None:
        super().__init__()
        self.inverse = nn.Parameter(1 / scale)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.weight.data, self.linear.bias.data = linear.weight.data * scale, linear.bias.data

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what the layer returned before."""
        return self.linear(x * self.inverse)


def smoothed(network: Network, sample: list[tuple[torch.Tensor, torch.Tensor]]) -> Network:
    """Return a copy of the network that gives the same scores from evener activations; `sample` holds (embedded, mask) of typical text."""
    network = copy.deepcopy(network).eval()
    largest: dict[nn.Module, torch.Tensor] = {}

    def look(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        top = inputs[0].detach().abs().flatten(0, -2).amax(0)
        largest[module] = torch.maximum(largest[module], top) if module in largest else top

    layers = [(layer, name) for layer in network.encoder.layers for name in STRENGTH]
    hooks = [getattr(layer, name).register_forward_pre_hook(look) for layer, name in layers]
    with torch.no_grad():
        for embedded, mask in sample:
            network(embedded, mask)
    for hook in hooks:
        hook.remove()
    for layer, name in layers:
        linear = getattr(layer, name)
        weight = linear.weight.detach().abs().amax(0)
        share = STRENGTH[name]
        scale = (largest[linear].clamp(min=1e-5) ** share / weight.clamp(min=1e-5) ** (1 - share)).clamp(1e-3, 1e3)
        if name == "out":  # attention is linear in its values: they come divided already
            for mixed in layer.get_submodule("mix").parameters():
                mixed.data[2 * len(scale) :].t().div_(scale)
            linear.weight.data *= scale
        else:
            setattr(layer, name, Scaled(linear, scale))
    return network
