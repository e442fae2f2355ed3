"""Runs side by side: what is read of each, what differs, and the page that shows it."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from designer.catalog.values import KerasObject
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.document.settings import EarlyStopping
from designer.errors import RequestError, TrainingError
from designer.training.comparison.charts import chart, ticks
from designer.training.comparison.config_diff import config_diff
from designer.training.comparison.page import html, write_html
from designer.training.comparison.palette import DARK, LIGHT
from designer.training.comparison.results import cells, duration_text, metric_names, result_rows, titles
from designer.training.comparison.runs import Comparison, read_comparison
from tests.recorded_runs import record_run

_VOID = {"meta", "img", "br"}


@pytest.fixture
def twins(tmp_path: Path) -> Comparison:
    """ResNet-30 and Plain-30, with the same metrics."""
    names = ("resnet30", "plain30")
    return read_comparison([record_run(tmp_path, load_preset(name)) for name in names], title="Twins")


def trained(**changes: object) -> Project:
    project = load_preset("digits_resnet")
    return project.replace(training=project.training.model_copy(update=changes))


def differing(*projects: Project | None) -> dict[str, tuple[str, ...]]:
    return {row.path: row.values for row in config_diff(projects) if row.differs}


def test_settings_that_differ_are_told_in_words() -> None:
    other = trained(optimizer=KerasObject("SGD", {"momentum": 0.9}), early_stopping=EarlyStopping(patience=2))
    rows = differing(trained(), other)
    assert rows["Training: Optimiser"] == ("Adam", "SGD(momentum=0.9)")
    assert rows["Training: Early stopping: Patience"] == ("", "2")
    assert set(rows) >= {"Training: Early stopping", "Training: Early stopping: Monitor"}
    assert not [path for path in rows if path.startswith(("Data", "Network"))]


def test_equal_projects_differ_in_nothing_and_a_missing_one_has_no_settings() -> None:
    assert not differing(trained(), trained())
    assert set(differing(trained(), None)) == {row.path for row in config_diff([trained()])}


def test_every_setting_of_training_and_data_has_a_row() -> None:
    paths = {row.path for row in config_diff([load_preset("digits_resnet")])}
    fields = {*Project().training.model_dump(), *Project().data.model_dump()}
    assert len(paths) >= len(fields)
    assert "Data: Samples: Scale" in paths
    assert not [path for path in paths if "_" in path]


def test_a_run_is_read_with_its_last_and_best_weights(twins: Comparison) -> None:
    last, best, *_ = result_rows(twins)
    assert (last.epoch, best.epoch) == (3, 2)
    assert (last.metrics["val_loss"], best.metrics["val_loss"]) == (1.1, 0.9)
    names = metric_names(result_rows(twins))
    assert names == ("loss", "val_loss", "accuracy", "val_accuracy")
    row = dict(zip(titles(names), cells(best, names), strict=True))
    assert (row["Run"], row["Weights"], row["Parameters"]) == ("ResNet-30", "best (epoch 2)", "10")
    assert row["val_accuracy"] == "0.95"


def test_runs_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    folders = [record_run(tmp_path, Project("Net")) for _ in range(2)]
    runs = read_comparison(folders).runs
    assert [run.title for run in runs] == [f"Net ({run.summary.id})" for run in runs]


def test_a_damaged_run_stands_in_the_table_as_such(tmp_path: Path) -> None:
    good = record_run(tmp_path, Project("Good"))
    bad = record_run(tmp_path, Project("Bad"))
    (bad / "run.db").write_bytes(b"no database")
    (bad / "project.json").unlink()
    found = read_comparison([good, bad])
    assert [row.status for row in result_rows(found)] == ["finished"] * 2 + ["damaged"] * 2
    assert "The project of one of them can't be read." in html(found)


@pytest.mark.parametrize("count", [0, 9])
def test_too_few_or_too_many_runs_are_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(RequestError, match="can't be compared"):
        read_comparison([tmp_path] * count)


def test_many_batches_become_few_points_with_the_same_mean(tmp_path: Path) -> None:
    epoch = {"loss": 1.0, "val_loss": float("nan")}
    folder = record_run(tmp_path, Project("Long"), [epoch] * 2, steps=500)
    training, validation = read_comparison([folder]).runs[0].curves
    assert 200 <= len(training.points) <= 240
    assert sum(y for _, y in training.points) / len(training.points) == pytest.approx(
        np.mean([3.0 / step for step in range(1, 1001)]), rel=0.01
    )
    assert validation.points == ()


class _Checker(HTMLParser):
    """Notes what a page refers to, and whether each element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.refers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.refers += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stays open."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(twins: Comparison) -> None:
    page, checker = html(twins), _Checker()
    checker.feed(page)
    assert checker.open == []
    assert checker.refers == []
    assert "<script" not in page
    assert not re.search(r"https?:|@import|url\(", page)
    for words in ("14 Add, 3 Conv2D", "− add (Add)", "prefers-color-scheme:dark", "Network: Layers"):
        assert words in page


def test_names_cannot_break_the_page(tmp_path: Path) -> None:
    project = Project('<i>"x" & y</i>')
    page = html(read_comparison([record_run(tmp_path, project)] * 2, title="<script>"))
    assert "<script>" not in page
    assert "<i>" not in page


def test_a_chart_is_svg_with_a_line_for_each_run_and_split(twins: Comparison) -> None:
    drawing = ET.fromstring(chart("loss", twins.runs))
    lines = drawing.findall("polyline")
    assert len(lines) == 4
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [False, True] * 2
    assert chart("nothing", twins.runs) == ""


def test_a_page_that_cannot_be_written_is_told(twins: Comparison, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be written"):
        write_html(twins, tmp_path / "none" / "page.html")


def test_ticks_are_round_and_within_the_range() -> None:
    assert ticks(0, 1) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert ticks(-3, 7.2) == pytest.approx([-2.5, 0, 2.5, 5])
    assert ticks(2, 2) == [2]


def test_durations_are_told_in_words() -> None:
    texts = [duration_text(seconds) for seconds in (0.25, 45, 200, 7500)]
    assert texts == ["0.2 s", "45 s", "3 min 20 s", "2 h 5 min"]


# How people see who lack one sort of cones, after Machado, Oliveira and Fernandes (2009), in linear RGB.
_EYES: Mapping[str, list[list[float]]] = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deutan": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
}
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(color: str) -> np.ndarray:
    part = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = _TO_XYZ @ np.clip(light, 0, 1) / np.array([0.9505, 1, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", _EYES)
@pytest.mark.parametrize(("colors", "ground"), [(LIGHT, "#f8f9fa"), (DARK, "#15171a")], ids=["light", "dark"])
def test_every_two_runs_have_colours_that_all_eyes_tell_apart(
    colors: tuple[str, ...], ground: str, eyes: str
) -> None:
    seen = [lab(np.array(_EYES[eyes]) @ linear(color)) for color in colors]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 20
    lightness = [(linear(color) @ _TO_XYZ[1] + 0.05) for color in (ground, *colors)]
    assert all(max(one, lightness[0]) / min(one, lightness[0]) > 3 for one in lightness[1:])
