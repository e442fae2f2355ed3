"""All dialogs but those that steer a run (`steering.dialogs`). Nothing else in the program opens one."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QWidget

from designer.document.presets import PresetInfo
from designer.document.project import Project
from designer.errors import DesignerError
from designer.graph.elements import GraphSnapshot
from designer.graph.foldings import Folding, folded
from designer.ui.dialog_parts import ask_new_file, chosen_file, file_dialog, is_chosen, question_box
from designer.ui.fold_dialog import FoldDialog
from designer.ui.importing.backbone_dialog import BackboneChoice, BackboneDialog
from designer.ui.importing.report_dialog import Report, ReportDialog
from designer.ui.picture_dialog import PictureChoice, PictureDialog
from designer.ui.preset_dialog import PresetDialog
from designer.ui.quantities import bytes_text
from designer.ui.trials.overfit_dialog import OverfitDialog
from designer.ui.trials.rate_dialog import RateDialog

if TYPE_CHECKING:
    from designer.compiler.backbones import Backbone
    from designer.data.download import Download

_PROJECTS = "Model Designer projects (*.json)"
_MODELS = "Keras models (*.keras *.h5 *.hdf5 *.json)"
_WEIGHTS = "Keras models and weights (*.keras *.h5 *.hdf5)"
_ALL_KINDS = "Projects and Keras models (*.json *.keras *.h5 *.hdf5)"
_ARRAYS = "NumPy archives (*.npz)"
_Role = QMessageBox.ButtonRole


class SaveAnswer(Enum):
    """What to do with unsaved changes."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


def ask_to_save(parent: QWidget | None, name: str) -> SaveAnswer:
    """Ask what to do with the unsaved changes of a project."""
    box = question_box(parent, "unsavedDialog", "Unsaved changes", f'Save the changes to "{name}"?')
    box.setInformativeText("Without saving they are lost.")
    standard = QMessageBox.StandardButton
    box.setStandardButtons(standard.Save | standard.Discard | standard.Cancel)
    box.setDefaultButton(standard.Save)
    answers = {standard.Save: SaveAnswer.SAVE, standard.Discard: SaveAnswer.DISCARD}
    return answers.get(standard(box.exec()), SaveAnswer.CANCEL)


class OverwriteAnswer(Enum):
    """What to do about a file that another program has changed."""

    OVERWRITE = auto()
    SAVE_AS = auto()
    CANCEL = auto()


def ask_to_overwrite(parent: QWidget | None, path: Path) -> OverwriteAnswer:
    """Ask whether to save over what another program has written."""
    text = f"{path.name} was changed by another program."
    box = question_box(parent, "overwriteDialog", "Save over changes", text)
    box.setInformativeText(f"Saving replaces what is now in {path}.")
    save_as = box.addButton("Save as…", _Role.AcceptRole)
    overwrite = box.addButton("Overwrite", _Role.DestructiveRole)
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.setDefaultButton(save_as)
    box.exec()
    answers = {save_as: OverwriteAnswer.SAVE_AS, overwrite: OverwriteAnswer.OVERWRITE}
    return answers.get(cast("QPushButton", box.clickedButton()), OverwriteAnswer.CANCEL)


def ask_to_reload(parent: QWidget | None, name: str) -> bool:
    """Ask whether to give unsaved changes up for what is in the file."""
    box = question_box(parent, "reloadDialog", "Reload", f'Reload "{name}" from its file?')
    box.setInformativeText("Your changes since the last save are lost.")
    reload = box.addButton("Reload", _Role.AcceptRole)
    keep = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, reload, keep, default=keep)


def ask_to_discard(parent: QWidget | None, name: str) -> bool:
    """Ask whether to throw away the unsaved changes that were found."""
    box = question_box(parent, "discardDialog", "Discard", f'Discard the unsaved changes of "{name}"?')
    box.setInformativeText("They can't be brought back.")
    discard = box.addButton("Discard", _Role.AcceptRole)
    keep = box.addButton("Keep", _Role.RejectRole)
    return is_chosen(box, discard, keep, default=keep)


def ask_to_replace_block(parent: QWidget | None, name: str) -> bool:
    """Ask whether a block may take the place of one in the user's library."""
    box = question_box(parent, "replaceBlockDialog", "Replace block", f'Replace "{name}" in your blocks?')
    box.setInformativeText("Projects that use the present one keep it.")
    replace = box.addButton("Replace", _Role.AcceptRole)
    keep = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, replace, keep, default=keep)


def ask_to_delete_block(parent: QWidget | None, name: str) -> bool:
    """Ask whether to take a block out of the user's library."""
    box = question_box(parent, "deleteBlockDialog", "Delete block", f'Delete "{name}" from your blocks?')
    box.setInformativeText("Its file is deleted. Projects that use it keep it.")
    delete = box.addButton("Delete", _Role.DestructiveRole)
    keep = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, delete, keep, default=keep)


def ask_to_delete_runs(parent: QWidget | None, names: Sequence[str]) -> bool:
    """Ask whether runs may be moved to the trash."""
    what = f'"{names[0]}"' if len(names) == 1 else f"{len(names)} runs"
    box = question_box(parent, "deleteRunsDialog", "Delete runs", f"Move {what} to the trash?")
    box.setInformativeText("All of it goes there: curves, checkpoints and weights.")
    delete = box.addButton("Move to trash", _Role.DestructiveRole)
    keep = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, delete, keep, default=keep)


def ask_to_stop(parent: QWidget | None) -> bool:
    """Ask whether to stop the training that is going on, so that the window can close."""
    box = question_box(parent, "stopDialog", "Training is running", "Stop training and close?")
    box.setInformativeText(
        "What was trained so far is kept, and the run can be resumed later, exactly where it stopped."
    )
    stop = box.addButton("Stop and keep", _Role.AcceptRole)
    keep = box.addButton("Keep training", _Role.RejectRole)
    return is_chosen(box, stop, keep, default=keep)


def ask_to_download(parent: QWidget | None, download: "Download") -> bool:
    """Ask whether to download something, saying how much and where to."""
    size = bytes_text(download.size_bytes) if download.size_bytes else "an unknown amount of data"
    text = f"Download {download.title} ({size})?"
    box = question_box(parent, "downloadDialog", f"Download {download.kind}", text)
    pronoun = "It is" if download.kind == "data" else "They are"
    box.setInformativeText(f"{pronoun} kept in {download.folder} and fetched only once.")
    fetch = box.addButton("Download", _Role.AcceptRole)
    later = box.addButton("Not now", _Role.RejectRole)
    return is_chosen(box, fetch, later)


def ask_to_adapt(parent: QWidget | None, steps: Sequence[str]) -> bool:
    """Ask whether to adapt the samples, saying how, so that they fit the network's Input."""
    box = question_box(parent, "adaptDialog", "Adapt the data", "The samples don't suit the network yet.")
    box.setInformativeText("This would be done to each of them:\n" + "\n".join(f"• {step}" for step in steps))
    adapt = box.addButton("Adapt and train", _Role.AcceptRole)
    cancel = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, adapt, cancel)


def show_information(parent: QWidget | None, title: str, text: str, more: str = "") -> None:
    """Say something that needs no decision."""
    box = question_box(parent, "informationDialog", title, text)
    box.setIcon(QMessageBox.Icon.Information)
    box.setInformativeText(more)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.exec()


def show_failure(parent: QWidget | None, error: DesignerError, details: str = "") -> None:
    """Say what went wrong and what to do about it."""
    box = question_box(parent, "failureDialog", "Model Designer", error.message)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setInformativeText(error.hint)
    box.setDetailedText(details)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.exec()


def tell_failure(parent: QWidget | None, error: DesignerError) -> None:
    """Say what went wrong without waiting for an answer."""
    box = question_box(parent, "failureDialog", "Model Designer", error.message)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setInformativeText(error.hint)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def ask_open_file(parent: QWidget | None, folder: Path) -> Path | None:
    """Ask which project, or which model, to open."""
    dialog = file_dialog(parent, "openDialog", "Open project", _ALL_KINDS)
    dialog.setDirectory(str(folder))
    return chosen_file(dialog)


def ask_model_file(parent: QWidget | None, folder: Path) -> Path | None:
    """Ask which Keras model to import."""
    dialog = file_dialog(parent, "importDialog", "Import model", _MODELS)
    dialog.setDirectory(str(folder))
    return chosen_file(dialog)


def ask_weights_file(parent: QWidget | None, folder: Path) -> Path | None:
    """Ask which file to take weights from."""
    dialog = file_dialog(parent, "weightsDialog", "Load weights", _WEIGHTS)
    dialog.setDirectory(str(folder))
    return chosen_file(dialog)


def ask_fresh_weights(parent: QWidget | None, error: DesignerError) -> bool:
    """Say why the project's weights can't be used, and ask whether to train with new ones."""
    box = question_box(parent, "freshWeightsDialog", "Weights", error.message)
    box.setInformativeText("Training can start from new weights instead.")
    fresh = box.addButton("Train with new weights", _Role.AcceptRole)
    cancel = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, fresh, cancel, default=cancel)


def ask_save_file(parent: QWidget | None, proposal: Path) -> Path | None:
    """Ask where to save a project; the dialog asks before it replaces a file."""
    return ask_new_file(file_dialog(parent, "saveDialog", "Save project", _PROJECTS), proposal)


def ask_data_file(parent: QWidget | None, folder: Path) -> Path | None:
    """Ask which file of arrays to train on."""
    dialog = file_dialog(parent, "dataDialog", "Choose data", _ARRAYS)
    dialog.setDirectory(str(folder))
    return chosen_file(dialog)


def ask_export_file(parent: QWidget | None, proposal: Path, kind: str) -> Path | None:
    """Ask where to export to; `kind` names the files, such as `Tables (*.csv)`."""
    return ask_new_file(file_dialog(parent, "exportDialog", "Export", kind), proposal)


def ask_picture(
    parent: QWidget | None, choice: PictureChoice, *, has_selection: bool
) -> PictureChoice | None:
    """Ask how a picture of the network is to look, offering `choice`; None where the user gives up."""
    dialog = PictureDialog(choice, has_selection=has_selection, parent=parent)
    answer = dialog.choice() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer


def ask_to_fold(
    parent: QWidget | None, foldings: Sequence[Folding], graph: GraphSnapshot
) -> Sequence[Folding]:
    """Ask what of the repeated structure of a network shall become blocks; none where the user gives up."""
    dialog = FoldDialog(
        foldings, len(graph.nodes), lambda chosen: len(folded(graph, chosen).nodes), parent=parent
    )
    chosen = dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else ()
    dialog.deleteLater()
    return chosen


def ask_preset(
    parent: QWidget | None, preset: PresetInfo, build: Callable[[Mapping[str, object]], Project]
) -> Project | None:
    """Ask for the parameters of a preset, until `build` accepts them; None where the user gives up."""
    dialog = PresetDialog(preset, build, parent)
    project = dialog.project if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return project


def ask_backbone(
    parent: QWidget | None,
    backbones: "Sequence[Backbone]",
    *,
    source: str,
    shape: Sequence[int | None],
    why_new: str,
) -> BackboneChoice | None:
    """Ask which backbone to insert, and how; see `BackboneDialog`. None where the user gives up."""
    dialog = BackboneDialog(
        backbones,
        source=source,
        shape=shape,
        ask_file=lambda asked_by: ask_weights_file(asked_by, Path.home()),
        why_new=why_new,
        parent=parent,
    )
    answer = dialog.choice() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer


def ask_random_weights(parent: QWidget | None, error: DesignerError) -> bool:
    """Say why weights couldn't be fetched, and ask whether to go on with random ones."""
    box = question_box(parent, "randomWeightsDialog", "Weights", error.message)
    box.setInformativeText("The network can begin with random weights instead.")
    random = box.addButton("Use random weights", _Role.AcceptRole)
    cancel = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, random, cancel, default=cancel)


def show_rate_finder(parent: QWidget) -> RateDialog:
    """Show the learning-rate finder, without waiting for an answer."""
    dialog = RateDialog(parent)
    dialog.show()
    return dialog


def show_overfitting(parent: QWidget) -> OverfitDialog:
    """Show the training on one batch, without waiting for an answer."""
    dialog = OverfitDialog(parent)
    dialog.show()
    return dialog


def ask_to_roll_back(parent: QWidget | None, step: int, present: int) -> bool:
    """Ask whether a run shall go back to a checkpoint."""
    box = question_box(parent, "rollBackDialog", "Roll back", f"Roll the run back to step {step:,}?")
    box.setInformativeText(
        f"Steps {step + 1:,} to {max(present, step + 1):,} are taken off the curves, and later checkpoints "
        "are deleted. The points are kept in the run's record, and a mark shows where the run went back to."
    )
    back = box.addButton("Roll back", _Role.AcceptRole)
    keep = box.addButton("Cancel", _Role.RejectRole)
    return is_chosen(box, back, keep, default=keep)


def show_report(parent: QWidget | None, report: Report) -> None:
    """Show what became of something, without waiting for an answer."""
    dialog = ReportDialog(report, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
