"""A data set that isn't here is asked about, then brought, cancelled cleanly, or refused in seconds."""

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from designer.data.download import Download, DownloadNeeded, is_reachable, prepare
from designer.data.progress import Progress, ignore_progress
from designer.data.sources.registry import open_source
from designer.errors import DataError


@pytest.fixture
def tfds_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for data sets of tensorflow-datasets."""
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def hanging_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A network on which connections and look-ups never end by themselves."""
    over = Event()

    def hang(*args: object, **kwargs: object) -> None:
        over.wait(60)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", hang)
    yield
    over.set()


@pytest.fixture
def mnist_archives(tfds_dir: Path, need_data: Callable[[str], Path]) -> Path:
    """MNIST's original files where tensorflow-datasets keeps what it has downloaded."""
    import tensorflow_datasets as tfds
    from tensorflow_datasets.core.download.resource import get_dl_fname

    downloads = tfds_dir / "downloads" / "mnist"
    downloads.mkdir(parents=True)
    for url, info in tfds.builder("mnist", data_dir=tfds_dir).url_infos.items():
        file = downloads / get_dl_fname(url, info.checksum)
        shutil.copy(need_data("mnist") / info.filename, file)
        file.with_name(f"{file.name}.INFO").write_text("{}")
    return downloads


def needed(source: str) -> Download:
    with pytest.raises(DownloadNeeded) as question:
        open_source(source)
    return question.value.download


def test_question_states_size_and_place(tfds_dir: Path) -> None:
    with pytest.raises(DownloadNeeded, match=r"tfds:mnist is not on this computer: 11\.6 MB") as question:
        open_source("tfds:mnist:train[:80%]")
    assert str(tfds_dir / "mnist") in question.value.hint
    assert "TFDS_DATA_DIR" in question.value.hint


@pytest.mark.parametrize("source", ["tfds:cifar10", "keras:mnist"])
def test_without_network_the_answer_comes_in_seconds(
    source: str, tfds_dir: Path, hanging_network: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tfds_dir / "keras"))
    download = needed(source)
    start = time.monotonic()
    with pytest.raises(DataError, match=r"can't be downloaded: .* doesn't answer\. Connect to the internet"):
        prepare(download, ignore_progress, lambda: False)
    assert time.monotonic() - start < 10
    assert not list(download.folder.glob(".incomplete*"))


@pytest.mark.slow
def test_downloaded_archives_are_prepared_without_network(
    mnist_archives: Path, hanging_network: None
) -> None:
    reports: list[Progress] = []
    assert prepare(needed("tfds:mnist"), reports.append, lambda: False)
    assert reports[0].task == "Downloading mnist"
    assert reports[-1].task == "Preparing mnist"
    assert open_source("tfds:mnist").info.splits == {"train": 60_000, "test": 10_000}


def test_cancelled_download_leaves_nothing_half_done(mnist_archives: Path) -> None:
    download = needed("tfds:mnist")
    reports: list[Progress] = []
    assert not prepare(download, reports.append, lambda: bool(reports))
    assert [path.name for path in download.folder.iterdir()] == ["downloads"]
    assert needed("tfds:mnist") == download


def test_failed_download_is_one_clear_line(mnist_archives: Path) -> None:
    download = needed("tfds:mnist")
    for archive in mnist_archives.glob("*images*.gz"):
        archive.write_bytes(b"no archive")
    with pytest.raises(DataError, match="tfds:mnist could not be downloaded: ") as failure:
        prepare(download, ignore_progress, lambda: False)
    assert "\n" not in str(failure.value)
    assert [path.name for path in download.folder.iterdir()] == ["downloads"]


def test_full_disk_is_refused_before_the_download(tfds_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tfds_dir)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(DataError, match=r"about 23\.2 MB of disk space are needed, and .* has 1\.0 MB left"):
        prepare(needed("tfds:mnist"), ignore_progress, lambda: False)


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    download = Download("tfds:mnist", "mnist", "MNIST", tmp_path / "file" / "data", 1, ())
    with pytest.raises(DataError, match=r"Nothing can be written .*TFDS_DATA_DIR"):
        prepare(download, ignore_progress, lambda: False)


def test_host_is_reachable_only_while_it_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/file"
        assert is_reachable(url)
    assert not is_reachable(url)


def test_proxy_is_asked_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
        assert is_reachable("https://host.invalid/file")
