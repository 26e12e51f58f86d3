"""The network in torch: several small perceptrons side by side, taught, then written as ONNX.

Imported for training only; at work the ONNX file needs no torch.
"""

import io
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch

FloatArray = npt.NDArray[np.float64]

LEAST_SPREAD = 1e-6
TOLD_EVERY = 0.1  # share of the teaching


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to teach: networks side by side, their width, CPU seconds and passes at most, rows per
    step, first and last learning rate, share of the rows that each network sees."""

    networks: int = 3
    width: int = 96
    seconds: float = 420.0
    passes: int = 350
    batch: int = 1024
    rates: tuple[float, float] = (3e-3, 2e-5)
    seen: float = 0.85


class Perceptrons(torch.nn.Module):  # type: ignore[misc]  # the type checker does not read torch
    """k perceptrons of three hidden layers: (n, F) to (k, n, w), in and out scaled by what was
    taught."""

    def __init__(self, told: FloatArray, taught: FloatArray, recipe: Recipe) -> None:
        super().__init__()
        for name, table in (("told", told), ("taught", taught)):
            self.register_buffer(f"{name}_mean", _tensor(table.mean(axis=0)))
            self.register_buffer(f"{name}_spread", _tensor(np.maximum(table.std(0), LEAST_SPREAD)))
        widths = [told.shape[1], *[recipe.width] * 3, taught.shape[1]]
        self.weights = torch.nn.ParameterList()
        self.offsets = torch.nn.ParameterList()
        for wide, out in pairwise(widths):
            start = torch.randn(recipe.networks, wide, out) * (1.0 / wide) ** 0.5
            self.weights.append(torch.nn.Parameter(start))
            self.offsets.append(torch.nn.Parameter(torch.zeros(recipe.networks, 1, out)))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """What each network says, on the scale of the outputs."""
        spread, mean = self.get_buffer("taught_spread"), self.get_buffer("taught_mean")
        return self.plain(inputs) * spread + mean

    def plain(self, inputs: torch.Tensor) -> torch.Tensor:
        """The same in units of each output's own spread."""
        hidden = (inputs - self.get_buffer("told_mean")) / self.get_buffer("told_spread")
        last = len(self.weights) - 1
        for n, (weight, offset) in enumerate(zip(self.weights, self.offsets, strict=True)):
            hidden = torch.matmul(hidden, weight) + offset
            if n < last:
                hidden = torch.nn.functional.silu(hidden)
        return hidden


def teach(
    told: FloatArray, taught: FloatArray, recipe: Recipe, seed: int,
    report: Callable[[str], None] = lambda _: None,
) -> Perceptrons:  # fmt: skip
    """Perceptrons that map `told` (n, F) to `taught` (n, w); the rate falls to its last value at
    the end of the passes or of the CPU seconds, whichever comes first."""
    torch.manual_seed(seed)
    model = Perceptrons(told, taught, recipe)
    sees = (torch.rand(recipe.networks, len(told), 1) < recipe.seen).float()
    x = _tensor(told)
    y = (_tensor(taught) - model.get_buffer("taught_mean")) / model.get_buffer("taught_spread")
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.rates[0])
    began, steps, per_pass = time.process_time(), 0, -(-len(x) // recipe.batch)
    done = said = 0.0
    while done < 1.0:
        for rows in torch.split(torch.randperm(len(x)), recipe.batch):
            _step(model, optimiser, x[rows], y[rows], sees[:, rows])
            steps += 1
            spent = (time.process_time() - began) / recipe.seconds
            done = max(steps / (per_pass * recipe.passes), spent)
            _set_rate(optimiser, recipe, min(done, 1.0))
            if done >= min(said + TOLD_EVERY, 1.0):
                said = done
                report(f"taught {min(done, 1.0):.0%}")
            if done >= 1.0:
                break
    model.eval()
    return model


def _step(
    model: Perceptrons, optimiser: torch.optim.Optimizer,
    x: torch.Tensor, y: torch.Tensor, sees: torch.Tensor,
) -> None:  # fmt: skip
    optimiser.zero_grad()
    off = torch.nn.functional.smooth_l1_loss(
        model.plain(x), y.expand(len(sees), *y.shape), reduction="none", beta=0.2
    )
    (off * sees).mean().backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()


def _set_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, done: float) -> None:
    """From the first to the last rate along half a cosine."""
    first, last = recipe.rates
    for group in optimiser.param_groups:
        group["lr"] = last + (first - last) * 0.5 * (1.0 + np.cos(np.pi * done))


def export(model: Perceptrons, width: int) -> bytes:
    """The network as ONNX: `inputs` (n, width) float32 to `told` (k, n, w), any n."""
    memory = io.BytesIO()
    with warnings.catch_warnings():
        # The exporter that needs no further package announces that it is the old one.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            model, (torch.zeros(2, width),),
            memory,
            input_names=["inputs"],
            output_names=["told"], dynamic_axes={"inputs": {0: "n"}, "told": {1: "n"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
    return memory.getvalue()


def says(model: Perceptrons, inputs: FloatArray) -> FloatArray:
    """What torch makes of the inputs, (k, n, w)."""
    with torch.no_grad():
        told = model(_tensor(inputs))
    return np.asarray(told.numpy(), dtype=np.float64)


def _tensor(table: FloatArray) -> torch.Tensor:
    return torch.tensor(table, dtype=torch.float32)
