"""Work on a thread ends whatever it raises, and what is asked for next is done."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from designer.errors import DesignerError, RequestError
from designer.ui.monitor.background import Background


class Heard(QObject):
    """What its background told."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[str] = []
        self.background = Background(self, self.fail)

    def fail(self, error: DesignerError) -> None:
        self.errors.append(str(error))


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (RequestError("No."), "No."),
        (OSError("gone"), "Reading failed: gone."),
        (TypeError("odd"), "Reading failed unexpectedly: odd"),
    ],
)
def test_whatever_work_raises_is_told_in_one_line(error: Exception, text: str, qtbot: QtBot) -> None:
    heard = Heard()

    def work() -> None:
        raise error

    heard.background.start(work, heard.results.append)
    qtbot.waitUntil(lambda: not heard.background.is_busy)
    heard.background.start(lambda: "next", heard.results.append)
    qtbot.waitUntil(lambda: not heard.background.is_busy)
    assert heard.errors == [text]
    assert heard.results == ["next"]


def test_work_may_tell_somebody_else_that_it_failed(qtbot: QtBot) -> None:
    heard, told = Heard(), list[DesignerError]()

    def work() -> None:
        raise RequestError("No.")

    heard.background.start(work, heard.results.append, told.append)
    qtbot.waitUntil(lambda: not heard.background.is_busy)
    assert [str(error) for error in told] == ["No."]
    assert not heard.errors
