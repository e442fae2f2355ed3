"""Functions of `keras.ops` as nodes: called like a layer, but without weights and not counted as one."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from designer.catalog.formulas import Call, Formula, Number, Tensor, parts
from designer.catalog.spec import OPERATION, LayerSpec
from designer.compiler.results import Shape
from designer.errors import BuildError


class OperationCall:
    """A function with all its arguments but the tensors.

    Args:
        spec: Which function.
        name: What its operation is called in the model; Keras invents one where this is None.
        arguments: Its arguments under their names, as Keras takes them.

    Attributes:
        function: The function's name in `keras.ops`.
        weights: None; a layer has some.
        trainable_weights: None.
    """

    weights: tuple[Any, ...] = ()
    trainable_weights: tuple[Any, ...] = ()

    def __init__(self, spec: LayerSpec, name: str | None, arguments: Mapping[str, Any]) -> None:
        self.function = spec.type.removeprefix(OPERATION)
        self.arguments = dict(arguments)
        self._spec = spec
        self._name = name

    def __call__(self, inputs: Any, **named: Any) -> Any:
        """Call it on its first tensor or on its list of tensors, and on others by the names of their ports.

        Raises:
            BuildError: A tensor is missing, and nothing was given to stand for it.
        """
        result = self._call(inputs, named)
        if self._name:
            name_operations(result, inputs, self._name)
            self._name = None  # of another call it would be taken
        return result

    def _call(self, inputs: Any, named: dict[str, Any]) -> Any:
        import keras

        function = getattr(keras.ops, self.function)
        given = {**self.arguments, **named}
        if call := _SPECIAL.get(self.function):
            return call(function, inputs, given)
        ports = self._spec.inputs
        if ports.style == "list":
            return function(tuple(inputs), **given)
        self._check(function, given)
        return function(**{ports.names[0]: inputs, **given})

    def _check(self, function: Callable[..., Any], given: Mapping[str, Any]) -> None:
        needed = (name for name in self._spec.inputs.names[1:] if self._is_needed(function, name))
        missing = [name for name in needed if given.get(name) is None]
        if missing:
            names = " and ".join(missing)
            raise BuildError(f"{self._spec.type} needs {names}.", f"Connect {names}, or give a value for it.")

    def _is_needed(self, function: Callable[..., Any], name: str) -> bool:
        is_required = inspect.signature(function).parameters[name].default is inspect.Parameter.empty
        return is_required or self.function == "where"


class FormulaCall:
    """The expression of a Lambda, called like a layer; it becomes operations of Keras and nothing else.

    Args:
        name: What its last operation is called; Keras invents names where this is None.
        formula: The expression.

    Attributes:
        calls: Each function that was called, with the shapes that went in and came out.
        weights: None; a layer has some.
        trainable_weights: None.
    """

    weights: tuple[Any, ...] = ()
    trainable_weights: tuple[Any, ...] = ()

    def __init__(self, name: str | None, formula: Formula) -> None:
        self.calls: list[tuple[str, tuple[Shape, ...], Shape]] = []
        self._name = name
        self._formula = formula

    def __call__(self, inputs: Sequence[Any]) -> Any:
        """Compute it on its inputs.

        Raises:
            BuildError: It asks for an input that isn't connected, or gives several tensors.
        """
        missing = [part.port for part in parts(self._formula) if isinstance(part, Tensor)]
        if max(missing) >= len(inputs):
            connected = f"{len(inputs)} inputs are" if len(inputs) > 1 else "1 input is"
            message = f"The expression uses x[{max(missing)}], and {connected} connected."
            raise BuildError(message, "Inputs count from 0: x[0], x[1]. Connect it, or use another.")
        self.calls.clear()
        result = self._compute(self._formula, inputs)
        if self._name:
            name_operations(result, inputs, self._name)
            self._name = None  # of another call it would be taken
        return result

    def _compute(self, formula: Formula, inputs: Sequence[Any]) -> Any:
        import keras

        match formula:
            case Tensor(port=port):
                return inputs[port]
            case Number(value=value):
                return value
            case Call(function=function, arguments=arguments, keywords=keywords):
                given = [self._compute(argument, inputs) for argument in arguments]
                result = getattr(keras.ops, function)(*given, **dict(keywords))
                if isinstance(result, list | tuple):
                    raise BuildError(f"ops.{function} gives several tensors here.", "Use it as a node.")
                shapes = tuple(tuple(tensor.shape) for tensor in given if hasattr(tensor, "shape"))
                self.calls.append((function, shapes, tuple(result.shape)))
                return result


def name_operations(result: Any, inputs: Any, name: str) -> None:
    """Name the operations between some tensors: the last as given, those before it by number."""
    import keras

    before = {id(tensor) for tensor in keras.tree.flatten(inputs)}
    waiting = [tensor for tensor in keras.tree.flatten(result) if hasattr(tensor, "_keras_history")]
    found: dict[int, Any] = {}
    while waiting:
        operation = waiting.pop(0)._keras_history.operation
        if id(operation) in found or isinstance(operation, keras.layers.Layer):
            continue
        found[id(operation)] = operation
        sources = operation._inbound_nodes[-1].input_tensors
        waiting += [tensor for tensor in sources if id(tensor) not in before]
    for number, operation in enumerate(found.values()):
        operation.name = f"{name}.{number}" if number else name


def _einsum(function: Callable[..., Any], tensors: Sequence[Any], given: Mapping[str, Any]) -> Any:
    return function(given["subscripts"], *tensors)


def _meshgrid(function: Callable[..., Any], tensors: Sequence[Any], given: Mapping[str, Any]) -> Any:
    return function(*tensors, **given)


def _get_item(function: Callable[..., Any], tensor: Any, given: Mapping[str, Any]) -> Any:
    return function(tensor, read_key(str(given["key"])))


_SPECIAL: dict[str, Callable[[Callable[..., Any], Any, Mapping[str, Any]], Any]] = {
    "einsum": _einsum,
    "meshgrid": _meshgrid,
    "get_item": _get_item,
}


def read_key(text: str) -> tuple[Any, ...]:
    """The part of a tensor that a text such as ":, 0" or "..., 1:3" stands for.

    Raises:
        BuildError: It is none.
    """
    try:
        return tuple(_read_place(part.strip()) for part in text.strip("[] ").split(","))
    except (ValueError, TypeError):
        message = f'"{text}" is no part of a tensor.'
        raise BuildError(message, 'Write it as in Python, such as ":, 0" or "..., 1:3".') from None


def _read_place(text: str) -> Any:
    if text == "...":
        return ...
    if text in {"None", "newaxis"}:
        return None
    if ":" in text:
        return slice(*[int(part) if part.strip() else None for part in text.split(":")])
    return int(text)
