"""Presets without data of their own are trained on arrays of the names that their paragraphs tell."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import designer
from designer.document.presets import list_presets

NUM_SAMPLES = 40
SMALL_GO = {"blocks": 1, "filters": 4, "board": 5}
Shapes = dict[str, tuple[int, ...]]
SEQUENCES: Shapes = {"x_train.first": (10, 32), "x_train.second": (10, 32), "y_train": (10, 32)}
ARRAYS: list[tuple[str, dict[str, Any], Shapes]] = [
    ("two_inputs", {}, {"x_train.input_16": (16,), "x_train.input_32": (32,), "y_train": (4,)}),
    ("siamese_lstm", {}, SEQUENCES),
    ("two_branch_lstm", {}, SEQUENCES),
    ("alphago_zero", SMALL_GO, {"x_train": (5, 5, 17), "y_train.policy": (26,), "y_train.value": (1,)}),
    ("dqn", {}, {"x_train": (2,), "y_train": (3,)}),
]


def test_every_preset_without_data_is_trained_here() -> None:
    without_data = {
        info.name
        for info in list_presets()
        if designer.load_preset(info.name).data.source.startswith("numpy:")
    }
    assert {name for name, *_ in ARRAYS} == without_data


@pytest.mark.parametrize(("name", "params", "shapes"), ARRAYS)
def test_a_preset_learns_from_the_arrays_that_it_names(
    name: str, params: dict[str, Any], shapes: Shapes, tmp_path: Path
) -> None:
    [about] = [info.about for info in list_presets() if info.name == name]
    assert all(array in about for array in shapes)
    draw = np.random.default_rng(0).random
    arrays = {array: draw((NUM_SAMPLES, *shape), np.float32) for array, shape in shapes.items()}
    if "y_train.policy" in arrays:
        arrays["y_train.policy"] /= arrays["y_train.policy"].sum(axis=1, keepdims=True)
    np.savez(tmp_path / "data.npz", **arrays)  # type: ignore[arg-type]
    project = designer.load_preset(name, **params)
    run = designer.train(project, data=f"numpy:{tmp_path / 'data.npz'}", epochs=1, run_dir=tmp_path)
    assert run.status == "finished"
    outputs = [array.removeprefix("y_train.") for array in shapes if array.startswith("y_train.")]
    assert all(np.isfinite(run.history[f"val_{output}_loss"]).all() for output in outputs)
    assert np.isfinite(run.history["val_loss"]).all()
