"""A field for the name of a layer or a project."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.ui.widgets import error_label, leave_undo_to_window, show_error


class NameField(QWidget):
    """Hands a new name over on Enter or when the focus leaves; a refusal stands below until mended."""

    def __init__(self, name: str, accessible_name: str, rename: Callable[[str], None]) -> None:
        super().__init__()
        self._rename = rename
        self._shown = ""
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(accessible_name)
        self.line.editingFinished.connect(self._on_editing_finished)
        leave_undo_to_window(self.line)
        self._message = error_label(f"{name}_message")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self._message)
        self.setFocusProxy(self.line)

    def show_name(self, name: str) -> None:
        """Show a name, unless it is the one shown already and another is half typed."""
        if name != self._shown:
            self._shown = name
            self.line.setText(name)
            show_error(self._message, "")

    def _on_editing_finished(self) -> None:
        name = self.line.text().strip()
        try:
            if name != self._shown:
                self._rename(name)
        except DesignerError as error:
            show_error(self._message, str(error))
        else:
            self.line.setText(self._shown)
            show_error(self._message, "")
