"""From a source as people write it to the source itself."""

from collections.abc import Callable
from dataclasses import replace

from designer.data.info import DataInfo
from designer.data.sources.base import Source
from designer.data.sources.digits import open_digits
from designer.data.sources.keras_datasets import open_keras
from designer.data.sources.npz import open_npz
from designer.data.sources.tfds_names import open_tfds
from designer.errors import RequestError

_KINDS: dict[str, Callable[[str], Source]] = {
    "digits": open_digits,
    "tfds": open_tfds,
    "keras": open_keras,
    "numpy": open_npz,
}
_LATER = ("tfrecord", "images", "csv", "text")
_SYNTAX = "Write digits, tfds:NAME, tfds:NAME:SPLIT, keras:NAME or numpy:FILE.npz."


def open_source(text: str) -> Source:
    """Open `digits`, `tfds:NAME`, `tfds:NAME:SPLIT`, `keras:NAME` or `numpy:FILE.npz`.

    Raises:
        RequestError: There is no such kind or name.
        DownloadNeeded: The data set isn't on this computer.
        DataError: It can't be read.
    """
    kind, _, rest = text.partition(":")
    if kind in _LATER:
        raise RequestError(f"Sources of the kind {kind}: are not offered yet.", _SYNTAX)
    if kind not in _KINDS:
        raise RequestError(f"'{text}' is no data source.", _SYNTAX)
    if not rest and kind != "digits":
        raise RequestError(f"'{text}' names no data set.", _SYNTAX)
    return _KINDS[kind](text)


def describe(text: str) -> DataInfo:
    """What a source holds, with the samples per class counted.

    Raises:
        RequestError: There is no such kind or name.
        DownloadNeeded: The data set isn't on this computer.
        DataError: It can't be read.
    """
    source = open_source(text)
    return replace(source.info, class_counts=source.count_classes())
