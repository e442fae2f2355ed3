"""NumPy archives: `x_train`, `y_train` and, where there are any, `x_val`, `y_val`, `x_test`, `y_test`."""

import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.sources.base import Array, Arrays, ArraySource, check_memory
from designer.errors import DataError, RequestError

_SPLITS = {"train": "train", "validation": "val", "test": "test"}
# MemoryError: the head of an array may promise any size.
_UNREADABLE = (OSError, ValueError, EOFError, KeyError, MemoryError, zipfile.BadZipFile, zlib.error)
_MAX_CLASSES = 10_000


def open_npz(source: str) -> ArraySource:
    """Open `numpy:FILE.npz`; pickled objects in it are never loaded.

    Raises:
        DataError: The file is missing or damaged, or its arrays don't belong together.
    """
    path = Path(source.partition(":")[2]).expanduser()
    arrays = _read_splits(path)
    train = arrays["train"]
    info = DataInfo(
        source=source,
        title=path.name,
        features=FeatureInfo(train.x.shape[1:], str(train.x.dtype), _value_range(train.x)),
        labels=_label_info(train.y),
        splits={split: len(part) for split, part in arrays.items()},
    )
    return ArraySource(info, {split: _with_flat_labels(part, info.labels) for split, part in arrays.items()})


def _read_splits(path: Path) -> dict[str, Arrays]:
    _check_file(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            return _splits_of(archive, path.name)
    except _UNREADABLE as error:
        if "allow_pickle" in str(error):
            raise DataError(
                f"{path.name} holds pickled Python objects, which could run code and are not loaded.",
                "Save plain arrays of numbers: numpy.savez(FILE, x_train=..., y_train=...).",
            ) from error
        raise DataError(f"{path} is damaged or isn't an .npz archive ({error}).", "Save it again.") from error


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise RequestError(f"There is no file {path}.", "Write numpy:FILE.npz with the path of an archive.")
    if not zipfile.is_zipfile(path):
        raise DataError(f"{path} is damaged or isn't an .npz archive.", "Save it again with numpy.savez.")
    with zipfile.ZipFile(path) as archive:
        check_memory(sum(member.file_size for member in archive.infolist()), path.name)


def _splits_of(archive: Mapping[str, Array], name: str) -> dict[str, Arrays]:
    keys = {split: (f"x_{short}", f"y_{short}") for split, short in _SPLITS.items()}
    arrays = {
        split: Arrays(_numbers(archive, x, name), _numbers(archive, y, name))
        for split, (x, y) in keys.items()
        if split == "train" or x in archive or y in archive
    }
    for split, part in arrays.items():
        _check_pair(part, arrays["train"], keys[split], name)
    return arrays


def _numbers(archive: Mapping[str, Array], key: str, name: str) -> Array:
    if key not in archive:
        raise DataError(f"{name} has no array {key}; it has {', '.join(archive) or 'no array at all'}.")
    array = archive[key]
    if array.dtype.kind not in "biuf" or array.ndim == 0:
        raise DataError(f"{key} in {name} is no table of numbers: dtype {array.dtype}, shape {array.shape}.")
    return array.astype(np.float32, copy=False) if array.dtype.kind == "f" else array


def _check_pair(part: Arrays, train: Arrays, keys: tuple[str, str], name: str) -> None:
    if len(part.x) != len(part.y):
        raise DataError(
            f"{name}: {keys[0]} has {len(part.x):,} samples, {keys[1]} has {len(part.y):,} labels.",
            "They must be as many.",
        )
    for key, array, model in zip(keys, (part.x, part.y), (train.x, train.y), strict=True):
        if array.shape[1:] != model.shape[1:]:
            raise DataError(
                f"{name}: a row of {key} has shape {array.shape[1:]}, in training {model.shape[1:]}."
            )


def _value_range(x: Array) -> tuple[float, float] | None:
    if x.dtype == np.uint8:
        return (0.0, 255.0)
    if x.dtype.kind != "f" or not FeatureInfo(x.shape[1:], "float32").is_image or not x.size:
        return None
    low, high = float(x.min()), float(x.max())
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None


def _label_info(y: Array) -> LabelInfo:
    if y.ndim == 2 and y.shape[1] > 1 and len(y) and _is_one_hot(y):
        return LabelInfo("one_hot", y.shape[1:], str(y.dtype), _numbered(y.shape[1]))
    if y.dtype.kind in "biu" and y.size == len(y) and y.size and y.max() < _MAX_CLASSES:
        return LabelInfo("classes", class_names=_numbered(max(int(y.max()) + 1, 2)))
    return LabelInfo("values", y.shape[1:], "float32")


def _is_one_hot(y: Array) -> bool:
    return bool(np.all((y == 0) | (y == 1)) and np.all(y.sum(axis=1) == 1))


def _numbered(num_classes: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(num_classes))


def _with_flat_labels(part: Arrays, labels: LabelInfo) -> Arrays:
    return Arrays(part.x, part.y.reshape(-1).astype(np.int64)) if labels.kind == "classes" else part
