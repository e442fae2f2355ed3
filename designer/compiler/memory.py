"""How much memory training takes, estimated without running it.

Training keeps in memory (Sohoni et al., Low-Memory Neural Network Training: A Technical Report, 2019): the
weights, one gradient for each trainable weight, what the optimiser keeps beside it (its slots), and until the
backward pass the outputs of every layer for the whole batch. All are float32. Scratch space of single
operations is not counted, so a real run takes somewhat more.
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from designer.catalog.values import KerasObject

BYTES_PER_VALUE = 4

_MEBIBYTE = 2**20
_PATIENCE_S = 5.0
_UNLISTED_SLOTS = 2
_SLOTS: Mapping[str, int] = {
    "Adadelta": 2,
    "Adafactor": 1,
    "Adagrad": 1,
    "Adam": 2,
    "AdamW": 2,
    "Adamax": 2,
    "Ftrl": 2,
    "Lamb": 2,
    "Lion": 1,
    "Muon": 1,
    "Nadam": 2,
    "RMSprop": 1,
    "ScheduleFreeAdamW": 2,
    "SGD": 0,
}
"""How many values an optimiser of Keras keeps for each trainable weight by default."""
_OPTIONAL_SLOTS: Mapping[str, frozenset[str]] = {
    "momentum": frozenset({"SGD", "RMSprop"}),
    "centered": frozenset({"RMSprop"}),
    "amsgrad": frozenset({"Adam", "AdamW"}),
}
"""Arguments that let some optimisers keep one value more."""
_ALWAYS_OPTIONAL = ("use_ema", "gradient_accumulation_steps")


class Counted(Protocol):
    """What the estimate needs of an analysis."""

    @property
    def parameters(self) -> int:
        """Number of weights."""

    @property
    def trainable(self) -> int:
        """How many of them training changes."""

    @property
    def activation_bytes(self) -> int:
        """Bytes of all outputs for one sample."""


@dataclass(frozen=True, slots=True)
class TrainingMemory:
    """The parts of the estimate, in bytes.

    Args:
        optimizer: The optimiser's slots.
        activations: The outputs of all layers for one batch.
    """

    parameters: int
    gradients: int
    optimizer: int
    activations: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.parameters + self.gradients + self.optimizer + self.activations


def training_memory(found: Counted, batch_size: int, optimizer: KerasObject) -> TrainingMemory:
    """Bytes that training takes: 4·(weights + trainable·(1 + slots)) + batch size·activation bytes."""
    gradients = BYTES_PER_VALUE * found.trainable
    return TrainingMemory(
        parameters=BYTES_PER_VALUE * found.parameters,
        gradients=gradients,
        optimizer=gradients * num_slots(optimizer),
        activations=batch_size * found.activation_bytes,
    )


def largest_batch(found: Counted, optimizer: KerasObject, budget_bytes: int) -> int:
    """The largest power of two that is a batch size within a budget; 0 where not even one sample fits."""
    room = budget_bytes - training_memory(found, 0, optimizer).total
    samples = room // max(1, found.activation_bytes)
    return int(2 ** (samples.bit_length() - 1)) if samples > 0 else 0


def num_slots(optimizer: KerasObject) -> int:
    """How many values an optimiser keeps for each trainable weight; 2, as Adam, where it isn't known."""
    name, params = optimizer.type, optimizer.params
    options = [key for key, names in _OPTIONAL_SLOTS.items() if name in names]
    extra = sum(bool(params.get(key)) for key in (*options, *_ALWAYS_OPTIONAL))
    return _SLOTS.get(name, _UNLISTED_SLOTS) + extra


def free_memory() -> int:
    """Bytes of this machine's memory that nothing uses."""
    import psutil

    return int(psutil.virtual_memory().available)


def own_memory() -> int:
    """Bytes of this machine's memory that this process uses."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def free_gpu_memory() -> int | None:
    """Bytes that nothing uses on the first GPU, by NVIDIA's own tool; None where there is no telling."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None
    words = (tool, "--query-gpu=memory.free", "--format=csv,noheader,nounits")
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=_PATIENCE_S)
        return int(done.stdout.split()[0]) * _MEBIBYTE
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
