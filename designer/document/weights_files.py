"""Weights that belong to a project: a file beside the project's or, until that is saved, in the cache.

In memory `WeightsFile.path` is absolute. In a project file it is the name of a file beside it. What is in
such a file only `designer.compiler.weights` knows; here it is copied and checked.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import time
from pathlib import Path, PurePosixPath, PureWindowsPath

from designer import paths
from designer.document.settings import WeightsFile
from designer.errors import ProjectFileError, WeightsError

MAGIC = b"model-designer-weights/1\n"
"""The first bytes of every weights file, in front of the HDF5 data."""
SUFFIX = ".weights.h5"

_KEPT_S = 30 * 24 * 3600.0
_Stamp = tuple[str, int, int]
_checksums: dict[_Stamp, str] = {}


def weights_cache() -> Path:
    """Where weights wait until their project is saved."""
    return paths.cache_dir() / "weights"


def new_part() -> Path:
    """A path in the cache to write new weights to, which `adopt` then takes.

    Raises:
        WeightsError: The cache can't be written.
    """
    folder = weights_cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_old(folder)
    except OSError as error:
        raise WeightsError(f"{folder} can't be written: {error.strerror or error}.") from error
    return folder / f".{secrets.token_hex(8)}.part"


def adopt(part: Path) -> WeightsFile:
    """Take a written file into the cache under the name of its content."""
    digest = _digest(part)
    target = weights_cache() / f"{digest}{SUFFIX}"
    part.replace(target)
    _checksums[_stamp(target)] = digest
    return WeightsFile(path=str(target), sha256=digest)


def checked(weights: WeightsFile) -> Path:
    """The file of some weights, proved to be what the project was saved with.

    Raises:
        WeightsError: It is missing, or something else than it was.
    """
    path = Path(weights.path)
    hint = "Put it back, or go on with fresh weights."
    if not path.is_absolute() or not path.is_file():
        raise WeightsError(f"The project's weights are missing: there is no {path}.", hint)
    try:
        digest = _digest(path)
    except OSError as error:
        raise WeightsError(f"{path} can't be read: {error.strerror or error}.", hint) from error
    if digest != weights.sha256:
        raise WeightsError(f"{path} is not what the project was saved with: it was changed since.", hint)
    return path


def resolved(weights: WeightsFile, project_file: Path) -> WeightsFile:
    """Weights as a project file names them, with the path that this means.

    Raises:
        ProjectFileError: It names anything but a file beside it.
    """
    name = weights.path
    if name in {"", ".", ".."} or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
        raise ProjectFileError(
            f'It is damaged: "weights.path" should be the name of a file beside it, not "{name[:80]}".'
        )
    return weights.model_copy(update={"path": str(project_file.absolute().parent / name)})


def placed_beside(weights: WeightsFile, project_file: Path) -> WeightsFile:
    """Put weights beside the project file that is about to be written; gives them as that names them.

    A file that lies there already and isn't the program's own is left alone.

    Raises:
        OSError: It can't be copied.
    """
    source = Path(weights.path)
    target = _target(source, Path(os.path.realpath(project_file)))
    if source.is_file() and not (target.exists() and source.samefile(target)):
        _copy(source, target)
    return weights.model_copy(update={"path": target.name})


def _target(source: Path, project_file: Path) -> Path:
    if source.parent == project_file.parent:
        return source
    stem = project_file.name.removesuffix(".json")
    names = (f"{stem}{SUFFIX}", *(f"{stem}-{number}{SUFFIX}" for number in range(2, 100)))
    targets = [project_file.with_name(name) for name in names]
    return next((path for path in targets if not path.exists() or _is_ours(path)), targets[0])


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _copy(source: Path, target: Path) -> None:
    """Copy whole or not at all; on one file system by a second name, as nobody writes into such files."""
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        try:
            os.link(source, part)
        except OSError:
            shutil.copyfile(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    stamp = _stamp(path)
    if stamp not in _checksums:
        with path.open("rb") as file:
            _checksums[stamp] = hashlib.file_digest(file, "sha256").hexdigest()
    return _checksums[stamp]


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns


def _remove_old(folder: Path) -> None:
    """What was written long ago belongs to no project that is still unsaved."""
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_S:
                path.unlink()
