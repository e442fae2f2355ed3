"""The image and table sets of `keras.datasets`."""

import hashlib
import importlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from designer.data.download import Download, DownloadNeeded
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.sources.base import Array, Arrays, ArraySource
from designer.data.tfds_import import load_tfds
from designer.errors import DataError, RequestError, did_you_mean

_BUCKET = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_TORONTO = "https://www.cs.toronto.edu/~kriz/"


@dataclass(frozen=True)
class _KerasSet:
    """One set of `keras.datasets`.

    Args:
        files: Checksum (SHA-256) by path below the folder of data sets; empty where none is published.
        size_bytes: Size of the download.
        classes: Number of classes and name of the same set in tensorflow-datasets, which knows the classes'
            names; None where numbers are to be predicted.
    """

    title: str
    base_url: str
    files: Mapping[str, str]
    size_bytes: int
    classes: str | None = None


_SETS = {
    "mnist": _KerasSet(
        "MNIST handwritten digits",
        _BUCKET,
        {"mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"},
        11_490_434,
        "mnist",
    ),
    "fashion_mnist": _KerasSet(
        "Fashion-MNIST clothes",
        _BUCKET,
        {
            f"fashion-mnist/{name}-ubyte.gz": ""
            for name in ("train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3")
        },
        30_878_645,
        "fashion_mnist",
    ),
    "cifar10": _KerasSet(
        "CIFAR-10 pictures",
        _TORONTO,
        {
            "cifar-10-batches-py-target_archive": (
                "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"
            )
        },
        170_498_071,
        "cifar10",
    ),
    "cifar100": _KerasSet(
        "CIFAR-100 pictures",
        _TORONTO,
        {
            "cifar-100-python-target_archive": (
                "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7"
            )
        },
        169_001_437,
        "cifar100",
    ),
    "california_housing": _KerasSet(
        "House prices in California",
        _BUCKET,
        {"california_housing.npz": "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f"},
        743_530,
    ),
    "boston_housing": _KerasSet(
        "House prices in Boston",
        _BUCKET,
        {"boston_housing.npz": "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"},
        57_026,
    ),
}


def open_keras(source: str) -> ArraySource:
    """Open `keras:NAME`.

    Raises:
        RequestError: There is no such set.
        DownloadNeeded: It isn't on this computer.
        DataError: Its files are damaged.
    """
    name = source.partition(":")[2]
    if name not in _SETS:
        raise _unknown(name)
    _check_files(source, name)
    try:
        (x_train, y_train), (x_test, y_test) = importlib.import_module(f"keras.datasets.{name}").load_data()
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(source, str(error)) from error
    arrays = {"train": _tidy(x_train, y_train), "test": _tidy(x_test, y_test)}
    return ArraySource(_info(source, name, arrays), arrays)


def keras_dir() -> Path:
    """Where Keras looks for data sets: `KERAS_HOME` or `~/.keras`; a temporary folder if read-only."""
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras").expanduser()
    if home.is_dir() and not os.access(home, os.W_OK):
        return Path(tempfile.gettempdir()) / ".keras"
    return home


def _check_files(source: str, name: str) -> None:
    keras_set = _SETS[name]
    folder = keras_dir() / "datasets"
    missing = [file for file in keras_set.files if not (folder / file).is_file()]
    if missing:
        download = Download(
            source, name, keras_set.title, keras_dir(), keras_set.size_bytes, (keras_set.base_url,)
        )
        raise DownloadNeeded(
            download,
            f"Download it, or copy {', '.join(missing)} from another computer into {folder}, "
            "or set KERAS_HOME to the folder whose 'datasets' has it.",
        )
    # Keras would silently download again, and wait long where there is no network.
    for file, checksum in keras_set.files.items():
        if checksum and _sha256(folder / file) != checksum:
            raise _damaged(source, f"{file} doesn't have the publisher's checksum")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(source: str, reason: str) -> DataError:
    folder = keras_dir() / "datasets"
    return DataError(
        f"{source} is damaged in {folder}: {reason}.", "Delete its files there and download it again."
    )


def _unknown(name: str) -> RequestError:
    hint = did_you_mean(name, _SETS, f"There are {', '.join(_SETS)}.")
    return RequestError(f"There is no data set keras:{name} of images or numbers.", hint)


def _tidy(x: Array, y: Array) -> Arrays:
    if x.dtype == np.uint8:
        return Arrays(x if x.ndim == 4 else x[..., np.newaxis], y.reshape(-1).astype(np.int64))
    return Arrays(x.astype(np.float32), y.astype(np.float32))


def _info(source: str, name: str, arrays: Mapping[str, Arrays]) -> DataInfo:
    x = arrays["train"].x
    names = _class_names(_SETS[name].classes)
    return DataInfo(
        source=source,
        title=_SETS[name].title,
        features=FeatureInfo(x.shape[1:], str(x.dtype), (0.0, 255.0) if x.dtype == np.uint8 else None),
        labels=LabelInfo("classes", class_names=names) if names else LabelInfo("values", dtype="float32"),
        splits={split: len(part) for split, part in arrays.items()},
    )


def _class_names(tfds_name: str | None) -> tuple[str, ...]:
    if tfds_name is None:
        return ()
    tfds = load_tfds()
    return tuple(tfds.builder(tfds_name).info.features["label"].names)
