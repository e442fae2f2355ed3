"""HDF5 files that nobody vouches for: read piece by piece, with a limit for everything.

Only plain numeric data that lies in the file itself is read. Links out of the file, soft links, virtual and
external data are passed over as if they weren't there.
"""

import math
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from designer.errors import WeightsError

if TYPE_CHECKING:
    import h5py
    import numpy as np

_MOST_ENTRIES = 100_000
_DEEPEST = 16
# Weights hardly shrink when they are packed, but for those that are all alike.
_MOST_UNPACKED = 4
_ALWAYS_ALLOWED_BYTES = 64 * 2**20
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_NUMBERS = "fiub"
# What h5py raises where a file contradicts itself, or holds what numpy has no type for.
_FAILURES = (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, ArithmeticError)


class Hdf5File:
    """An open file; use it as a context.

    Args:
        path: The file.
        magic: What it must begin with; empty for any HDF5 file.
        root: The group that all others are below.

    Raises:
        WeightsError: It is no such file, or damaged.
    """

    def __init__(self, path: Path, *, magic: bytes = b"", root: str = "") -> None:
        import h5py

        self._path = path
        self._budget = 0
        self._num_entries = 0
        self._last: tuple[str, Any] = ("", None)
        try:
            with path.open("rb") as raw:
                start = raw.read(len(magic) or len(_SIGNATURE))
            if start != (magic or _SIGNATURE):
                raise WeightsError(f"{path} is no file of weights.", "Choose another.")
            self._budget = _MOST_UNPACKED * path.stat().st_size + _ALWAYS_ALLOWED_BYTES
            self._file = h5py.File(path, "r")
            self._root = self._find(self._file, root) if root else self._file
        except _FAILURES as error:
            raise _damaged(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def groups(self) -> list[str]:
        """Names of the groups."""
        return self._entries(self._root)[1]

    def keys_of(self, group: str) -> list[str]:
        """Paths of all data sets below a group, in the file's order."""
        import h5py

        found: list[str] = []
        place = self._find(self._root, group)
        if isinstance(place, h5py.Group):
            self._collect(place, "", found, set(), 0)
        return found

    def has(self, group: str, key: str) -> bool:
        """Whether there is data of that name."""
        return self._dataset(group, key) is not None

    def shape(self, group: str, key: str) -> tuple[int, ...]:
        """The shape of some data."""
        return tuple(self._need(group, key).shape)

    def read(self, group: str, key: str) -> "np.ndarray[Any, Any]":
        """Some data.

        Raises:
            WeightsError: It is damaged, or larger than the file can honestly be.
        """
        dataset = self._need(group, key)
        self._budget -= math.prod(dataset.shape) * dataset.dtype.itemsize
        if self._budget < 0:
            raise WeightsError(f"{self._path} claims to hold more than its size allows.", "Don't trust it.")
        try:
            found: np.ndarray[Any, Any] = dataset[()]
            return found
        except _FAILURES as error:
            raise _damaged(self._path, error) from error

    def attribute(self, group: str, name: str) -> Any:
        """An attribute of a group; None where there is none."""
        found = self._find(self._root, group) if group else self._root
        try:
            return found.attrs.get(name)
        except _FAILURES as error:
            raise _damaged(self._path, error) from error

    def _need(self, group: str, key: str) -> "h5py.Dataset":
        dataset = self._dataset(group, key)
        if dataset is None:
            raise WeightsError(f"{self._path} has no {group}/{key}.")
        return dataset

    def _dataset(self, group: str, key: str) -> "h5py.Dataset | None":
        path = f"{group}/{key}"
        if self._last[0] != path:
            self._last = path, self._find_data(path)
        return self._last[1]

    def _find_data(self, path: str) -> "h5py.Dataset | None":
        import h5py

        try:
            found = self._find(self._root, path)
            return found if isinstance(found, h5py.Dataset) and _is_plain(found) else None
        except _FAILURES:
            return None

    def _find(self, place: Any, path: str) -> Any:
        """Go down a path by hard links alone."""
        import h5py

        for name in filter(None, path.split("/")):
            if not isinstance(place, h5py.Group) or not isinstance(
                place.get(name, getlink=True), h5py.HardLink
            ):
                raise KeyError(path)
            place = place[name]
        return place

    def _entries(self, place: Any) -> tuple[list[str], list[str]]:
        """The names of the data and of the groups in a group."""
        import h5py

        data, groups = [], []
        try:
            self._count(place)
            for name in place:
                one = place[name] if isinstance(place.get(name, getlink=True), h5py.HardLink) else None
                if isinstance(one, h5py.Group):
                    groups.append(name)
                elif isinstance(one, h5py.Dataset) and _is_plain(one):
                    data.append(name)
        except _FAILURES as error:
            raise _damaged(self._path, error) from error
        return data, groups

    def _count(self, place: Any) -> None:
        self._num_entries += len(place)
        if self._num_entries > _MOST_ENTRIES:
            raise WeightsError(f"{self._path} has more than {_MOST_ENTRIES:,} entries.", "Don't trust it.")

    def _collect(self, place: Any, path: str, found: list[str], seen: set[int], depth: int) -> None:
        """Go down; groups that are reached in several ways would soon be millions."""
        import h5py

        address = h5py.h5o.get_info(place.id).addr
        if depth > _DEEPEST or address in seen:
            raise WeightsError(f"{self._path} is nested too deeply, or in circles.", "Don't trust it.")
        seen.add(address)
        data, groups = self._entries(place)
        found += [path + name for name in data]
        for name in groups:
            self._collect(place[name], f"{path}{name}/", found, seen, depth + 1)


def _is_plain(dataset: "h5py.Dataset") -> bool:
    """Whether data is numbers that lie in the file itself."""
    is_number = dataset.shape is not None and dataset.dtype.kind in _NUMBERS
    return is_number and not dataset.is_virtual and not dataset.external


def _damaged(path: Path, error: Exception) -> WeightsError:
    return WeightsError(f"{path} is damaged: {_line(error)}.", "Get another copy.")


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
