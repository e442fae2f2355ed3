"""NumPy archives: `x_train`, `y_train` and, where there are any, `x_val`, `y_val`, `x_test`, `y_test`.

For several Inputs or outputs there are arrays `x_train.NAME` and `y_train.NAME` instead, and so on.
"""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from designer.data.info import DataInfo
from designer.data.sources.array_info import feature_info, label_info
from designer.data.sources.base import Array, Arrays, ArraySource, check_memory
from designer.errors import DataError, RequestError

_SPLITS = {"train": "train", "validation": "val", "test": "test"}
# MemoryError: the head of an array may promise any size.
_UNREADABLE = (OSError, ValueError, EOFError, KeyError, MemoryError, zipfile.BadZipFile, zlib.error)


def open_npz(source: str) -> ArraySource:
    """Open `numpy:FILE.npz`; pickled objects in it are never loaded.

    Raises:
        DataError: The file is missing or damaged, or its arrays don't belong together.
    """
    path = Path(source.partition(":")[2]).expanduser()
    names, arrays = _read_splits(path)
    train = arrays["train"]
    features = [feature_info(x, name) for x, name in zip(train.inputs, names["x"], strict=True)]
    labels = [label_info(y, name) for y, name in zip(train.targets, names["y"], strict=True)]
    info = DataInfo(
        source=source,
        title=path.name,
        features=features[0],
        labels=labels[0],
        splits={split: len(part) for split, part in arrays.items()},
        further_features=tuple(features[1:]),
        further_labels=tuple(labels[1:]),
    )
    return ArraySource(info, {split: _with_flat_labels(part, info) for split, part in arrays.items()})


def _read_splits(path: Path) -> tuple[Mapping[str, Sequence[str]], dict[str, Arrays]]:
    _check_file(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            names = {axis: _names(archive, axis, path.name) for axis in "xy"}
            return names, _splits_of(archive, names, path.name)
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


def _names(archive: Mapping[str, Array], axis: str, file: str) -> Sequence[str]:
    """The names of the arrays of samples (`x`) or labels (`y`); one empty name for a plain array."""
    plain = f"{axis}_train"
    names = [key.removeprefix(f"{plain}.") for key in archive if key.startswith(f"{plain}.")]
    if names and plain in archive:
        raise DataError(
            f"{file} has both {plain} and {plain}.{names[0]}.",
            f"Give every array a name ({plain}.NAME), or keep one array {plain}.",
        )
    return names or [""]


def _splits_of(
    archive: Mapping[str, Array], names: Mapping[str, Sequence[str]], file: str
) -> dict[str, Arrays]:
    arrays: dict[str, Arrays] = {}
    for split, short in _SPLITS.items():
        if split != "train" and not any(_is_of(key, short) for key in archive):
            continue
        x_keys, y_keys = ([_key(axis, short, name) for name in names[axis]] for axis in "xy")
        x = [_numbers(archive, key, file) for key in x_keys]
        y = [_numbers(archive, key, file) for key in y_keys]
        part = Arrays(x[0], y[0], tuple(x[1:]), tuple(y[1:]))
        _check_part(part, arrays.get("train", part), [*x_keys, *y_keys], file)
        arrays[split] = part
    return arrays


def _key(axis: str, split: str, name: str) -> str:
    return f"{axis}_{split}.{name}" if name else f"{axis}_{split}"


def _is_of(key: str, split: str) -> bool:
    return key.partition(".")[0] in (f"x_{split}", f"y_{split}")


def _numbers(archive: Mapping[str, Array], key: str, file: str) -> Array:
    if key not in archive:
        axis, name = key.partition("_")[0], key.partition(".")[2]
        known = ", ".join(archive) or "no array at all"
        what = f"the {'samples' if axis == 'x' else 'labels'}{f' of {name}' if name else ''}"
        raise DataError(f"{file} has no array {key}; it has {known}.", f"Save {what} as {key}.")
    array = archive[key]
    if array.dtype.kind not in "biuf" or array.ndim == 0:
        raise DataError(f"{key} in {file} is no table of numbers: dtype {array.dtype}, shape {array.shape}.")
    return array.astype(np.float32, copy=False) if array.dtype.kind == "f" else array


def _check_part(part: Arrays, train: Arrays, keys: Sequence[str], file: str) -> None:
    num_samples = len(part.x)
    models = (*train.inputs, *train.targets)
    for key, array, model in zip(keys, (*part.inputs, *part.targets), models, strict=True):
        if len(array) != num_samples:
            what = "samples" if key.startswith("x") else "labels"
            raise DataError(
                f"{file}: {keys[0]} has {num_samples:,} samples, {key} has {len(array):,} {what}.",
                "They must be as many.",
            )
        if array.shape[1:] != model.shape[1:]:
            raise DataError(
                f"{file}: a row of {key} has shape {array.shape[1:]}, in training {model.shape[1:]}."
            )


def _with_flat_labels(part: Arrays, info: DataInfo) -> Arrays:
    labels = [
        y.reshape(-1).astype(np.int64) if of.kind == "classes" else y
        for y, of in zip(part.targets, info.targets, strict=True)
    ]
    return Arrays(part.x, labels[0], part.further_x, tuple(labels[1:]))
