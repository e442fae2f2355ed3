"""An .npz archive is read whole and checked, or refused in one clear line."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.data.sources.registry import describe, open_source
from designer.errors import DataError, RequestError

X = np.zeros((6, 4, 4), np.uint8)
Y = np.array([0, 1, 2, 0, 1, 2])


def saved(folder: Path, **arrays: Any) -> str:
    np.savez(folder / "data.npz", **arrays)
    return f"numpy:{folder / 'data.npz'}"


def test_splits_classes_and_counts_are_described(tmp_path: Path) -> None:
    info = describe(saved(tmp_path, x_train=X, y_train=Y, x_test=X[:2], y_test=Y[:2]))
    assert info.splits == {"train": 6, "test": 2}
    assert info.class_counts == {"train": (2, 2, 2), "test": (1, 1, 0)}
    assert info.features.shape == (4, 4)
    assert info.features.value_range == (0.0, 255.0)


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (Y, "classes"),
        (Y.reshape(6, 1), "classes"),
        (Y > 0, "classes"),
        (np.eye(3)[Y], "one_hot"),
        (Y * 0.5, "values"),
        (Y * 100_000, "values"),
        (Y - 1, "values"),
        (np.full((6, 4), 0.25), "probabilities"),
        (np.ones((6, 2)), "values"),
    ],
)
def test_kind_of_labels_is_recognised(tmp_path: Path, labels: Any, kind: str) -> None:
    assert describe(saved(tmp_path, x_train=X, y_train=labels)).labels.kind == kind


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"y_train": Y}, r"data\.npz has no array x_train; it has y_train"),
        ({"x_train": X, "y_train": Y, "x_val": X}, r"has no array y_val"),
        ({"x_train": X, "y_train": Y[:5]}, r"x_train has 6 samples, y_train has 5 labels"),
        ({"x_train": X, "y_train": Y, "x_val": X[:, :2], "y_val": Y}, r"x_val has shape \(2, 4\)"),
        ({"x_train": X, "y_train": np.array(["a"] * 6)}, r"y_train .* no table of numbers"),
        ({"x_train": X, "x_train.a": X, "y_train": Y}, r"has both x_train and x_train\.a"),
        ({"x_train.a": X, "x_train.b": X[:5], "y_train": Y}, r"x_train\.a has 6 samples, x_train\.b has 5"),
        ({"x_train.a": X, "y_train.p": Y, "x_val.a": X, "y_val": Y}, r"has no array y_val\.p; it has"),
        ({"x_train": np.array([{}] * 6), "y_train": Y}, r"pickled Python objects"),
    ],
)
def test_arrays_that_do_not_belong_together_are_refused(
    tmp_path: Path, arrays: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        open_source(saved(tmp_path, **arrays))


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_truncated_archive_is_refused(tmp_path: Path, keep: float) -> None:
    source = saved(tmp_path, x_train=X, y_train=Y)
    path = tmp_path / "data.npz"
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content)) if keep < 1 else int(keep)])
    with pytest.raises(DataError, match="damaged"):
        open_source(source)


def test_flipped_byte_is_noticed(tmp_path: Path) -> None:
    source = saved(tmp_path, x_train=X, y_train=Y)
    path = tmp_path / "data.npz"
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(DataError, match="damaged"):
        open_source(source)


def test_an_array_that_promises_more_than_any_memory_is_refused(tmp_path: Path) -> None:
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f4", "fortran_order": False, "shape": (10**14,)})
    with zipfile.ZipFile(tmp_path / "data.npz", "w") as archive:
        archive.writestr("x_train.npy", head.getvalue())
        archive.writestr("y_train.npy", head.getvalue())
    with pytest.raises(DataError, match="is damaged"):
        open_source(f"numpy:{tmp_path / 'data.npz'}")


def test_values_that_are_no_numbers_have_no_range(tmp_path: Path) -> None:
    x = np.full((6, 4, 4, 1), np.nan, np.float32)
    assert describe(saved(tmp_path, x_train=x, y_train=Y)).features.value_range is None


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"There is no file .*gone\.npz"):
        open_source(f"numpy:{tmp_path / 'gone.npz'}")


def test_archive_larger_than_memory_is_refused_with_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 400

    monkeypatch.setattr("psutil.virtual_memory", Memory)
    with pytest.raises(DataError, match=r"needs .* of memory; half of what is free is 200 bytes"):
        open_source(saved(tmp_path, x_train=X, y_train=Y))


def test_several_inputs_and_outputs_have_an_array_each(tmp_path: Path) -> None:
    arrays = {
        "x_train.left": X,
        "x_train.right": X[:, 0],
        "y_train.policy": np.eye(3)[Y],
        "y_train.value": Y * 0.5,
    }
    source = open_source(saved(tmp_path, **arrays))
    info = source.info
    assert [(each.name, each.shape) for each in info.inputs] == [("left", (4, 4)), ("right", (4,))]
    assert [(each.name, each.kind) for each in info.targets] == [("policy", "one_hot"), ("value", "values")]
    loaded = source.load("train")
    assert [x.shape for x in loaded.inputs] == [(6, 4, 4), (6, 4)]
    assert [y.shape for y in loaded.targets] == [(6, 3), (6,)]
