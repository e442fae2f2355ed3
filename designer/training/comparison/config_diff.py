"""What differs between the settings of several runs, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.catalog.values import KerasObject
from designer.document.base import Settings
from designer.document.project import Project
from designer.training.comparison.words import value_text

_TITLES: Mapping[str, str] = {
    "optimizer": "Optimiser",
    "validation_percent": "Held back for validation, %",
    "test_percent": "Held back for a test, %",
    "validation_split": "Split to validate on",
    "seed": "Seed",
    "adaptation": "Samples",
    "adaptations": "Samples",
    "early_stopping": "Early stopping",
    "loss_weights": "Weights of losses",
    "metrics": "Metrics",
    "output_metrics": "Metrics of outputs",
    "class_weights": "Weights of classes",
    "batch_size": "Batch size",
    "histogram_interval": "Batches between histograms",
    "schedule": "Learning rate schedule",
    "validation_frequency": "Epochs between validations",
    "steps_per_execution": "Batches per call of TensorFlow",
    "precision": "Precision",
    "tensorboard": "Logs for TensorBoard",
}
_ABSENT: Mapping[str, str] = {
    "loss": "as suggested",
    "metrics": "as suggested",
    "loss_weights": "equal",
    "output_metrics": "as for all",
    "class_weights": "equal",
    "early_stopping": "never",
    "adaptation": "as they are",
    "adaptations": "as they are",
    "validation_split": "part of the training split",
}


@dataclass(frozen=True)
class ConfigRow:
    """One setting of all runs.

    Args:
        path: Where it is, in words: "Training: Batch size".
        values: Of each run, in words; empty where a run has no such setting.
    """

    path: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether not all runs have the same."""
        return len(set(self.values)) > 1


Facts = Mapping[str, str]


def config_diff(projects: Sequence[Project | None], facts: Sequence[Facts] = ()) -> tuple[ConfigRow, ...]:
    """All settings of several runs, a row each, whether they differ or not.

    Args:
        projects: What was trained; None where it can't be read.
        facts: What else is known of each, by its path; these rows come first.
    """
    further = facts or [{}] * len(projects)
    columns = [
        {**known, **(_settings(project) if project else {})}
        for known, project in zip(further, projects, strict=True)
    ]
    paths = dict.fromkeys(path for column in columns for path in column)
    return tuple(ConfigRow(path, tuple(column.get(path, "") for column in columns)) for path in paths)


def _settings(project: Project) -> dict[str, str]:
    return {
        "Network: Layers": f"{len(project.graph.nodes):,}",
        "Network: Weights": project.weights.origin or "from a file" if project.weights else "new",
        **_fields("Training", project.training),
        **_fields("Data", project.data),
    }


def _fields(path: str, settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in type(settings).model_fields:
        found |= _field(f"{path}: {_title(name)}", name, getattr(settings, name))
    return found


def _field(path: str, name: str, value: Any) -> dict[str, str]:
    if value is None or value in ((), {}):
        return {path: _ABSENT.get(name, "none")}
    if isinstance(value, Settings):
        return _fields(path, value)
    if isinstance(value, dict) and all(isinstance(item, Settings) for item in value.values()):
        parts = (_fields(f"{path} of {key}", item) for key, item in value.items())
        return {inner: text for part in parts for inner, text in part.items()}
    return {path: _text(value)}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, tuple) and any(item is None or isinstance(item, KerasObject) for item in value):
        return ", ".join("as suggested" if item is None else value_text(item) for item in value)
    return value_text(value)


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " ").capitalize())
