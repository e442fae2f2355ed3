"""A pop-up with a line to type into and a list that narrows: what is chosen there is done."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.search_delegate import SearchDelegate
from designer.ui.search_model import SearchModel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class PopupTexts:
    """What a pop-up says.

    Args:
        name: Begins the object names of its parts.
        title: Its accessible name.
        placeholder: What stands in the empty line.
        hint: Which keys do what, below the list.
        nothing: Stands there where nothing fits.
    """

    name: str
    title: str
    placeholder: str
    hint: str
    nothing: str


class SearchPopup(QFrame):
    """Stays until something is chosen, Esc is pressed, or one clicks elsewhere.

    Args:
        parent: Over which it opens.
        model: Its rows.
        texts: What it says.
        num_rows: How many rows are in sight.
    """

    def __init__(
        self, parent: QWidget, model: SearchModel, texts: PopupTexts, *, width: int, num_rows: int
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(f"{texts.name}List")
        self.setAccessibleName(texts.title)
        self.setWindowTitle(texts.title)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._model = model
        model.setParent(self)
        self._texts = texts
        self._wanted = width, num_rows
        self._line = _search_line(texts)
        self._list = _list_view(texts, model)
        self._message = label(texts.hint, muted=True, small=True, wrap=False)
        self._message.setObjectName(f"{texts.name}Message")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        for part in (self._line, self._list, self._message):
            column.addWidget(part)
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._on_text_changed)
        self._list.clicked.connect(self.choose)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_found)

    def begin(self, place: QPoint, room: QSize, question: str = "") -> None:
        """Open with an empty line.

        Args:
            place: Its upper left corner on the screen.
            room: The most that it may take up.
            question: What stands in the empty line instead of the placeholder.
        """
        self._line.clear()
        self.ask(question)
        self.resize(self.wanted_size().boundedTo(room).expandedTo(self.minimumSizeHint()))
        self.move(place)
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def ask(self, question: str = "") -> None:
        """Write a question into the empty line, and begin at the first row."""
        self._line.setPlaceholderText(question or self._texts.placeholder)
        self._on_text_changed(self._line.text())

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed and the first row is chosen."""
        return not self._line.text() and self._list.currentIndex().row() <= 0

    def begin_at(self, place: QPoint, question: str = "") -> None:
        """Open near a place, moved as far as it must to lie on the screen; see `begin`."""
        screen = (QGuiApplication.screenAt(place) or self.screen()).availableGeometry()
        size = self.wanted_size().boundedTo(screen.size())
        last = screen.bottomRight() + QPoint(1, 1) - QPoint(size.width(), size.height())
        left = max(screen.left(), min(place.x(), last.x()))
        self.begin(QPoint(left, max(screen.top(), min(place.y(), last.y()))), size, question)

    def wanted_size(self) -> QSize:
        """How large it is where there is room enough."""
        width, num_rows = self._wanted
        rows = num_rows * self._list.sizeHintForRow(0)
        edges = 4 * GRID_PX + 2 * self.frameWidth()
        return QSize(width, self._line.sizeHint().height() + rows + self._message.sizeHint().height() + edges)

    def choose(self, index: QModelIndex) -> None:
        """Do what a row stands for."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say something below the list."""
        self._message.setText(text)
        self._message.setToolTip(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (*_MOVING, *_ENTER):
                self._model.finish()
            if event.key() in _MOVING:
                self._list.event(event)
                return True
            if event.key() in _ENTER:
                if self._list.currentIndex().isValid():
                    self.choose(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _on_text_changed(self, typed: str) -> None:
        self._model.search(typed)

    def _on_found(self) -> None:
        self.say(self._texts.hint if self._model.rowCount() else self._texts.nothing)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._list.scrollToTop()

    def _on_current_changed(self) -> None:
        if self._model.rowCount():
            self.say(self._texts.hint)


def _search_line(texts: PopupTexts) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(f"{texts.name}Search")
    line.setAccessibleName(texts.title)
    line.setPlaceholderText(texts.placeholder)
    line.setClearButtonEnabled(True)
    line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return line


def _list_view(texts: PopupTexts, model: SearchModel) -> QListView:
    view = QListView()
    view.setObjectName(f"{texts.name}Rows")
    view.setAccessibleName(texts.title)
    view.setModel(model)
    view.setItemDelegate(SearchDelegate(view))
    view.setUniformItemSizes(True)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
