"""HDF5 files that nobody vouches for: read piece by piece, with a limit for everything.

Only plain numeric data that lies in the file itself is read. Links out of the file, soft links, virtual and
external data are passed over as if they weren't there.
"""

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
        self._last: tuple[str, Any] = ("", None)
        try:
            with path.open("rb") as raw:
                start = raw.read(len(magic) or len(_SIGNATURE))
            if start != (magic or _SIGNATURE):
                raise WeightsError(f"{path} is no file of weights.", "Choose another.")
            self._budget = _MOST_UNPACKED * path.stat().st_size + _ALWAYS_ALLOWED_BYTES
            self._file = h5py.File(path, "r")
            self._root = self._find(self._file, root) if root else self._file
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            raise _damaged(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def groups(self) -> list[str]:
        """Names of the groups."""
        return self._names(self._root, wants_groups=True)

    def keys_of(self, group: str) -> list[str]:
        """Paths of all data sets below a group, in the file's order."""
        found: list[str] = []
        self._collect(self._find(self._root, group), "", found, 0)
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
        self._budget -= dataset.nbytes
        if self._budget < 0:
            raise WeightsError(f"{self._path} claims to hold more than its size allows.", "Don't trust it.")
        try:
            found: np.ndarray[Any, Any] = dataset[()]
            return found
        except (OSError, RuntimeError, ValueError) as error:
            raise _damaged(self._path, error) from error

    def attribute(self, group: str, name: str) -> Any:
        """An attribute of a group; None where there is none."""
        found = self._find(self._root, group) if group else self._root
        try:
            return found.attrs.get(name)
        except (OSError, RuntimeError, ValueError) as error:
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
        except (OSError, RuntimeError, KeyError, ValueError):
            return None
        return found if isinstance(found, h5py.Dataset) and _is_plain(found) else None

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

    def _names(self, place: Any, *, wants_groups: bool) -> list[str]:
        import h5py

        try:
            if len(place) > _MOST_ENTRIES:
                raise WeightsError(f"{self._path} has more than {_MOST_ENTRIES:,} entries.")
            kind = h5py.Group if wants_groups else h5py.Dataset
            return [name for name in place if self._is(place, name, kind)]
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            raise _damaged(self._path, error) from error

    def _is(self, place: Any, name: str, kind: type) -> bool:
        import h5py

        return isinstance(place.get(name, getlink=True), h5py.HardLink) and isinstance(place[name], kind)

    def _collect(self, place: Any, path: str, found: list[str], depth: int) -> None:
        if depth > _DEEPEST or len(found) > _MOST_ENTRIES:
            raise WeightsError(f"{self._path} is nested too deeply, or in circles.", "Don't trust it.")
        found += [path + name for name in self._names(place, wants_groups=False) if _is_plain(place[name])]
        for name in self._names(place, wants_groups=True):
            self._collect(place[name], f"{path}{name}/", found, depth + 1)


def _is_plain(dataset: "h5py.Dataset") -> bool:
    """Whether data is numbers that lie in the file itself."""
    return dataset.dtype.kind in _NUMBERS and not dataset.is_virtual and not dataset.external


def _damaged(path: Path, error: Exception) -> WeightsError:
    return WeightsError(f"{path} is damaged: {str(error).splitlines()[0][:200]}.", "Get another copy.")
