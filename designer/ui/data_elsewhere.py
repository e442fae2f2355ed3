"""What the data panel says of data that isn't on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.ui.widgets import label


class DataElsewhere(QWidget):
    """How much would be fetched and where to, a button to fetch it, and what else can be done.

    Signals:
        wanted: The user wants it; carries the `DownloadNeeded` shown.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._question: DesignerError | None = None
        self._text = label()
        self._text.setObjectName("dataElsewhere")
        button = QPushButton("Download…")
        button.setObjectName("dataDownload")
        button.clicked.connect(lambda: self.wanted.emit(self._question))
        self._hint = label(muted=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._text, button, self._hint):
            column.addWidget(part)

    def show_question(self, error: DesignerError | None) -> bool:
        """Show an error if it is a question about a download, else hide; whether it is one."""
        from designer.data.download import DownloadNeeded

        self._question = error if isinstance(error, DownloadNeeded) else None
        if self._question:
            self._text.setText(self._question.message)
            self._hint.setText(self._question.hint)
        self.setVisible(self._question is not None)
        return self._question is not None
