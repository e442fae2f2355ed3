"""Leads the user through the steps of the tour in one window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.document import Document
from designer.errors import DesignerError
from designer.training.events import EpochEnded, RunEvent, RunFinished
from designer.ui.tour import block
from designer.ui.tour.card import TourCard
from designer.ui.tour.steps import STEPS, Situation, Step

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_FAREWELL = (
    "The block is a convolution with a way around it: what came in is added to what came out, so that deep "
    "networks learn as easily as flat ones. Presets on the start page are made of many such blocks."
)


class Tour(QObject):
    """Shows a step, sees when it is done, and goes on. Follows one document; begin with `start`."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._card: TourCard | None = None
        self._document: Document | None = None
        self._index = 0
        self._was_done = False
        self._is_waiting = False
        self._has_trained = False
        self._accuracy: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the tour goes on."""
        return self._card is not None

    def start(self) -> None:
        """Begin at the first step, with the window's document."""
        self.end()
        window = self._window
        self._card = card = TourCard()
        self._document = window.session.document
        self._has_trained, self._accuracy = False, None
        self._document.changed.connect(self._on_changed)
        window.session.run_events.connect(self._on_run_events)
        window.actions_by_name["train"].changed.connect(self._on_train_changed)
        card.wanted.connect(self._do)
        card.moved.connect(self._move)
        card.ended.connect(self.end)
        window.stage.put_beside(card)
        self._show(0)
        card.take_focus()

    def end(self) -> None:
        """Take the card away; what was drawn stays."""
        if self._card is None or self._document is None:
            return
        self._document.changed.disconnect(self._on_changed)
        self._window.session.run_events.disconnect(self._on_run_events)
        self._window.actions_by_name["train"].changed.disconnect(self._on_train_changed)
        had_focus = self._card.isAncestorOf(self._window.focusWidget() or self._window)
        self._card = self._document = None
        self._is_waiting = False
        self._window.stage.take_away()
        if had_focus:
            self._window.canvas.setFocus()

    def _is_done(self, step: Step) -> bool:
        return self._document is not None and step.is_done(Situation(self._document, self._has_trained))

    def _show(self, index: int) -> None:
        if self._card is None or self._document is None:
            return
        self._index, self._is_waiting = index, False
        if index == len(STEPS):
            self._card.show_step(index + 1, len(STEPS), "Your first residual network", self._farewell())
            return
        step = STEPS[index]
        self._was_done = self._is_done(step)
        self._card.show_step(index + 1, len(STEPS), step.title, self._words(step))
        if self._was_done:
            self._card.say("This is done.")
        elif start := step.start(block.find(self._document)):
            self._select(start.id)

    def _move(self, by: int) -> None:
        self._show(min(max(self._index + by, 0), len(STEPS)))

    def _on_changed(self, _changes: object = None) -> None:
        """Go on where the step was not done before and is now; pass over what has been done already."""
        index = self._index
        if index == len(STEPS) or self._was_done or not self._is_done(STEPS[index]):
            return
        while index < len(STEPS) and self._is_done(STEPS[index]):
            index += 1
        self._show(index)

    def _do(self) -> None:
        """Do the step, after what is missing of those before."""
        if self._document is None or self._card is None:
            return
        step = STEPS[self._index]
        missing = (other for other in STEPS[: self._index] if other.leaves and not self._is_done(other))
        try:
            for each in (*missing, step):
                if each.edit and not (each.leaves and self._is_done(each)):
                    each.edit(self._document)
        except DesignerError as error:
            self._card.say(str(error))
            return
        if step.action:
            self._trigger(step.action)

    def _trigger(self, name: str) -> None:
        """Choose an action now, or as soon as it can be chosen."""
        row = next(row for row in self._window.actions_by_name.rows() if row.name == name)
        self._is_waiting = not row.action.isEnabled()
        if not self._is_waiting:
            row.action.trigger()
        elif self._card:
            self._card.say(f"It begins as soon as it can. {row.reason}")

    def _on_train_changed(self) -> None:
        if self._is_waiting and self._window.actions_by_name["train"].isEnabled():
            self._trigger("train")
            if self._card:
                self._card.say("")

    def _on_run_events(self, events: list[RunEvent]) -> None:
        for event in events:
            if isinstance(event, EpochEnded):
                found = (value for name, value in event.metrics.items() if _is_accuracy(name))
                self._accuracy = next(found, self._accuracy)
            elif isinstance(event, RunFinished) and event.status != "failed":
                self._has_trained = True
        self._on_changed()

    def _farewell(self) -> str:
        if self._accuracy is None:
            return _FAREWELL
        return f"It recognises {self._accuracy * 100:.0f} % of the digits that it hadn't seen. {_FAREWELL}"

    def _words(self, step: Step) -> str:
        """The text of a step with the keys of its actions, or the way through the menus."""
        rows = self._window.actions_by_name.rows()
        return step.text.format_map({row.name: row.shortcut or f"{row.where} → {row.text}" for row in rows})

    def _select(self, node_id: str) -> None:
        """Let what is added next follow this node, and bring it into sight."""
        canvas = self._window.canvas
        if canvas.selected_ids() != [node_id]:
            canvas.reveal(node_id)


def _is_accuracy(name: str) -> bool:
    return name.startswith("val_") and name.endswith("accuracy")
