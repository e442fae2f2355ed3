"""Model files: what kind one is, what it says of its network, where its weights are. None of it is run."""

import json
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from designer.compiler.importing.hdf5 import Hdf5File
from designer.document.weights_files import new_part
from designer.errors import ImportModelError, WeightsError

_MOST_CONFIG_BYTES = 64 * 2**20
_MOST_MEMBERS = 10_000
_MOST_UNPACKED = 20
# What can be unpacked piece by piece: a few bytes of the other kinds may become gigabytes in one step.
_PACKINGS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_ALWAYS_ALLOWED_BYTES = 64 * 2**20
_CHUNK_BYTES = 2**20
_CONFIG, _WEIGHTS = "config.json", "model.weights.h5"
_ZIP, _HDF5 = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"
_KINDS = "A .keras, .h5 or Keras JSON file is needed."


@dataclass(frozen=True)
class ModelFile:
    """A model file that was looked into.

    Args:
        config: The network, as Keras describes it.
        weights: Opens the weights; None where it has none.
        is_old: Whether weights are grouped by layer name, as in .h5 files.
    """

    config: Any
    weights: "Callable[[], Hdf5File] | None" = None
    is_old: bool = False


@contextmanager
def open_model_file(path: Path) -> Iterator[ModelFile]:
    """Look into a model file.

    Raises:
        ImportModelError: It can't be read, or is no such file.
    """
    try:
        with _opened(path) as file:
            yield file
    except OSError as error:
        raise ImportModelError(f"{path} can't be read: {error.strerror or error}.") from error


@contextmanager
def _opened(path: Path) -> Iterator[ModelFile]:
    start = _start_of(path)
    if start.startswith(_ZIP):
        with _opened_zip(path) as file:
            yield file
    elif start.startswith(_HDF5):
        with _damaged_weights():
            yield _read_hdf5(path)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        if path.stat().st_size > _MOST_CONFIG_BYTES:
            raise ImportModelError(
                f"{path} has more than {_MOST_CONFIG_BYTES // 2**20} MiB, too large for a network."
            )
        yield ModelFile(_parsed(path, path.read_bytes()))
    else:
        raise ImportModelError(f"{path} is no Keras model.", _KINDS)


def _start_of(path: Path) -> bytes:
    if not path.exists():
        raise ImportModelError(f"There is no file {path}.", "Check the path.")
    if path.is_dir():
        raise ImportModelError(
            f"{path} is a folder.", f"{_KINDS} Load a SavedModel in Keras and save it as .keras."
        )
    if not stat.S_ISREG(path.stat().st_mode):
        raise ImportModelError(f"{path} is no ordinary file.", _KINDS)
    with path.open("rb") as file:
        return file.read(64)


@contextmanager
def _opened_zip(path: Path) -> Iterator[ModelFile]:
    part = new_part()
    try:
        config, has_weights = _read_zip(path, part)
        yield ModelFile(config, (lambda: Hdf5File(part)) if has_weights else None)
    finally:
        part.unlink(missing_ok=True)


def _read_zip(path: Path, part: Path) -> tuple[Any, bool]:
    """What an archive says of its network, and whether there were weights to unpack."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(path, archive)
            config = _parsed(path, _unpacked(path, archive, _CONFIG, _MOST_CONFIG_BYTES))
            if _WEIGHTS in members:
                _unpack(path, archive, members[_WEIGHTS], part)
            return config, _WEIGHTS in members
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        reason = str(error) if zipfile.is_zipfile(path) else "it is no zip archive, as a .keras file must be"
        raise ImportModelError(f"{path} is damaged: {reason}.", "Get another copy.") from error


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise ImportModelError(f"{path} has {len(infos):,} parts; a Keras model has a handful.")
    found = {info.filename: info for info in infos}
    if _CONFIG not in found:
        raise ImportModelError(f"{path} is no Keras model: there is no {_CONFIG} in it.", _KINDS)
    if any(info.flag_bits & 1 for info in infos):
        raise ImportModelError(f"{path} is encrypted.", "Save it without a password.")
    if any(info.compress_type not in _PACKINGS for info in infos):
        raise ImportModelError(
            f"{path} is packed in a way that Keras never uses.", "Save it anew, with model.save()."
        )
    return found


def _unpacked(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ImportModelError(
            f"{path}: its {name} has more than {most // 2**20} MiB, too large for a network."
        )
    return data


def _unpack(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    packed_size = min(member.compress_size, path.stat().st_size)
    most = _MOST_UNPACKED * packed_size + _ALWAYS_ALLOWED_BYTES
    if member.file_size > most:
        raise ImportModelError(
            f"{path} would unpack to {member.file_size:,} bytes, more than it can honestly hold."
        )
    with archive.open(member) as source, target.open("wb") as file:
        _copy(path, source, file, most)


def _copy(path: Path, source: IO[bytes], target: IO[bytes], most: int) -> None:
    total = 0
    while chunk := source.read(_CHUNK_BYTES):
        total += len(chunk)
        if total > most:
            raise ImportModelError(f"{path} unpacks to more than it can honestly hold.")
        target.write(chunk)


@contextmanager
def _damaged_weights() -> Iterator[None]:
    try:
        yield
    except WeightsError as error:
        raise ImportModelError(error.message, error.hint) from error


def _read_hdf5(path: Path) -> ModelFile:
    with Hdf5File(path) as file:
        config = file.attribute("", "model_config")
        has_groups = "model_weights" in file.groups()
    if config is None:
        raise ImportModelError(
            f"{path} holds weights only, no network.", "Save the whole model, with model.save()."
        )
    text = config if isinstance(config, bytes | str) else b""
    if len(text) > _MOST_CONFIG_BYTES:
        raise ImportModelError(f"{path} describes too large a network.")
    weights = (lambda: Hdf5File(path, root="model_weights")) if has_groups else None
    return ModelFile(_parsed(path, text), weights, is_old=True)


def _parsed(path: Path, text: bytes | str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else f"not JSON ({error})"
        raise ImportModelError(
            f"{path} is damaged: its description is {reason}.", "Get another copy."
        ) from error
