"""What can be placed, as data: one spec per Keras class, generated from the installed Keras.

`designer.compiler.introspect` writes these; everything else reads them. Nothing here imports Keras.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_serializer, field_validator

from designer.catalog.values import from_json, to_json

ParamKind = Literal[
    "int",
    "float",
    "bool",
    "str",
    "choice",
    "int_tuple",
    "int_pairs",
    "float_tuple",
    "shape",
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "dtype",
    "layer",
    "cell",
    "optimizer",
    "learning_rate",
    "list",
    "formula",
    "literal",
    "any",
]

OPERATION = "ops."
"""What the types of operations begin with: `ops.mean` is `keras.ops.mean`."""
LAMBDA = "Lambda"
"""The type of the node that computes an expression; it is built of operations."""


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class ParamSpec(_Spec):
    """One constructor argument of a Keras class.

    Attributes:
        name: Keras's name of it.
        kind: Which editor and which check it gets. "int_pairs" is a number or a pair (before, after) for each
            spatial dimension, as in ZeroPadding2D; "learning_rate" is a number or a schedule; "formula" is
            a text that `designer.catalog.formulas` reads, with the functions that it may call as `choices`;
            "literal" is any plain value, written as in Python.
        default: What Keras takes when it isn't given (meaningless where `required`).
        required: Keras has no default for it.
        nullable: None is a meaningful value.
        minimum: Least number, inclusive; of each item for tuples.
        maximum: Greatest number, inclusive.
        length: How many items a tuple has; None for any number.
        scalar: A bare number stands for a tuple of equal items.
        choices: The legal words of a "choice", or suggestions where `open`.
        open: Other words than `choices` are legal too.
        many: It takes a list of such values.
        advanced: Seldom needed; an inspector folds it away.
    """

    name: str
    kind: ParamKind
    default: Any = None
    required: bool = False
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    scalar: bool = False
    choices: tuple[str, ...] = ()
    open: bool = False
    many: bool = False
    advanced: bool = False

    @field_validator("default", mode="before")
    @classmethod
    def _read_default(cls, data: Any) -> Any:
        return data if isinstance(data, tuple) else from_json(data)

    @field_serializer("default")
    def _write_default(self, value: Any) -> Any:
        return to_json(value)


class InputPorts(_Spec):
    """How a layer takes its inputs.

    Attributes:
        style: "none" (a source), "single" (one tensor), "list" (one list), or
            "positional" (named tensors).
        names: Port names; for "list" with any number of inputs one name that is repeated.
        minimum: Fewest inputs that Keras accepts.
        maximum: Most inputs; None for any number.
        num_extra: How many of the last inputs are seldom used, such as initial states: what is dropped on a
            node isn't meant for them.
    """

    style: Literal["none", "single", "list", "positional"] = "single"
    names: tuple[str, ...] = ("inputs",)
    minimum: int = 1
    maximum: int | None = 1
    num_extra: int = 0

    @property
    def usual(self) -> int | None:
        """Most inputs that are no extra ones; None for any number."""
        return None if self.maximum is None else self.maximum - self.num_extra

    def name(self, port: int) -> str:
        """What an input is called where inputs differ in meaning, else empty."""
        is_named = len(self.names) > 1 and port < len(self.names)
        return self.names[port] if is_named else ""


class ObjectSpec(_Spec):
    """A Keras class that is a parameter or a setting: optimiser, loss, metric, initialiser.

    Attributes:
        type: The class name, spelt as in Keras.
        title: A friendly name.
        aliases: Further names that Keras knows it by: `glorot_uniform` of `GlorotUniform`.
        params: Constructor arguments in Keras's order.
    """

    type: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    params: tuple[ParamSpec, ...] = ()

    def param(self, name: str) -> ParamSpec | None:
        """The argument called `name`, or None."""
        return next((param for param in self.params if param.name == name), None)


class LayerSpec(ObjectSpec):
    """A layer that can be placed.

    Attributes:
        category: The family it is listed under.
        summary: One line: what it does.
        inputs: Its input ports.
        outputs: Names of its output ports where it has several; see `output_name`.
        headline: The one or two parameters worth showing on a node.
        needs: What it takes that a plain parameter form can't give (`adapt`, an inner layer); else empty.
        keywords: Further words that a search should find it by.
    """

    category: str
    summary: str = ""
    inputs: InputPorts = InputPorts()
    outputs: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    needs: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def is_lambda(self) -> bool:
        """Whether it computes an expression; Keras's own layer would call code."""
        return self.type == LAMBDA

    @property
    def is_operation(self) -> bool:
        """Whether it is a function of `keras.ops` and no layer."""
        return self.type.startswith(OPERATION)

    def output_name(self, port: int, count: int) -> str:
        """What one of so many output ports is called: as Keras calls it, or by its number."""
        if count == len(self.outputs):
            return self.outputs[port]
        return f"output {port + 1}" if count > 1 else "output"
