"""Parameter values: what a node may hold, and how a project file writes it.

In memory a value is plain Python plus two frozen types for what JSON can't say. In a file a tuple becomes
`{"tuple": [3, 3]}`, a Keras object `{"object": "L2", "params": {"l2": 0.001}}`, and a value computed from the
parameters of a block `{"expr": "filters*2"}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from designer.errors import RequestError

_HINT = 'Allowed are numbers, text, true, false, null, lists, and the tags "tuple", "object" and "expr".'


@dataclass(frozen=True)
class KerasObject:
    """A Keras object given by class name and arguments: an initialiser, optimiser, loss or inner layer.

    Args:
        type: The class name, spelt as in Keras (`HeNormal`).
        params: Its constructor arguments that differ from the default.
    """

    type: str
    params: "Params" = field(default_factory=dict)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic models hold it: read and written in the form of a project file."""
        return core_schema.no_info_before_validator_function(
            lambda data: from_json(data) if isinstance(data, dict) else data,
            core_schema.is_instance_schema(cls),
            serialization=core_schema.plain_serializer_function_ser_schema(to_json),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe that form in the published schema."""
        properties = {"object": {"type": "string"}, "params": {"type": "object"}}
        return {
            "type": "object",
            "required": ["object"],
            "properties": properties,
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Expr:
    """Arithmetic over the parameters of the enclosing block, such as `filters*2`."""

    text: str


Value: TypeAlias = "bool | int | float | str | list[Value] | tuple[Value, ...] | KerasObject | Expr | None"
Params: TypeAlias = Mapping[str, Value]
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def to_json(value: Value) -> Json:
    """Write a value as a project file holds it."""
    match value:
        case tuple():
            return {"tuple": [to_json(item) for item in value]}
        case list():
            return [to_json(item) for item in value]
        case KerasObject(type=name, params=params):
            return {"object": name, "params": params_to_json(params)} if params else {"object": name}
        case Expr(text=text):
            return {"expr": text}
        case _:
            return value


def from_json(data: Any) -> Value:
    """Read a value back.

    Raises:
        RequestError: The JSON is none of the forms that `to_json` writes.
    """
    match data:
        case None | bool() | int() | float() | str():
            return data
        case list():
            return [from_json(item) for item in data]
        case {"tuple": list(items), **rest} if not rest:
            return tuple(from_json(item) for item in items)
        case {"expr": str(text), **rest} if not rest:
            return Expr(text)
        case {"object": str(name), **rest} if not rest.keys() - {"params"}:
            return KerasObject(name, params_from_json(rest.get("params", {})))
    raise RequestError(f"{str(data)[:80]} is not a parameter value.", _HINT)


def params_to_json(params: Params) -> dict[str, Json]:
    """Write named values, in the order given."""
    return {name: to_json(value) for name, value in params.items()}


def params_from_json(data: Any) -> dict[str, Value]:
    """Read named values back; see `from_json`."""
    if not isinstance(data, dict):
        raise RequestError(f"{str(data)[:80]} is not a set of named parameters.", _HINT)
    return {str(name): from_json(value) for name, value in data.items()}
