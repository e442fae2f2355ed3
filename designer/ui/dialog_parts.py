"""What dialogs of questions and files have in common."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget


def question_box(parent: QWidget | None, name: str, title: str, text: str) -> QMessageBox:
    """A question, not yet asked."""
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(text)
    return box


def is_chosen(
    box: QMessageBox, yes: QPushButton, no: QPushButton, default: QPushButton | None = None
) -> bool:
    """Ask it; gives whether the answer was yes."""
    yes.setObjectName("accept")
    no.setObjectName("reject")
    box.setDefaultButton(default or yes)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def file_dialog(parent: QWidget | None, name: str, title: str, kind: str) -> QFileDialog:
    """A dialog for a file that is there, or any other."""
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setNameFilters([kind, "All files (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def ask_new_file(dialog: QFileDialog, proposal: Path) -> Path | None:
    """Ask where to write a file; None where that was cancelled."""
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposal.suffix)
    dialog.setDirectory(str(proposal.parent))
    dialog.selectFile(proposal.name)
    return chosen_file(dialog)


def chosen_file(dialog: QFileDialog) -> Path | None:
    """Ask for a file; None where that was cancelled."""
    path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    dialog.deleteLater()
    return path
