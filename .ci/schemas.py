"""Writes the JSON schemas of the file formats: `python .ci/schemas.py docs/schemas`."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject, to_json
from designer.document.comparisons import SavedComparison
from designer.document.schema import ProjectRecord
from designer.training.events import RunEvent

Schema = dict[str, Any]


class _Generator(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        """Write a Keras object as a project file does."""
        return to_json(dft) if isinstance(dft, KerasObject) else super().encode_default(dft)


def main(folder: str) -> None:
    """Write one file for each format."""
    schemas = {
        "project": ProjectRecord.model_json_schema(schema_generator=_Generator),
        "catalog": Catalog.model_json_schema(mode="serialization"),
        "events": events_schema(),
        "comparison": SavedComparison.model_json_schema(),
    }
    for name, schema in schemas.items():
        text = json.dumps({"$schema": _Generator.schema_dialect, **schema}, indent=1, ensure_ascii=False)
        Path(folder, f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")


def events_schema() -> Schema:
    """One of the event classes, told apart by `event`."""
    kinds: list[Any] = RunEvent.__subclasses__()
    adapters = [(kind.event, "serialization", TypeAdapter(kind)) for kind in kinds]
    found, shared = TypeAdapter.json_schemas(adapters, title="Event")  # type: ignore[arg-type]
    definitions = shared["$defs"]
    for kind in kinds:
        definitions[kind.__name__] = as_written(definitions[kind.__name__], kind.event)
    return {**shared, "oneOf": [found[kind.event, "serialization"] for kind in kinds]}


def as_written(schema: Schema, event: str) -> Schema:
    """Add what `to_json` adds: the field `event`, and null in the place of NaN."""
    properties = {"event": {"const": event}, **schema["properties"]}
    if "metrics" in properties:
        properties["metrics"]["additionalProperties"] = {"type": ["number", "null"]}
    return {**schema, "properties": properties, "required": [*properties], "additionalProperties": False}


if __name__ == "__main__":
    main(*sys.argv[1:])
