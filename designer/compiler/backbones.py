"""The networks of `keras.applications` as projects, without their heads, nested or layer by layer."""

import json
import os
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer import paths
from designer.compiler.build import deep_recursion
from designer.compiler.importing.live import read_model
from designer.compiler.importing.projects import OnStep, draw_live, import_live
from designer.compiler.importing.substitutes import substitute
from designer.compiler.importing.weights_alone import holds_weights_alone, weights_alone
from designer.compiler.messages import clean
from designer.compiler.weight_copying import copy_weights
from designer.compiler.weights import WeightsReport, store
from designer.document.project import Project
from designer.errors import RequestError, WeightsError, did_you_mean

if TYPE_CHECKING:
    import keras

IMAGENET = "imagenet"
_MODELS = "models"
_patching = threading.Lock()


@dataclass(frozen=True)
class Backbone:
    """A network of `keras.applications`, without its head.

    Args:
        name: Its function's: `ResNet50`.
        size: Height and width of the images that it was made for.
        parameters: Weights in scalars.
        layers: As Keras counts them, its Input included.
        file: What Keras calls the file of its weights for ImageNet.
        url: Where Keras gets that file from.
    """

    name: str
    size: int
    parameters: int
    layers: int
    file: str
    url: str


class WeightsNeeded(WeightsError):  # noqa: N818 (not a failure: a question to the user)
    """Weights that Keras publishes aren't on this computer; `designer.data.keras_weights` fetches them."""

    def __init__(self, name: str, file: str, url: str) -> None:
        super().__init__(
            f"The weights of {name} are not on this computer.",
            f"Let them be fetched, copy {file} into {keras_models()}, or go on with fresh weights.",
        )
        self.file = file
        self.url = url


def keras_models() -> Path:
    """Where Keras keeps the weights of its applications."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras").expanduser() / _MODELS


@cache
def backbones() -> tuple[Backbone, ...]:
    """All of them, by name; read without Keras.

    Raises:
        RequestError: The list that ships is missing or damaged.
    """
    path = paths.resources_dir() / "backbones.json"
    try:
        return tuple(Backbone(**row) for row in json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise RequestError(f"{path} can't be read: {error}.", "Install Model Designer again.") from error


def backbone(name: str) -> Backbone:
    """One of them.

    Raises:
        RequestError: There is none of this name.
    """
    known = {found.name: found for found in backbones()}
    if name not in known:
        raise RequestError(f'keras.applications has no "{name}".', did_you_mean(name, known))
    return known[name]


def backbone_project(
    name: str,
    input_shape: Sequence[int | None] | None = None,
    *,
    weights: str | Path | None = None,
    nested: bool = True,
    on_step: OnStep = lambda _text: None,
) -> Project:
    """A project of an Input and a network of `keras.applications` without its head.

    Args:
        name: As in `keras.applications`.
        input_shape: Of a sample; by default the size that the network was made for.
        weights: None for fresh ones; "imagenet" for those that Keras publishes; or a file.
        nested: One node for all of it; otherwise layer by layer.
        on_step: Told what is being done; may raise in order to give up.

    Raises:
        RequestError: There is no such network, or it refuses the shape.
        WeightsNeeded: The published weights have to be fetched first.
        WeightsError: The file can't be read, or belongs to another network.
    """
    found = backbone(name)
    on_step(f"Making {name}")
    shape = tuple(input_shape or (found.size, found.size, 3))
    file = None if weights is None or weights == IMAGENET else Path(weights)
    is_published = weights == IMAGENET or (file is not None and file.name == found.file)
    with deep_recursion(found.layers):
        model = _make(found, shape, file, is_published=is_published)
        whole = _nested(model) if nested else model
        if is_published:
            return import_live(whole, name, on_step).project
        project = draw_live(whole, name).project
    if file is None:
        return project
    return _with_file(project, model, file, f"{project.graph.nodes[1].name}." if nested else "", on_step)


def take_backbone_weights(
    project: Project,
    node: str,
    name: str,
    weights: str | Path = IMAGENET,
    *,
    on_step: OnStep = lambda _text: None,
) -> tuple[Project, WeightsReport]:
    """Give a backbone that is in a project already its weights, such as that of `resnet50_transfer`.

    Args:
        node: Name of the node that stands for it.
        name: As in `keras.applications`.
        weights: As for `backbone_project`, which says what is raised.
    """
    source = backbone_project(name, weights=weights, nested=False, on_step=on_step).weights
    if source is None:
        raise WeightsError(f"{weights} has no weights for {name}.", "Choose another file.")
    return copy_weights(project, Path(source.path), under=f"{node}.", on_step=on_step)


def _with_file(project: Project, model: "keras.Model", path: Path, prefix: str, on_step: OnStep) -> Project:
    """Take weights from a file: of weights alone, in Keras's way, or any that `copy_weights` takes."""
    if holds_weights_alone(path):
        on_step(f"Reading {path.name}")
        record = read_model(model)
        substitute(record)
        path = Path(store(weights_alone(path, record)).path)
    return copy_weights(project, path, under=prefix, on_step=on_step)[0]


def _make(
    found: Backbone, input_shape: tuple[int | None, ...], file: Path | None, *, is_published: bool
) -> "keras.Model":
    """Make the network, which for some differs where it gets the weights that Keras publishes."""
    import keras

    make = getattr(keras.applications, found.name, None)
    if make is None:
        raise RequestError(f"Keras {keras.__version__} has no {found.name}.", "Choose another network.")
    source = IMAGENET if is_published else None
    try:
        with _local_files(found.name, file), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes that published weights weren't made for
            return make(weights=source, include_top=False, input_shape=input_shape)
    except (ValueError, OSError) as error:
        raise RequestError(f"{found.name} can't be made: {clean(error)}") from error


@contextmanager
def _local_files(name: str, file: Path | None) -> Iterator[None]:
    """Let Keras find files of weights and never fetch them, which without a network would take minutes."""
    from keras.src.utils import file_utils

    def get_file(fname: str, origin: str, *rest: Any, **others: Any) -> Any:
        if others.get("cache_subdir") != _MODELS:
            return original(fname, origin, *rest, **others)
        path = file or keras_models() / fname
        if not path.is_file():
            raise WeightsNeeded(name, fname, origin)
        return str(path)

    with _patching:
        original = file_utils.get_file
        file_utils.get_file = get_file
        try:
            yield
        finally:
            file_utils.get_file = original


def _nested(model: "keras.Model") -> "keras.Model":
    import keras

    image = keras.Input(model.input_shape[1:], name="image")
    return keras.Model(image, model(image))
