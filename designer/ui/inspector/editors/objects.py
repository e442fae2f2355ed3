"""Editors of Keras objects: a class with arguments, such as `L2(l2=0.001)`, or a word for one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import OBJECTS_OF_PARAM, Catalog
from designer.catalog.spec import LayerSpec, ObjectSpec, ParamSpec
from designer.catalog.starting import starting_params
from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.ui.inspector.editors.base import MIXED, Editor
from designer.ui.inspector.editors.numbers import NumberEditor
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.parsing import describe
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo


class ObjectEditor(Editor):
    """A class by name, its arguments indented below it."""

    def __init__(
        self,
        spec: ParamSpec,
        catalog: Catalog,
        formulas: Formulas | None = None,
        specs: tuple[ObjectSpec, ...] | None = None,
    ) -> None:
        self._spec = spec
        self._catalog = catalog
        self._formulas = formulas
        self._value: Value = None
        self._specs = offered(spec, catalog) if specs is None else specs
        self._combo = Combo("")
        super().__init__(self._combo)
        self._combo.setMaxVisibleItems(20)
        self._combo.addItems(self._plain_choices())
        self._num_plain = self._combo.count()
        self._combo.addItems([found.type for found in self._specs])
        self._combo.activated.connect(self._on_activated)
        self._holder = QWidget()
        self._inner = QVBoxLayout(self._holder)
        self._inner.setContentsMargins(GRID_PX, GRID_PX // 2, 0, 0)
        self._holder.hide()
        self.column.addWidget(self._holder)
        self._body: QWidget | None = None
        self._body_type = ""

    @override
    def accepts(self, value: Value) -> bool:
        return not isinstance(value, Expr)

    @override
    def show_value(self, value: Value) -> None:
        self._value = value
        self._combo.setPlaceholderText("required")
        found = self._find(value)
        if found is None:
            self._show_plain(value)
            return
        self._combo.setCurrentText(found.type)
        self._show_arguments(found, value.params if isinstance(value, KerasObject) else {})

    @override
    def show_mixed(self) -> None:
        self._value = None
        self._set_body(None, "")
        self._combo.setPlaceholderText(MIXED.value)
        self._combo.setCurrentIndex(-1)

    def _plain_choices(self) -> list[str]:
        return ["None"] if self._spec.nullable else []

    def _plain_value(self, _index: int) -> Value:
        return None

    def _show_plain(self, value: Value) -> None:
        """Show a value that is no object of the catalogue."""
        self._set_body(None, "")
        if value is None:
            self._combo.setCurrentIndex(0 if self._spec.nullable else -1)
            return
        if self._combo.findText(describe(value)) < 0:
            self._combo.addItem(describe(value))
        self._combo.setCurrentText(describe(value))

    def _find(self, value: Value) -> ObjectSpec | None:
        if not isinstance(value, KerasObject | str):
            return None
        name = value.type if isinstance(value, KerasObject) else value
        return next((found for found in self._specs if name in (found.type, *found.aliases)), None)

    def _show_arguments(self, found: ObjectSpec, params: Params) -> None:
        from designer.ui.inspector.form import ParamForm  # a form holds editors, and this editor holds a form

        if self._body_type != found.type:
            prefix = f"{self.control.objectName()}_"
            form = (
                ParamForm(found.params, self._catalog, prefix=prefix, formulas=self._formulas)
                if found.params
                else None
            )
            if form:
                form.edited.connect(self._on_argument_edited)
                form.left.connect(self.left)
            self._set_body(form, found.type)
        if isinstance(self._body, ParamForm):
            self._body.show_params(params)

    def _set_body(self, body: QWidget | None, body_type: str) -> None:
        if self._body:
            self._body.hide()
            self._body.deleteLater()
        self._body, self._body_type = body, body_type
        if body:
            self._inner.addWidget(body)
        self._holder.setVisible(body is not None)

    def _on_activated(self, index: int) -> None:
        place = index - self._num_plain
        if place < 0:
            self._tell(self._plain_value(index))
        elif place < len(self._specs) and self._specs[place] is not self._find(self._value):
            self._tell(new_object(self._specs[place]))
        self.left.emit()

    def _on_argument_edited(self, _name: str, params: Params) -> None:
        self._tell(KerasObject(self._body_type, params))

    def _tell(self, value: Value) -> None:
        """Report a value; the default under its own name, so that it needn't be stored."""
        default = self._spec.default
        is_default = value is not None and not _params(value) and self._find(value) is self._find(default)
        self.edited.emit(default if is_default and not _params(default) else value)


class LearningRateEditor(ObjectEditor):
    """A number that holds for the whole run, or a schedule with its arguments."""

    @property
    @override
    def typed_into(self) -> QWidget:
        return self._body.control if isinstance(self._body, NumberEditor) else self.control

    @override
    def accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, int | float | str | KerasObject)

    def _plain_choices(self) -> list[str]:
        return ["Constant"]

    def _plain_value(self, _index: int) -> Value:
        default: Value = self._spec.default
        return default

    def _show_plain(self, value: Value) -> None:
        self._combo.setCurrentIndex(0)
        number = self._body if isinstance(self._body, NumberEditor) else self._make_number()
        number.show_value(value)

    def _make_number(self) -> NumberEditor:
        number = NumberEditor(self._spec.model_copy(update={"kind": "float"}), self._formulas)
        number.control.setObjectName(f"{self.control.objectName()}_number")
        number.control.setAccessibleName("Learning rate")
        number.edited.connect(self.edited)
        number.refused.connect(self.refused)
        number.left.connect(self.left)
        self._set_body(number, "")
        return number


def _params(value: Value) -> Params:
    return value.params if isinstance(value, KerasObject) else {}


def offered(spec: ParamSpec, catalog: Catalog) -> tuple[ObjectSpec, ...]:
    """What a parameter may hold; of layers, those that take one tensor and can be used at once."""
    found = catalog.objects(OBJECTS_OF_PARAM[spec.kind])
    if spec.choices:
        return tuple(item for item in found if item.type in spec.choices)
    return tuple(item for item in found if not isinstance(item, LayerSpec) or _is_plain(item))


def new_object(spec: ObjectSpec) -> KerasObject:
    """An object with usual values for what Keras leaves to the user."""
    return KerasObject(spec.type, starting_params(spec))


def _is_plain(spec: LayerSpec) -> bool:
    return spec.inputs.minimum == 1 and spec.inputs.usual == 1 and not spec.needs
