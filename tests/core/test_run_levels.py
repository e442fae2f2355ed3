"""Plots of long runs are read from buckets, in which no extreme is lost."""

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from designer.training.reader import RunReader
from designer.training.schema import TABLES
from designer.training.store import RunWriter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.db"


@pytest.fixture
def writer(path: Path) -> Iterator[RunWriter]:
    writer = RunWriter(path)
    yield writer
    writer.close()


def write(writer: RunWriter, values: list[float], *, first: int = 1, at_once: int = 7) -> None:
    """Points of a series, in commits of very different sizes."""
    loss, more = writer.series("batch", "loss"), writer.series("batch", "more")
    while values:
        part, values = values[:at_once], values[at_once:]
        writer.add_metrics(
            row for i, v in enumerate(part) for row in ((loss, first + i, 1, v), (more, first + i, 1, -v))
        )
        writer.flush()
        first += len(part)
        at_once = at_once * 3 % 1000 + 1


def levels(path: Path) -> list[tuple[float, ...]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT * FROM levels ORDER BY series, width, first_step").fetchall()
    connection.close()
    return rows


def test_no_extreme_is_lost_in_a_plot_of_a_long_run(path: Path, writer: RunWriter) -> None:
    values = np.random.default_rng(1).normal(size=20_000)
    values[[1, 5_000, 19_999]] = [50, -70, math.inf]
    write(writer, values.tolist())
    with RunReader(path) as reader:
        plots = [reader.plot("loss", max_points=number) for number in (5, 100, 1000, 30_000)]
    for plot in plots:
        assert plot.counts.sum() == len(values)
        for first, last, low, high in zip(
            plot.first_steps, plot.last_steps, plot.lows, plot.highs, strict=True
        ):
            assert low == values[first - 1 : last].min()
            assert high == values[first - 1 : last].max()
    assert [len(plot) for plot in plots] == [5, 79, 313, 20_000]


def test_buckets_are_the_same_however_points_were_committed(tmp_path: Path) -> None:
    values = np.random.default_rng(2).normal(size=3_000).tolist()
    for name, at_once in (("a", 1), ("b", 64), ("c", 3_000)):
        writer = RunWriter(tmp_path / name)
        write(writer, values, at_once=at_once)
        writer.close()
    a, b, c = (levels(tmp_path / name) for name in "abc")
    np.testing.assert_allclose(a, b, rtol=1e-9)
    np.testing.assert_allclose(a, c, rtol=1e-9)
    assert [row[4] for row in c if row[:2] == (1, 1024)] == [1024, 1024, 3_000 - 2 * 1024]


def test_nan_is_counted_and_left_out_of_extremes(path: Path, writer: RunWriter) -> None:
    write(writer, [math.nan] * 64 + [1.0, math.nan, 3.0])
    with RunReader(path) as reader:
        plot = reader.plot("loss", max_points=4)
    np.testing.assert_array_equal(plot.lows, [math.nan, 1.0])
    np.testing.assert_array_equal(plot.highs, [math.nan, 3.0])
    np.testing.assert_array_equal(plot.means, [math.nan, 2.0])
    assert plot.num_nans.tolist() == [64, 1]


def test_a_part_of_a_run_is_read_with_what_overlaps_it(path: Path, writer: RunWriter) -> None:
    write(writer, [float(step) for step in range(1, 5_001)])
    with RunReader(path) as reader:
        fine = reader.plot("loss", low_step=3_000, high_step=3_050)
        coarse = reader.plot("loss", low_step=3_000, high_step=4_000, max_points=20)
        nothing = reader.plot("loss", low_step=9_000)
    assert fine.first_steps.tolist() == list(range(3_000, 3_051))
    assert coarse.first_steps[0] <= 3_000
    assert coarse.last_steps[-1] >= 4_000
    assert len(coarse) <= 20
    assert not len(nothing)


def test_an_unknown_metric_has_an_empty_plot(path: Path, writer: RunWriter) -> None:
    with RunReader(path) as reader:
        assert not len(reader.plot("loss"))


def version_1(path: Path, num_points: int) -> None:
    """A file as the first version wrote it."""
    with sqlite3.connect(path) as connection:
        connection.executescript(f"{TABLES}; DROP TABLE levels; DROP TABLE undone")
        connection.execute("INSERT INTO meta VALUES ('schema', '1')")
        connection.execute("INSERT INTO series VALUES (1, 'batch', 'loss')")
        rows = [(1, step, 1, float(step % 500)) for step in range(1, num_points + 1)]
        connection.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?)", rows)
    connection.close()


def test_a_file_of_version_1_is_plotted_from_its_points(path: Path) -> None:
    version_1(path, 5_000)
    with RunReader(path) as reader:
        plot = reader.plot("loss", max_points=100)
    assert (plot.lows.min(), plot.highs.max(), plot.counts.sum()) == (0, 499, 5_000)


def test_a_file_of_version_1_gets_its_buckets_when_its_run_goes_on(path: Path) -> None:
    version_1(path, 1_000)
    writer = RunWriter.reopen(path)
    writer.add_metrics([(writer.series("batch", "loss"), 1_001, 2, 7.0)])
    writer.close()
    assert [row[4] for row in levels(path) if row[1] == 1024] == [1_001]
    with RunReader(path) as reader:
        assert reader.meta()["schema"] == 2


def test_the_newest_values_are_known_without_the_history(path: Path, writer: RunWriter) -> None:
    write(writer, [1.0, 2.0, math.nan])
    writer.series("batch", "empty")
    writer.flush()
    with RunReader(path) as reader:
        np.testing.assert_equal(reader.last_values("batch"), {"loss": math.nan, "more": math.nan})
        assert reader.last_values("epoch") == {}
