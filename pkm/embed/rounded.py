"""Products of a model in whole numbers of eight bits: for processors without bfloat16, and a quarter of the memory of their weights.

Weights are rounded once, a scale for each output; what flows between is rounded as it comes, a scale for each token, so that what
else is in the batch changes nothing (https://arxiv.org/abs/1712.05877). PyTorch's own dynamic quantisation has one scale for a
whole batch, and is to be removed.
"""

from __future__ import annotations

from functools import partial
from typing import Any

_LARGEST, _SMALLEST = 127, 1e-12


def round_products(model: Any) -> None:
    """Let every linear layer of a torch module multiply so from now on; the rest stays as it is."""
    import torch

    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            with torch.no_grad():
                scale = layer.weight.abs().amax(dim=1).clamp_min(_SMALLEST) / _LARGEST
                steps = (layer.weight / scale[:, None]).round().to(torch.int8).t().contiguous()
            bias = 0.0 if layer.bias is None else layer.bias.detach()
            layer.forward = partial(_multiply, torch, steps, scale, bias)
            layer.weight = torch.nn.Parameter(torch.empty(0), requires_grad=False)


def _multiply(torch: Any, steps: Any, scale: Any, bias: Any, given: Any) -> Any:
    rows = given.reshape(-1, given.shape[-1])
    own = rows.abs().amax(dim=1, keepdim=True).clamp_min(_SMALLEST) / _LARGEST
    counted = torch._int_mm((rows / own).round().to(torch.int8), steps)
    return (counted * own * scale + bias).reshape(*given.shape[:-1], -1)
