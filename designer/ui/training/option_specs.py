"""The fields of training options: what each is called, what it accepts, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.catalog.spec import ParamKind, ParamSpec
from designer.document.schedules import Cosine, Exponential, OneCycle, Plateau
from designer.document.settings import Checkpointing, EarlyStopping, TrainingSettings

_TRAINING = TrainingSettings()
_MONITORS = ("val_loss", "loss", "val_accuracy", "accuracy")
_DEVICES = ("auto", "cpu", *(f"gpu:{number}" for number in range(4)), "all")


@dataclass(frozen=True)
class Option:
    """One field.

    Args:
        label: Its title.
        help: What it means, and what follows from it.
    """

    spec: ParamSpec
    label: str
    help: str


def _option(default: Any, name: str, kind: ParamKind, label: str, text: str, **limits: Any) -> Option:
    value = getattr(default, name)
    return Option(ParamSpec(name=name, kind=kind, default=value, **limits), label, text)


def _count(default: Any, name: str, label: str, text: str, minimum: int = 0) -> Option:
    return _option(default, name, "int", label, text, minimum=minimum)


def _number(
    default: Any, name: str, label: str, text: str, low: float = 0, high: float | None = None
) -> Option:
    return _option(default, name, "float", label, text, minimum=low, maximum=high)


RUN = (
    _count(_TRAINING, "epochs", "Epochs", "How often the network sees all training samples.", 1),
    _count(
        _TRAINING,
        "batch_size",
        "Batch size",
        "Samples between two changes of the weights. Larger batches are faster and steadier, and need more "
        "memory.",
        1,
    ),
    _count(
        _TRAINING,
        "validation_frequency",
        "Validate every",
        "Epochs from one validation to the next. Fewer validations take less time.",
        1,
    ),
    _option(
        _TRAINING,
        "seed",
        "int",
        "Seed",
        "The same seed gives the same first weights, dropout and order of samples.",
        minimum=0,
        maximum=2**32 - 1,
    ),
)

WARMUP = _number(
    Cosine(),
    "warmup_epochs",
    "Warm-up epochs",
    "The learning rate rises in a straight line from 0 for so long, which spares fresh weights wild steps.",
)

SCHEDULES: Mapping[str, tuple[Option, ...]] = {
    "exponential": (
        _number(
            Exponential(),
            "rate",
            "Factor",
            "What the learning rate is multiplied by in each decay period.",
            1e-9,
            1,
        ),
        _number(Exponential(), "decay_epochs", "Decay epochs", "How long a decay period is.", 1e-6),
        _option(
            Exponential(),
            "staircase",
            "bool",
            "Staircase",
            "The learning rate falls at once at the end of each period, not bit by bit.",
        ),
    ),
    "cosine": (
        _number(
            Cosine(),
            "first_epochs",
            "First restart",
            "After how many epochs the learning rate restarts from its peak; 0 for never.",
        ),
        _number(
            Cosine(), "t_mul", "Cycle growth", "Each cycle is so many times as long as the last.", 1e-6, 1000
        ),
        _number(
            Cosine(),
            "m_mul",
            "Peak factor",
            "Each cycle starts at this part of where the last one started.",
            1e-6,
            1000,
        ),
        _number(Cosine(), "alpha", "Least factor", "The part of the learning rate it falls to.", 0, 1),
    ),
    "one_cycle": (
        _number(OneCycle(), "rise", "Rising part", "The part of the run in which it rises.", 1e-6, 0.999999),
        _number(
            OneCycle(),
            "start_divisor",
            "Start divisor",
            "The run starts with the optimizer's learning rate divided by this.",
            1,
        ),
        _number(
            OneCycle(),
            "end_divisor",
            "End divisor",
            "The run ends with its starting rate divided by this.",
            1,
        ),
    ),
    "plateau": (
        _option(
            Plateau(),
            "monitor",
            "choice",
            "Monitor",
            "The metric that has to get better, as the curves call it; val_ is that of validation.",
            choices=_MONITORS,
            open=True,
        ),
        _number(
            Plateau(), "factor", "Factor", "What the learning rate is multiplied by then.", 1e-9, 0.999999
        ),
        _count(Plateau(), "patience", "Patience", "Epochs without improvement before that.", 1),
        _number(Plateau(), "min_delta", "Least change", "What counts as an improvement."),
        _count(Plateau(), "cooldown", "Cool-down", "Epochs after a reduction that don't count."),
        _number(Plateau(), "min_factor", "Least factor", "The part of the learning rate it stops at.", 0, 1),
    ),
}

EARLY_STOPPING = (
    _option(
        EarlyStopping(),
        "monitor",
        "choice",
        "Monitor",
        "The metric that has to get better, as the curves call it; val_ is that of validation.",
        choices=_MONITORS,
        open=True,
    ),
    _count(
        EarlyStopping(),
        "patience",
        "Patience",
        "Epochs without improvement before the run ends; of a metric of validation only epochs that are "
        "validated count.",
    ),
    _number(EarlyStopping(), "min_delta", "Least change", "A smaller improvement doesn't count."),
    _option(
        EarlyStopping(),
        "mode",
        "choice",
        "Better is",
        "Whether less (min) or more (max) of the metric is better; auto judges by its name.",
        choices=("auto", "min", "max"),
    ),
    _count(EarlyStopping(), "start_from_epoch", "Ignore first", "Epochs at the beginning that don't count."),
    _option(
        EarlyStopping(),
        "restore_best_weights",
        "bool",
        "Keep best weights",
        "The run ends with the weights of its best epoch instead of its last.",
    ),
)

SMOOTHING = (
    _number(
        _TRAINING,
        "label_smoothing",
        "Label smoothing",
        "The part of each label that is spread over all classes, such as 0.1, so that the network grows less "
        "sure of itself. It takes one-hot labels; a suggested loss is one that does.",
        0,
        0.999,
    ),
)

CHECKPOINTS = (
    _count(
        Checkpointing(),
        "every",
        "Save every",
        "How many epochs, batches or minutes lie between two checkpoints. A run goes on from its last one.",
        1,
    ),
    _option(
        Checkpointing(),
        "unit",
        "choice",
        "Counted in",
        "What checkpoints are counted in. Batches and minutes also save within long epochs.",
        choices=("epochs", "batches", "minutes"),
    ),
    _count(
        Checkpointing(),
        "keep_every",
        "Keep every",
        "Checkpoints of every so many epochs are kept for good; with 0 only the best and the last.",
    ),
)

COMPUTING = (
    _option(
        _TRAINING,
        "device",
        "choice",
        "Device",
        "Where to compute: auto takes a GPU if there is one; all divides each batch among all GPUs.",
        choices=_DEVICES,
    ),
    _option(
        _TRAINING,
        "precision",
        "choice",
        "Precision",
        "Mixed precision computes in 16 bits and keeps weights in 32. It is fast on recent GPUs; on a CPU "
        "mixed_float16 is several times slower.",
        choices=("float32", "mixed_bfloat16", "mixed_float16"),
    ),
    _option(
        _TRAINING,
        "steps_per_execution",
        "int",
        "Steps at a time",
        "Batches that TensorFlow computes at once. More are faster for small networks, but Pause, "
        "Stop and checkpoints wait for all of them.",
        minimum=1,
        maximum=10_000,
    ),
    _option(
        _TRAINING,
        "deterministic",
        "bool",
        "Deterministic",
        "Only kernels that give the same result each time, which may be slower. It holds until the program "
        "ends.",
    ),
)

RECORDING = (
    _count(
        _TRAINING,
        "histogram_interval",
        "Histogram every",
        "Batches between two histograms of the weights; 0 for none.",
    ),
    _option(
        _TRAINING,
        "tensorboard",
        "bool",
        "TensorBoard logs",
        "Also write logs that TensorBoard reads, into the run's folder.",
    ),
)
