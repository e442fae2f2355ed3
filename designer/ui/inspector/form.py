"""A form for the arguments of a Keras class, or for any other named values."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Params, Value
from designer.ui.icons import icon
from designer.ui.inspector.editors.registry import PLAIN, make_editor
from designer.ui.inspector.field import Field
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.parsing import is_default, same
from designer.ui.theme import GRID_PX

_WIDE_KINDS: frozenset[ParamKind] = frozenset({"optimizer", "learning_rate", "layer", "cell"})
"""What has arguments of its own more often than not, and so gets the whole width."""


class ParamForm(QWidget):
    """One field for each parameter; what is seldom needed is folded under "More".

    It shows params and reports edits; whoever owns the params decides and shows the result again.

    Args:
        prefix: What object names start with; the parameter's name follows.
        labels: Friendlier words for parameters than their names.
        tips: What parameters mean, as tooltips of their labels.
        formulas: What is known of the block around, where values may be computed.
        parameterise: Makes a value a parameter of that block; called with the parameter's name.

    Signals:
        edited: The name of a parameter, and all params with its new value; defaults are left out.
        left: The user is done with a field.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(
        self,
        specs: tuple[ParamSpec, ...],
        catalog: Catalog = PLAIN,
        *,
        prefix: str = "param_",
        labels: Mapping[str, str] | None = None,
        tips: Mapping[str, str] | None = None,
        formulas: Formulas | None = None,
        parameterise: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._specs = {spec.name: spec for spec in specs}
        self._catalog = catalog
        self._prefix = prefix
        self._labels = labels or {}
        self._tips = tips or {}
        self._formulas = formulas or Formulas()
        self._parameterise = parameterise
        self._params: Params = {}
        self._mixed: frozenset[str] = frozenset()
        self._fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._column.addWidget(self._make_rows(spec for spec in specs if not spec.advanced))
        self._advanced = tuple(spec for spec in specs if spec.advanced)
        self._is_open = False
        self._folded: QWidget | None = None
        self._more = self._make_more()
        self._label_more()

    def show_params(self, params: Params, mixed: frozenset[str] = frozenset()) -> None:
        """Show values; fields whose value is as before stay untouched, also what is half typed there.

        Args:
            mixed: Parameters in which the layers that the form is about differ.
        """
        before, were_mixed = self._params, self._mixed
        self._params, self._mixed = params, mixed
        for name in self._fields:
            was = name in were_mixed, name in before, before.get(name)
            if was != (name in mixed, name in params, params.get(name)):
                self._fill(name)
        self._label_more()

    def show_present(self) -> None:
        """Show what computed values are now, after the block around has changed."""
        for field in self._fields.values():
            field.show_present()

    def drop_refused(self) -> None:
        """Show the values again where something was typed and refused."""
        for name, field in self._fields.items():
            if field.is_refused:
                self._fill(name)

    def field(self, name: str) -> Field:
        """The field of a parameter that isn't folded away."""
        return self._fields[name]

    def _fill(self, name: str) -> None:
        if name in self._mixed:
            self._fields[name].show_mixed()
            return
        value = self._params.get(name, self._specs[name].default)
        self._fields[name].show_value(value, is_given=name in self._params)

    def _make_rows(self, specs: Iterable[ParamSpec]) -> QWidget:
        rows = QWidget()
        form = QFormLayout(rows)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(GRID_PX // 2)
        form.setHorizontalSpacing(GRID_PX)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for spec in specs:
            field = self._make_field(spec)
            label = QLabel(self._labels.get(spec.name, spec.name))
            label.setBuddy(field)
            self._explain(spec.name, label, field)
            if spec.kind in _WIDE_KINDS:
                form.addRow(label)
                form.addRow(field)
            else:
                form.addRow(label, field)
        return rows

    def _explain(self, name: str, label: QLabel, field: Field) -> None:
        """Say what a parameter means, at its label and at its field."""
        tip = self._tips.get(name, "")
        label.setToolTip(tip)
        label.setWhatsThis(tip)
        if tip:
            field.setWhatsThis(tip)
            field.setToolTip(tip)
            field.editor.control.setToolTip(tip)
            field.editor.control.setAccessibleDescription(tip)

    def _make_field(self, spec: ParamSpec) -> Field:
        title = self._labels.get(spec.name, spec.name)
        make = partial(make_editor, catalog=self._catalog, formulas=self._formulas)
        parameterise = partial(self._parameterise, spec.name) if self._parameterise else None
        field = Field(spec, f"{self._prefix}{spec.name}", title, make, self._formulas, parameterise)
        field.edited.connect(partial(self._on_edited, spec))
        field.reset.connect(partial(self._on_reset, spec.name))
        field.left.connect(self.left)
        self._fields[spec.name] = field
        self._fill(spec.name)
        return field

    def _on_edited(self, spec: ParamSpec, value: Value) -> None:
        if spec.name in self._params and same(value, self._params[spec.name]):
            return
        params = {name: item for name, item in self._params.items() if name != spec.name}
        if not is_default(spec, value):
            params[spec.name] = value
        elif spec.name not in self._params and spec.name not in self._mixed:
            return
        self.edited.emit(spec.name, self._ordered(params))

    def _on_reset(self, name: str) -> None:
        self.edited.emit(name, {other: value for other, value in self._params.items() if other != name})
        self.left.emit()

    def _ordered(self, params: Params) -> Params:
        """Params in Keras's order, those of another Keras version last."""
        known = {name: params[name] for name in self._specs if name in params}
        return {**known, **{name: value for name, value in params.items() if name not in known}}

    def _make_more(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self._prefix}more")
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(self._on_more_clicked)
        self._column.addWidget(button)
        button.setVisible(bool(self._advanced))
        return button

    def _label_more(self) -> None:
        num_set = sum(spec.name in self._params or spec.name in self._mixed for spec in self._advanced)
        self._more.setIcon(icon("unfold" if self._is_open else "fold"))
        word = "Fewer" if self._is_open else "More"
        self._more.setText(f"{word} ({num_set} set)" if num_set else word)

    def _on_more_clicked(self) -> None:
        self._is_open = not self._is_open
        if self._folded is None:
            self._folded = self._make_rows(self._advanced)
            self._column.addWidget(self._folded)
        self._folded.setVisible(self._is_open)
        self._label_more()
