"""Which editor each kind of parameter gets."""

from collections.abc import Callable

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamKind, ParamSpec
from designer.ui.inspector.editors.base import Editor
from designer.ui.inspector.editors.choices import BoolEditor, ChoiceEditor, WordEditor
from designer.ui.inspector.editors.fixed import FixedEditor
from designer.ui.inspector.editors.numbers import NumberEditor
from designer.ui.inspector.editors.object_list import ObjectListEditor
from designer.ui.inspector.editors.objects import LearningRateEditor, ObjectEditor
from designer.ui.inspector.editors.texts import TextEditor
from designer.ui.inspector.formulas import Formulas

_Maker = Callable[[ParamSpec, Catalog, Formulas | None], Editor]

PLAIN = Catalog(
    keras_version="",
    categories=(),
    activations=(),
    layers=(),
    optimizers=(),
    losses=(),
    metrics=(),
    initializers=(),
    regularizers=(),
    constraints=(),
    schedules=(),
)
"""For forms that hold no Keras objects."""


def make_editor(spec: ParamSpec, catalog: Catalog, formulas: Formulas | None = None) -> Editor:
    """A new editor for a parameter; `formulas` where its value may be computed."""
    if spec.many:
        return ObjectListEditor(spec, catalog)
    return _MAKERS.get(spec.kind, _fixed)(spec, catalog, formulas)


def _number(spec: ParamSpec, _catalog: Catalog, formulas: Formulas | None) -> Editor:
    return NumberEditor(spec, formulas)


def _text(spec: ParamSpec, _catalog: Catalog, formulas: Formulas | None) -> Editor:
    return TextEditor(spec, formulas)


def _bool(spec: ParamSpec, _catalog: Catalog, _formulas: Formulas | None) -> Editor:
    return ChoiceEditor(spec, (True, False)) if spec.nullable else BoolEditor(spec)


def _choice(spec: ParamSpec, _catalog: Catalog, _formulas: Formulas | None) -> Editor:
    return WordEditor(spec, spec.choices) if spec.open else ChoiceEditor(spec, spec.choices)


def _activation(spec: ParamSpec, catalog: Catalog, _formulas: Formulas | None) -> Editor:
    return WordEditor(spec, catalog.activations)


def _fixed(spec: ParamSpec, _catalog: Catalog, _formulas: Formulas | None) -> Editor:
    return FixedEditor(spec)


_MAKERS: dict[ParamKind, _Maker] = {
    "int": _number,
    "float": _number,
    "bool": _bool,
    "str": _text,
    "choice": _choice,
    "dtype": _choice,
    "int_tuple": _text,
    "int_pairs": _text,
    "float_tuple": _text,
    "shape": _text,
    "list": _text,
    "formula": _text,
    "literal": _text,
    "activation": _activation,
    "initializer": ObjectEditor,
    "regularizer": ObjectEditor,
    "constraint": ObjectEditor,
    "layer": ObjectEditor,
    "cell": ObjectEditor,
    "optimizer": ObjectEditor,
    "learning_rate": LearningRateEditor,
}
