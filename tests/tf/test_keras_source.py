"""Sets of keras.datasets: from the files on this computer, never from the network without asking."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.data.download import DownloadNeeded
from designer.data.sources.registry import describe, open_source
from designer.errors import DataError


@pytest.fixture
def keras_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of Keras, which has read `KERAS_HOME` long before."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def fashion_mnist(keras_home: Path, need_data: Callable[[str], Path]) -> Path:
    """The folder of a copy of Fashion-MNIST."""
    return Path(shutil.copytree(need_data("fashion_mnist"), keras_home / "datasets" / "fashion-mnist"))


def test_fashion_mnist_is_described_with_exact_counts(fashion_mnist: Path) -> None:
    info = describe("keras:fashion_mnist")
    assert info.splits == {"train": 60_000, "test": 10_000}
    assert info.class_counts["test"] == (1_000,) * 10
    assert info.features.shape == (28, 28, 1)
    assert info.labels.class_names[0] == "T-shirt/top"


def test_truncated_file_is_one_clear_line(fashion_mnist: Path) -> None:
    images = fashion_mnist / "train-images-idx3-ubyte.gz"
    images.write_bytes(images.read_bytes()[:1_000_000])
    with pytest.raises(DataError, match="keras:fashion_mnist is damaged in") as refusal:
        open_source("keras:fashion_mnist")
    assert "\n" not in str(refusal.value)


def test_missing_set_is_asked_about_with_its_size(keras_home: Path) -> None:
    with pytest.raises(DownloadNeeded, match=r"11\.5 MB .* copy mnist\.npz") as question:
        open_source("keras:mnist")
    assert question.value.download.size_bytes == 11_490_434


def test_wrong_checksum_is_damage_not_a_reason_to_download(keras_home: Path) -> None:
    (keras_home / "datasets").mkdir()
    (keras_home / "datasets" / "mnist.npz").write_bytes(b"not what it was")
    with pytest.raises(DataError, match="doesn't have the publisher's checksum"):
        open_source("keras:mnist")
