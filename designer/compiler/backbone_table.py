"""Writes what ships about the networks of `keras.applications`: `python -m designer.compiler.backbone_table`.

Their names, sizes and where Keras has their weights go into `resources/backbones.json`, and the graphs that
presets show into `resources/backbones/`, since presets are drawn without Keras.
"""

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from designer import paths
from designer.compiler.importing.projects import draw_live
from designer.document.files import save_project
from designer.document.project import Project

_USUAL_SIZE = 224
DRAWN = ("ResNet50",)
"""Those that presets show."""


def backbone_table() -> list[dict[str, Any]]:
    """A row for each network; takes minutes, since each is built once."""
    import keras

    functions = inspect.getmembers(keras.applications, inspect.isfunction)
    return [_row(name, function) for name, function in functions if name[0].isupper()]


def _row(name: str, function: Any) -> dict[str, Any]:
    with _watched() as seen:
        model = function(weights="imagenet", include_top=False)
    return {
        "name": name,
        "size": seen["size"],
        "parameters": model.count_params(),
        "layers": len(model.layers),
        "file": seen["file"],
        "url": seen["url"],
    }


@contextmanager
def _watched() -> Iterator[dict[str, Any]]:
    """Note what a network asks Keras for: its usual size, and its file of weights, which isn't fetched."""
    import keras
    from keras.src.applications import imagenet_utils
    from keras.src.utils import file_utils

    seen: dict[str, Any] = {"size": _USUAL_SIZE}
    obtain = imagenet_utils.obtain_input_shape

    def note_shape(input_shape: Any, default_size: int, **others: Any) -> Any:
        seen["size"] = default_size
        return obtain(input_shape, default_size=default_size, **others)

    def note_url(name: str, origin: str, **_others: Any) -> str:
        seen.update(file=name, url=origin)
        return ""

    with (
        mock.patch.object(imagenet_utils, "obtain_input_shape", note_shape),
        mock.patch.object(file_utils, "get_file", note_url),
        mock.patch.object(keras.Model, "load_weights"),
    ):
        yield seen


def drawing_of(name: str) -> Project:
    """A network for images of any size, drawn layer by layer."""
    import keras

    image = keras.Input((None, None, 3), name="image")
    model = getattr(keras.applications, name)(weights=None, include_top=False, input_tensor=image)
    return draw_live(model, name).project


def main() -> None:
    """Write the table and the graphs."""
    folder = paths.resources_dir()
    rows = ",\n".join(f"  {json.dumps(row)}" for row in backbone_table())
    (folder / "backbones.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    (folder / "backbones").mkdir(exist_ok=True)
    for name in DRAWN:
        save_project(drawing_of(name), folder / "backbones" / f"{name.lower()}.json")


if __name__ == "__main__":
    main()
