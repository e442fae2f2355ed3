"""A form for training options, with help on each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.values import Params
from designer.ui.inspector.editors.registry import PLAIN
from designer.ui.inspector.form import ParamForm
from designer.ui.training.option_specs import Option


class OptionForm(QWidget):
    """Fields for some options of one settings object.

    Args:
        prefix: What object names start with.

    Signals:
        edited: Name and new value of an option.
        left: The user is done with a field.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, options: Sequence[Option], prefix: str, catalog: Catalog = PLAIN) -> None:
        super().__init__()
        self._options = {option.spec.name: option for option in options}
        self._form = ParamForm(
            tuple(option.spec for option in options),
            catalog,
            prefix=prefix,
            labels={name: option.label for name, option in self._options.items()},
            tips={name: option.help for name, option in self._options.items()},
        )
        self._form.edited.connect(self._on_edited)
        self._form.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._form)

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show the values of the options, by name; others are of no interest."""
        self._form.show_params(
            {
                name: values[name]  # type: ignore[misc]  # what settings hold are values of parameters
                for name, option in self._options.items()
                if values[name] != option.spec.default
            }
        )

    def _on_edited(self, name: str, params: Params) -> None:
        self.edited.emit(name, params.get(name, self._options[name].spec.default))
