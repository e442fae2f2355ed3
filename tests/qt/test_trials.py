"""Trials in a window: one at a time in the place of a run, shown as it goes, its rate taken in one step."""

import math
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from designer.catalog.values import KerasObject
from designer.compiler.results import Problem
from designer.document.document import Document
from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.control import Control
from designer.training.trials.curve import curve_of, ramp
from designer.training.trials.events import Emit, TrialEnded, TrialFailed, TrialPrepared, TrialStep
from designer.training.trials.judgement import OverfitResult
from designer.ui import dialogs
from designer.ui.trials.overfit_dialog import OverfitDialog
from designer.ui.trials.rate_dialog import RateDialog
from designer.ui.trials.trial_desk import TrialDesk
from designer.ui.trials.trial_plot import TrialPlot
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import chain
from tests.qt.panel_helpers import click, find, retype

RATES = ramp(1e-7, 10.0, 100)
LOSSES = [2.3 - 2 / (1 + math.exp(-4 * (math.log10(rate) + 3))) for rate in RATES]
CURVE = curve_of(RATES, LOSSES, "whole")
STEPS = [
    TrialStep(step=row, rate=rate, loss=loss, smoothed=loss)
    for row, (rate, loss) in enumerate(zip(RATES, LOSSES, strict=True), start=1)
]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(chain())) as window:
        window.bench.hub._timer.start()  # without the engine, which would load TensorFlow
        yield window


def opened(window: MainWindow) -> RateDialog:
    """The finder; no fixture, since pytest would hold it for longer than its window lives."""
    dialog = dialogs.show_rate_finder(window)
    dialog.begin()
    return dialog


def finished(window: MainWindow) -> RateDialog:
    """The finder with its curve."""
    dialog = opened(window)
    dialog.handle([TrialPrepared(num_steps=100, batch_size=32), *STEPS, TrialEnded(result=CURVE)])
    return dialog


class Wait:
    """A trial that goes on until it is cancelled or let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, _project: Project, control: Control, emit: Emit) -> None:
        emit(TrialPrepared(num_steps=100, batch_size=32))
        while not (self.go.wait(0.01) or control.is_stopped):
            pass
        emit(TrialEnded(result=CURVE if not control.is_stopped else curve_of((), (), "cancelled")))


def begin(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> tuple[Wait, RateDialog]:
    """Starts a trial as if the network could be trained."""
    monkeypatch.setattr(type(window.controls), "why_not", property(lambda _self: ""))
    trial, dialog = Wait(), dialogs.show_rate_finder(window)
    dialog.chosen.connect(window.trials._take_rate)
    window.trials._begin(dialog, trial)
    return trial, dialog


# The dialog


def test_the_mark_and_the_button_have_the_suggestion(window: MainWindow) -> None:
    dialog = finished(window)
    mark = find(dialog, TrialPlot, "trialPlot").mark
    assert find(dialog, QPushButton, "rateUse").text() == f"&Use {CURVE.suggestion:g}"
    assert mark.isVisible()
    assert mark.value() == pytest.approx(math.log10(CURVE.suggestion or 0))
    assert "falls most steeply" in find(dialog, QLabel, "trialSaid").text()


def test_arrow_keys_move_the_mark_and_the_number(window: MainWindow) -> None:
    dialog = finished(window)
    plot = find(dialog, TrialPlot, "trialPlot")
    before = dialog.rate
    QTest.keyClick(plot.widget, Qt.Key.Key_Right)
    assert dialog.rate is not None
    assert before is not None
    assert dialog.rate > before
    assert plot.mark.value() == pytest.approx(math.log10(dialog.rate), abs=0.03)


def test_a_typed_number_moves_the_mark_and_nonsense_takes_nothing(window: MainWindow) -> None:
    dialog = finished(window)
    field = find(dialog, QLineEdit, "rateField")
    retype(field, "0,5")
    assert dialog.rate == 0.5
    assert find(dialog, TrialPlot, "trialPlot").mark.value() == pytest.approx(math.log10(0.5))
    for nonsense in ("", "-1", "nan", "inf", "much"):
        retype(field, nonsense)
        assert dialog.rate is None
        assert not find(dialog, QPushButton, "rateUse").isEnabled()


def test_the_second_suggestion_is_taken_by_a_button(window: MainWindow) -> None:
    dialog = finished(window)
    click(find(dialog, QPushButton, "rateTenth"))
    assert dialog.rate == CURVE.minimum_tenth


def test_without_a_suggestion_nothing_can_be_used_until_it_is_typed(window: MainWindow) -> None:
    dialog = opened(window)
    flat = curve_of(RATES, [2.3] * 100, "whole")
    dialog.handle([TrialPrepared(num_steps=100, batch_size=32), TrialEnded(result=flat)])
    assert "stays at about 2.3" in find(dialog, QLabel, "trialSaid").text()
    assert not find(dialog, QPushButton, "rateUse").isEnabled()
    retype(find(dialog, QLineEdit, "rateField"), "0.01")
    assert find(dialog, QPushButton, "rateUse").isEnabled()


def test_losses_that_are_not_finite_break_no_plot(window: MainWindow) -> None:
    dialog = opened(window)
    broken = [TrialStep(step=1, rate=1e-7, loss=math.nan, smoothed=math.nan), STEPS[1]]
    dialog.handle([TrialPrepared(num_steps=2, batch_size=32), *broken])
    dialog.handle([TrialEnded(result=curve_of((1e-7,), (math.nan,), "not_finite"))])
    assert "isn't finite" in find(dialog, QLabel, "trialSaid").text()


def test_a_failure_is_said_in_the_dialog(window: MainWindow) -> None:
    dialog = opened(window)
    dialog.handle([TrialFailed(message="There is no file.", remedy="Choose one.")])
    assert find(dialog, QLabel, "trialFailure").text() == "There is no file. Choose one."
    assert find(dialog, QPushButton, "trialStop").text() == "&Again"


def test_the_verdict_and_its_remedy_are_said(window: MainWindow) -> None:
    dialog: OverfitDialog = dialogs.show_overfitting(window)
    dialog.begin()
    result = OverfitResult((2.3, 2.2), 0.1, is_memorised=False, verdict="It can't.", remedy="Mend it.")
    dialog.handle([TrialPrepared(num_steps=2, batch_size=8), *STEPS[:2], TrialEnded(result=result)])
    assert find(dialog, QLabel, "trialSaid").text() == "It can't."
    assert find(dialog, QLabel, "overfitRemedy").text() == "Mend it."


# The desk


def test_a_rate_is_taken_as_one_step_that_undo_takes_back(window: MainWindow) -> None:
    document = window.session.document
    before = document.training
    window.trials._take_rate(0.0032)
    assert document.training.optimizer == KerasObject("Adam", {"learning_rate": 0.0032})
    assert document.undo_text == "Set learning rate 0.0032"
    document.undo()
    assert document.training == before


def test_a_trial_keeps_runs_from_starting_everywhere(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    trial, dialog = begin(window, monkeypatch)
    assert window.session.is_trying
    assert window.bench.hub.training is not None
    assert "A trial is going on." in list(window.controls._other_work())
    with pytest.raises(TrainingError, match="A trial is going on"):
        window.session.train(Path())
    trial.go.set()
    qtbot.waitUntil(lambda: not window.session.is_trying)
    assert window.bench.hub.training is None
    assert dialog.rate == CURVE.suggestion


def test_using_the_rate_sets_it_and_closes_the_dialog(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    trial, dialog = begin(window, monkeypatch)
    trial.go.set()
    qtbot.waitUntil(lambda: dialog.rate is not None)
    click(find(dialog, QPushButton, "rateUse"))
    assert not dialog.isVisible()
    assert window.session.document.training.optimizer.params == {"learning_rate": CURVE.suggestion}


def test_cancel_ends_the_trial_and_again_begins_it_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    _, dialog = begin(window, monkeypatch)
    stop = find(dialog, QPushButton, "trialStop")
    click(stop)
    qtbot.waitUntil(lambda: not window.session.is_trying)
    assert find(dialog, QLabel, "trialSaid").text() == "The test was cancelled."
    click(stop)
    assert window.session.is_trying


@pytest.mark.parametrize("leave", ["Esc", "document", "window"])
def test_leaving_in_the_middle_ends_the_trial(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, leave: str
) -> None:
    _, dialog = begin(window, monkeypatch)
    hub = window.bench.hub
    if leave == "Esc":
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    elif leave == "document":
        window.set_document(Document())
    else:
        window.session.document.mark_clean(Path())
        window.close()
    qtbot.waitUntil(lambda: hub.training is None)


def test_again_says_why_it_cannot_begin(window: MainWindow) -> None:
    dialog = opened(window)
    window.session._is_stale = True
    TrialDesk._start(window.trials, dialog, Wait())
    assert find(dialog, QLabel, "trialFailure").text()
    assert not window.session.is_trying


def test_the_actions_are_disabled_for_the_reason_that_train_is(window: MainWindow) -> None:
    window.session.analysis = window.session.analysis.__class__(
        problems=(Problem("error", None, "No Input.", kind="no_input"),)
    )
    window.session.analysis_changed.emit(window.session.analysis)
    tips = [window.actions_by_name[name].toolTip() for name in ("train", "find_rate", "overfit")]
    assert len({tip.partition(": ")[2] for tip in tips}) == 1
    assert not any(window.actions_by_name[name].isEnabled() for name in ("find_rate", "overfit"))
