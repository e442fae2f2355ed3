"""The dialog that asks for a preset's parameters, made from its signature."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Params
from designer.document.presets import PresetInfo, PresetParam
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.inspector.form import ParamForm
from designer.ui.theme import GRID_PX
from designer.ui.widgets import accept_buttons, error_label, heading, label, show_error

_WIDTH_PX = 56 * GRID_PX


class PresetDialog(QDialog):
    """Builds the preset on OK; a refusal stands in the dialog, which stays open.

    Args:
        build: Makes the project from the parameters that differ from their defaults.
    """

    def __init__(
        self,
        preset: PresetInfo,
        build: Callable[[Mapping[str, object]], Project],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presetDialog")
        self.setWindowTitle(f"New project: {preset.title}")
        self.setMinimumWidth(_WIDTH_PX)
        self.project: Project | None = None
        self._build = build
        self._choices = {param.name: param.choices for param in preset.params if param.kind == "choice"}
        self._params: Params = {}
        self._form = ParamForm(
            tuple(_spec(param) for param in preset.params),
            prefix="preset_",
            labels={param.name: param.name.replace("_", " ").capitalize() for param in preset.params},
            tips={param.name: param.text for param in preset.params},
        )
        self._form.edited.connect(self._on_edited)
        self._refusal = error_label("presetRefusal")
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        about = label(preset.about or preset.text, muted=True)
        about.setObjectName("presetAbout")
        for part in (heading(preset.title), about, self._form, self._refusal):
            column.addWidget(part)
        column.addStretch()
        column.addWidget(accept_buttons(self, "presetButtons", "Create", self._on_accepted))

    def _on_edited(self, _name: str, params: Params) -> None:
        self._params = params
        self._form.show_params(params)
        show_error(self._refusal, "")

    def _on_accepted(self) -> None:
        try:
            self.project = self._build({name: self._value(name) for name in self._params})
        except DesignerError as error:
            show_error(self._refusal, str(error))
        else:
            self.accept()

    def _value(self, name: str) -> object:
        """The value as the preset knows it; a form holds choices as words."""
        value = self._params[name]
        return next((choice for choice in self._choices.get(name, ()) if str(choice) == value), value)


def _spec(param: PresetParam) -> ParamSpec:
    is_choice = param.kind == "choice"
    return ParamSpec(
        name=param.name,
        kind=param.kind,
        default=str(param.default) if is_choice else param.default,
        minimum=param.minimum,
        maximum=param.maximum,
        choices=tuple(map(str, param.choices)),
    )
