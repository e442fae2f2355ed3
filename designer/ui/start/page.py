"""The start page: recent projects, presets, and the ways to begin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.document.presets import PresetInfo
from designer.ui.canvas.handing_over import PIECE_MIME
from designer.ui.icons import icon
from designer.ui.palette_model import LAYER_MIME
from designer.ui.start.preset_cards import PresetCards
from designer.ui.start.recent_list import RecentList
from designer.ui.start.recent_model import RecentModel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading

_MOST_WIDTH_PX = 1280
_RECENT_PARTS, _PRESET_PARTS = 2, 5
_ALL = 1000


class StartPage(QWidget):
    """Lies in the place of an empty canvas.

    Args:
        recent: The project files opened or saved lately, newest first.

    Signals:
        new_wanted: Show the empty canvas.
        open_wanted: Ask for a file.
        tour_wanted: Begin the tour.
        layer_dragged: A layer or a piece is being dragged over the page, to be placed on the canvas.
        look_changed: The theme is another.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    tour_wanted = Signal()
    layer_dragged = Signal()
    look_changed = Signal()

    def __init__(self, recent: Sequence[Path], presets: Sequence[PresetInfo]) -> None:
        super().__init__()
        self.setObjectName("startPage")
        self.setAccessibleName("Start page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.recent_model = RecentModel(recent)
        self.recent = RecentList(self.recent_model)
        self.presets = PresetCards(presets)
        self._remove = QPushButton("&Remove from list")
        self._remove.setObjectName("startRemove")
        self._remove.setToolTip("Forget the chosen project; its file stays (Del)")
        self._remove.clicked.connect(self.recent.remove_current)
        self._begin = self._make_buttons()
        self._lay_out()
        self.recent.removed.connect(self._show_whether_recent)
        self._show_whether_recent()

    def take_focus(self) -> None:
        """Put the keyboard on what is most likely wanted: the newest project, or a new one."""
        is_any = self.recent_model.rowCount() > 0
        (self.recent if is_any else self._begin[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore()
        if any(map(event.mimeData().hasFormat, (LAYER_MIME, PIECE_MIME))):
            self.layer_dragged.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.look_changed.emit()

    def _make_buttons(self) -> tuple[QPushButton, ...]:
        rows = (
            ("startNew", "New &network", "new", self.new_wanted),
            ("startOpen", "&Open…", "open", self.open_wanted),
            ("startTour", "Take the two-&minute tour", "tour", self.tour_wanted),
        )
        buttons = []
        for name, text, picture, wanted in rows:
            button = QPushButton(icon(picture), text)
            button.setObjectName(name)
            button.clicked.connect(wanted)
            buttons.append(button)
        return tuple(buttons)

    def _lay_out(self) -> None:
        begin = QHBoxLayout()
        begin.setSpacing(GRID_PX)
        for button in self._begin:
            begin.addWidget(button)
        begin.addStretch()
        self._recent_column = QWidget()
        self._recent_column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        left = _column(heading("Recent projects"), self.recent)
        left.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._recent_column.setLayout(left)
        right = _column(heading("Presets"))
        right.addWidget(self.presets, stretch=_ALL)
        right.addStretch(1)
        lists = QHBoxLayout()
        lists.setSpacing(3 * GRID_PX)
        lists.addWidget(self._recent_column, stretch=_RECENT_PARTS)
        lists.addLayout(right, stretch=_PRESET_PARTS)
        body = QWidget()
        body.setMaximumWidth(_MOST_WIDTH_PX)
        column = QVBoxLayout(body)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, GRID_PX, 0)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(begin)
        column.addLayout(lists, stretch=1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(body)

    def _show_whether_recent(self, _path: object = None) -> None:
        is_any = self.recent_model.rowCount() > 0
        if not is_any and self.recent.hasFocus():
            self.presets.setFocus(Qt.FocusReason.OtherFocusReason)
        self._recent_column.setVisible(is_any)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID_PX)
    for widget in widgets:
        column.addWidget(widget)
    return column
