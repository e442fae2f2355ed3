"""Real data sets of tensorflow-datasets: counts, parts, sizes, damage."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from designer.data.download import DownloadNeeded
from designer.data.feeding import Feed
from designer.data.pipeline import open_pipeline
from designer.data.progress import Progress
from designer.data.samples import samples
from designer.data.sources.registry import describe, open_source
from designer.document.settings import Adaptation, DataSettings
from designer.errors import DataError, RequestError

NeedData = Callable[[str], Path]


@pytest.fixture
def prepared(need_data: NeedData, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the prepared data sets, where the program looks for them."""
    folder = need_data("tfds")
    monkeypatch.setenv("TFDS_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def copied(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of cats_vs_dogs that a test may damage: its version folder."""
    shutil.copytree(prepared / "cats_vs_dogs", tmp_path / "cats_vs_dogs")
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path))
    return tmp_path / "cats_vs_dogs" / "4.0.1"


def test_cifar10_is_described_with_exact_counts(prepared: Path) -> None:
    info = describe("tfds:cifar10")
    assert info.splits == {"train": 10_000, "test": 2_000}
    assert info.class_counts == {"train": (1_000,) * 10, "test": (200,) * 10}
    assert info.labels.class_names[:2] == ("airplane", "automobile")


def test_part_of_a_split_is_loaded_in_a_fixed_order(prepared: Path) -> None:
    whole, part = open_source("tfds:cifar10").load("test"), open_source("tfds:cifar10:test[10%:20%]")
    assert part.info.splits["test[10%:20%]"] == 200
    assert np.array_equal(part.load("test[10%:20%]").x, whole.x[200:400])


def test_images_of_varying_size_are_resized_while_they_are_read(prepared: Path) -> None:
    source = open_source("tfds:cats_vs_dogs")
    assert source.info.features.shape == (None, None, 3)
    reports: list[Progress] = []
    arrays = source.load("train[:20]", size=(24, 32), progress=reports.append)
    assert arrays.x.shape == (20, 24, 32, 3)
    assert arrays.x.std() > 20
    assert (reports[-1].done, reports[-1].total) == (20, 20)


def test_images_of_varying_size_without_a_size_are_refused(prepared: Path) -> None:
    with pytest.raises(DataError, match=r"vary in size\. Give the Input a height and width"):
        open_source("tfds:cats_vs_dogs").load("train")


def test_what_does_not_fit_into_memory_is_refused_with_figures(prepared: Path) -> None:
    with pytest.raises(DataError, match=r"needs 7\.\d TB of memory; half of what is free is"):
        open_source("tfds:cats_vs_dogs").load("train", size=(100_000, 100_000))


def test_overlapping_parts_are_not_validated_on(prepared: Path) -> None:
    def open_with(validation_split: str) -> int:
        settings = DataSettings(source="tfds:cats_vs_dogs:train[:80%]", validation_split=validation_split)
        adaptation = Adaptation(resize=(8, 8))
        pipeline = open_pipeline(settings, batch_size=8, seed=0, feeds=[Feed(adaptation=adaptation)])
        return pipeline.num_train + pipeline.num_validation

    assert open_with("train[80%:]") == 243
    with pytest.raises(DataError, match="which are trained on"):
        open_with("train[79%:]")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "tfds:cats_vs_dogs:train[:0%]",
            r"train\[:0%\] of tfds:cats_vs_dogs is empty; train has 243 samples",
        ),
        ("tfds:cats_vs_dogs:test", "tfds:cats_vs_dogs has no split 'test'; it has train"),
        ("tfds:cats_vs_dogs:train[:x%]", "has no split"),
    ],
)
def test_wrong_split_is_refused(prepared: Path, source: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        open_source(source)


def test_unknown_name_brings_close_names_only() -> None:
    with pytest.raises(RequestError, match=r"knows no 'cifar11'\. Did you mean") as refusal:
        open_source("tfds:cifar11")
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("source", ["tfds:imdb_reviews", "tfds:imagenet2012", "tfds:mnist/x", "tfds:a b"])
def test_what_cannot_be_used_is_refused_before_any_download(source: str) -> None:
    with pytest.raises((DataError, RequestError)) as refusal:
        open_source(source)
    assert not isinstance(refusal.value, DownloadNeeded)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("keep", [0.5, 0.0])
def test_truncated_records_are_one_clear_line(copied: Path, keep: float) -> None:
    records = next(copied.glob("*.tfrecord*"))
    records.write_bytes(records.read_bytes()[: int(keep * records.stat().st_size)])
    with pytest.raises(DataError, match="tfds:cats_vs_dogs is damaged in") as refusal:
        open_source("tfds:cats_vs_dogs").load("train", size=(8, 8))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("file", "message"),
    [("dataset_info.json", "damaged"), ("cats_vs_dogs-train.tfrecord-00000-of-00001", "damaged")],
)
def test_damaged_or_missing_files_are_one_clear_line(copied: Path, file: str, message: str) -> None:
    (copied / file).unlink() if "tfrecord" in file else (copied / file).write_text("{ nonsense")
    with pytest.raises(DataError, match=message) as refusal:
        open_source("tfds:cats_vs_dogs").load("train", size=(8, 8))
    assert "\n" not in str(refusal.value)


def test_pictures_of_varying_size_are_shown(prepared: Path) -> None:
    shown = samples("tfds:cats_vs_dogs", per_class=3)
    assert shown.class_names == ("cat", "dog")
    assert [len(of_class) for of_class in shown.images] == [3, 3]
    assert len({image.shape for of_class in shown.images for image in of_class}) > 1
