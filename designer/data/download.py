"""Brings a data set that isn't on this computer: asks first, shows progress, can be cancelled."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from designer.data.progress import OnProgress, Progress
from designer.data.sources.base import bytes_text
from designer.errors import DataError

_PROBE_TIMEOUT_S = 3.0
_POLL_INTERVAL_S = 0.2
_STAGING_PREFIX = ".incomplete-"


@dataclass(frozen=True)
class Download:
    """What would have to be downloaded.

    Args:
        source: The data source as the user wrote it, such as `tfds:mnist`.
        name: Name of the data set, such as `mnist`.
        folder: Where the prepared data set belongs: the folder of all of that kind.
        size_bytes: Size of the download; None where it isn't known beforehand.
        urls: What is still to be fetched.
        downloads: Folder that grows while files come in; None where they come into the staging folder.
        kind: What comes, for people: data or weights.
    """

    source: str
    name: str
    title: str
    folder: Path
    size_bytes: int | None
    urls: tuple[str, ...]
    downloads: Path | None = None
    kind: str = "data"

    @property
    def subject(self) -> str:
        """What comes, for people, at the beginning of a sentence."""
        return self.source if self.kind == "data" else f"The {self.title}"

    @property
    def size_text(self) -> str:
        """The size for people."""
        return "a download of unknown size" if self.size_bytes is None else bytes_text(self.size_bytes)


class DownloadNeeded(DataError):  # noqa: N818 (not a failure: a question to the user)
    """A data set isn't on this computer; `prepare(download, …)` brings it once the user has agreed."""

    def __init__(self, download: Download, hint: str) -> None:
        super().__init__(
            f"{download.source} is not on this computer: {download.size_text} would go to {download.folder}.",
            hint,
        )
        self.download = download


def prepare(download: Download, progress: OnProgress, cancelled: Callable[[], bool]) -> bool:
    """Download and prepare a data set in a child process that can be ended at any moment.

    Args:
        cancelled: Asked several times a second; True ends the download and removes what is half done.

    Returns:
        Whether the data set is there now; False where it was cancelled.

    Raises:
        DataError: The folder can't be written, there is no network or not enough disk space, or the download
            failed.
    """
    staging = _make_staging(download.folder)
    partial_before = set(_partial_files(download))
    try:
        _check_disk_space(download)
        if download.urls and not is_reachable(download.urls[0]):
            raise _offline(download)
        done = _fetch(download, staging, progress, cancelled)
        if done:
            _move_into_place(staging, download.folder)
        return done
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        for left_over in set(_partial_files(download)) - partial_before:
            shutil.rmtree(left_over, ignore_errors=True)


def is_reachable(url: str) -> bool:
    """Whether the host of a URL, or the proxy that leads to it, accepts a connection within 3 seconds."""
    answer: list[bool] = []
    # Resolving a name has no timeout of its own, so the wait for the thread is the limit.
    probe = threading.Thread(target=lambda: answer.append(_accepts_connection(url)), daemon=True)
    probe.start()
    probe.join(_PROBE_TIMEOUT_S)
    return bool(answer and answer[0])


def _accepts_connection(url: str) -> bool:
    import urllib.request  # brings ssl: too slow for the start of the window

    address = urllib.parse.urlsplit(url)
    proxy = urllib.request.getproxies().get(address.scheme)
    if proxy and not urllib.request.proxy_bypass(address.hostname or ""):
        address = urllib.parse.urlsplit(proxy if "//" in proxy else f"//{proxy}")
    port = address.port or (80 if address.scheme == "http" else 443)
    try:
        with socket.create_connection((address.hostname or "", port), timeout=_PROBE_TIMEOUT_S):
            return True
    except (OSError, UnicodeError):
        return False


def _offline(download: Download) -> DataError:
    host = urllib.parse.urlsplit(download.urls[0]).hostname
    return DataError(
        f"{download.subject} can't be downloaded: {host} doesn't answer.",
        f'Connect to the internet and try again, or copy "{download.name}" from another computer into '
        f"{download.folder}.",
    )


def _make_staging(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=folder))
    except OSError as error:
        raise DataError(
            f"Nothing can be written to {folder}: {error.strerror or error}.",
            "Correct its permissions, or set TFDS_DATA_DIR (KERAS_HOME for Keras's own sets) to another.",
        ) from error


def _check_disk_space(download: Download) -> None:
    free = shutil.disk_usage(download.folder).free
    # The archive and what is unpacked from it lie side by side for a while.
    if download.size_bytes and 2 * download.size_bytes > free:
        needed = bytes_text(2 * download.size_bytes)
        raise DataError(
            f"{download.subject} can't be downloaded: about {needed} of disk space are needed, and "
            f"{download.folder} has {bytes_text(free)} left.",
            "Make room there.",
        )


def _fetch(download: Download, staging: Path, progress: OnProgress, cancelled: Callable[[], bool]) -> bool:
    with tempfile.TemporaryFile() as errors:
        child = _start_child(download, staging, errors)
        try:
            before = _size_of(download.downloads) if download.downloads else 0
            while child.poll() is None:
                if cancelled():
                    return False
                progress(_progress(download, staging, before))
                _wait(child)
        finally:
            child.kill()
            child.communicate()
        if child.returncode != 0:
            raise DataError(
                f"{download.subject} could not be downloaded: {_last_line(errors)}", "Try again later."
            )
    return True


def _start_child(download: Download, staging: Path, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    kind = download.source.partition(":")[0]
    # -P: nothing that lies in the current folder is imported in the place of a package.
    command = [sys.executable, "-P", "-m", "designer.data.fetch", kind, download.name, str(staging)]
    if download.downloads:
        command.append(str(download.downloads.parent))
    elif kind == "weights":
        command.append(download.urls[0])
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, env=environment
    )


def _wait(child: "subprocess.Popen[bytes]") -> None:
    try:
        child.wait(_POLL_INTERVAL_S)
    except subprocess.TimeoutExpired:
        return


def _progress(download: Download, staging: Path, before: int) -> Progress:
    prepared = _size_of(staging)
    if download.downloads and prepared:
        return Progress(f"Preparing {download.name}", prepared, None, "bytes")
    done = _size_of(download.downloads) - before if download.downloads else prepared
    if download.size_bytes:
        done = min(done, download.size_bytes)
    return Progress(f"Downloading {download.name}", max(done, 0), download.size_bytes, "bytes")


def _size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # renamed or removed between listing and looking
            continue
    return total


def _partial_files(download: Download) -> Iterable[Path]:
    return download.downloads.rglob("*.tmp.*") if download.downloads else ()


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip()[:300] if lines else "the download process ended without a message"


def _move_into_place(staging: Path, folder: Path) -> None:
    """Move every file to the same relative place; what marks a data set as whole comes last."""
    for path in sorted(staging.rglob("*"), key=lambda path: path.name == "dataset_info.json"):
        if path.is_file():
            target = folder / path.relative_to(staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
