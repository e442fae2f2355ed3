"""The Histograms tab follows the run without a click, and keeps a bounded number of samplings."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from designer.training.events import HistogramsSampled, RunEvent
from designer.ui.monitor.histograms import HistogramsPanel
from designer.ui.monitor.ridge_view import RidgeView
from tests.monitor_events import RUN, histogram, sampled, started

NAMES = ("conv2d/kernel", "conv2d/bias", "block/conv2d_1/kernel", "dense/kernel", "dense/bias")
KERNELS = tuple(name for name in NAMES if name.endswith("kernel"))

Show = Callable[..., HistogramsPanel]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A function that shows a panel and draws events in it."""

    def make(*events: RunEvent, width: int = 1280, height: int = 500) -> HistogramsPanel:
        panel = HistogramsPanel()
        qtbot.addWidget(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.handle(events)
        draw(panel, qtbot)
        return panel

    return make


def draw(panel: HistogramsPanel, qtbot: QtBot) -> None:
    panel.refresh()
    qtbot.waitUntil(panel.is_up_to_date)


def seen(panel: HistogramsPanel) -> list[str]:
    views = [view for view in panel.findChildren(RidgeView) if view.isVisible()]
    return [view.objectName().removeprefix("histogram_") for view in views]


def items(panel: HistogramsPanel) -> dict[str, QTreeWidgetItem]:
    """The items of the list by the weights that they stand for."""
    found = panel.list.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return {", ".join(item.data(0, Qt.ItemDataRole.UserRole)): item for item in found}


def choose(panel: HistogramsPanel, *names: str) -> None:
    panel.list.setCurrentItem(items(panel)[", ".join(names)])


def test_an_empty_panel_says_what_will_be_here_and_how_to_get_it(show: Show) -> None:
    panel = show()
    label = panel.findChild(QLabel, "histogramsEmpty")
    assert label is not None
    assert label.isVisible()
    assert "Press Train" in panel.accessibleDescription()
    assert "Batches per histogram" in panel.accessibleDescription()


def test_the_first_kernels_are_shown_without_a_click(show: Show) -> None:
    panel = show(started(), sampled(0, *NAMES), sampled(10, *NAMES))
    assert seen(panel) == list(KERNELS)
    assert panel.accessibleDescription().startswith("conv2d/kernel at step 10: mean -0.001, std 0.05; ")


def test_the_list_has_every_weight_below_its_layer(show: Show) -> None:
    panel = show(started(), sampled(0, *NAMES))
    texts = {weights: item.text(0) for weights, item in items(panel).items()}
    assert texts["conv2d/kernel, conv2d/bias"] == "conv2d"
    assert texts["conv2d/bias"] == "bias"
    assert texts[", ".join(KERNELS)] == "Overview"
    assert set(NAMES) < texts.keys()


def test_choosing_a_layer_or_a_weight_shows_it(show: Show, qtbot: QtBot) -> None:
    panel = show(started(), sampled(0, *NAMES))
    choose(panel, "dense/kernel", "dense/bias")
    draw(panel, qtbot)
    assert seen(panel) == ["dense/kernel", "dense/bias"]
    choose(panel, "dense/bias")
    draw(panel, qtbot)
    assert seen(panel) == ["dense/bias"]


def test_a_choice_outlives_new_samples_but_not_another_network(show: Show, qtbot: QtBot) -> None:
    panel = show(started(), sampled(0, *NAMES))
    choose(panel, "dense/kernel", "dense/bias")
    panel.handle([sampled(10, *NAMES)])
    draw(panel, qtbot)
    assert seen(panel) == ["dense/kernel", "dense/bias"]
    panel.handle([started(), sampled(0, "other/kernel")])
    draw(panel, qtbot)
    assert seen(panel) == ["other/kernel"]


def test_a_new_run_empties_the_panel(show: Show, qtbot: QtBot) -> None:
    panel = show(started(), sampled(0, *NAMES))
    panel.handle([started()])
    panel.refresh()
    label = panel.findChild(QLabel, "histogramsEmpty")
    assert label is not None
    assert label.isVisible()


def test_at_most_50_samplings_are_kept_the_newest_among_them(show: Show) -> None:
    panel = show(started(), *(sampled(step, "dense/kernel") for step in range(300)))
    (view,) = [view for view in panel.views if view.isVisible()]
    assert len(view.samples) == 50
    assert view.samples[-1].step == 299


def test_no_more_are_shown_than_fit(show: Show) -> None:
    names = [f"conv2d_{at}/kernel" for at in range(40)]
    assert len(seen(show(started(), sampled(0, *names), width=800, height=260))) == 4


def test_values_that_are_not_finite_are_said(show: Show) -> None:
    broken = HistogramsSampled(
        run=RUN, time=0, epoch=1, step=5, histograms={"dense/kernel": histogram(num_non_finite=7)}
    )
    assert "7 values are not finite" in show(started(), broken).accessibleDescription()


def test_overlay_draws_the_same_weights(show: Show, qtbot: QtBot) -> None:
    panel = show(started(), sampled(0, *NAMES), sampled(10, *NAMES))
    before = panel.views[0].grab().toImage()
    panel.overlay.click()
    draw(panel, qtbot)
    assert seen(panel) == list(KERNELS)
    assert panel.views[0].grab().toImage() != before
