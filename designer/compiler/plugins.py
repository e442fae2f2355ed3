"""Layer classes of packages that the user has installed, found by their entry points.

A package names them in the group `model_designer.layers`. They are loaded where Keras is, in the engine's
thread or by the command line; files never name a package, so opening one loads nothing.
"""

import functools
import inspect
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from designer.catalog.catalog import Catalog
from designer.catalog.spec import InputPorts, LayerSpec, ParamKind, ParamSpec
from designer.compiler.introspect_params import layer_params
from designer.compiler.messages import clean, sentence
from designer.compiler.overlay_layers import OUTPUTS, PORTS
from designer.compiler.overlay_objects import title
from designer.errors import RequestError

GROUP = "model_designer.layers"
CATEGORY = "Plug-ins"
_MOST_CHARACTERS = 70
_MOST_IN_HEADLINE = 2
_KINDS: Mapping[object, ParamKind] = {
    int: "int",
    float: "float",
    bool: "bool",
    str: "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "str": "str",
}
_log = logging.getLogger("designer")


@dataclass(frozen=True)
class Plugins:
    """What was found.

    Args:
        specs: The layers, as the catalogue describes them.
        classes: The class of each, by its name.
        notices: One line for each that can't be used.
    """

    specs: tuple[LayerSpec, ...] = ()
    classes: Mapping[str, type] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@functools.cache
def load_plugins() -> Plugins:
    """Load all of them once; one that is broken only leaves a notice."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value))
    return read_plugins(found, Catalog.load())


def read_plugins(found: Iterable[EntryPoint], catalog: Catalog) -> Plugins:
    """Load the classes that some entry points name.

    Args:
        found: The entry points.
        catalog: What Keras itself has; its names stay its own.
    """
    specs: dict[str, LayerSpec] = {}
    classes: dict[str, type] = {}
    notices = []
    for entry in found:
        try:
            cls = _load(entry)
            _check_name(cls.__name__, entry, catalog, specs)
            specs[cls.__name__] = _spec(cls)
            classes[cls.__name__] = cls
            _register(cls)
        except RequestError as error:
            notices.append(str(error))
            _log.warning("%s", error)
    return Plugins(tuple(specs.values()), classes, tuple(notices))


def with_plugins(catalog: Catalog, plugins: Plugins) -> Catalog:
    """A catalogue that has the layers of plug-ins too."""
    if not plugins.specs:
        return catalog
    layers = (*catalog.layers, *plugins.specs)
    categories = (*catalog.categories, CATEGORY)
    return Catalog.model_validate({**dict(catalog), "layers": layers, "categories": categories})


def _load(entry: EntryPoint) -> type:
    import keras

    try:
        cls = entry.load()
    except (Exception, SystemExit) as error:
        reason = sentence(clean(error))
        raise RequestError(f"The plug-in {_place(entry)} can't be loaded: {reason}") from error
    if not (inspect.isclass(cls) and issubclass(cls, keras.layers.Layer)):
        message = f"The plug-in {_place(entry)} is not a Keras layer class."
        raise RequestError(message, f"The group {GROUP} names subclasses of keras.layers.Layer.")
    return cls


def _check_name(name: str, entry: EntryPoint, catalog: Catalog, others: Mapping[str, LayerSpec]) -> None:
    if catalog.layer(name):
        raise RequestError(f"The plug-in {_place(entry)} is left out: Keras has a layer {name} itself.")
    if name in others:
        raise RequestError(f"The plug-in {_place(entry)} is left out: another has a layer {name} already.")


def _place(entry: EntryPoint) -> str:
    package = entry.dist.name if entry.dist else "unknown"
    return f'"{entry.name}" of {package}'


def _spec(cls: type) -> LayerSpec:
    name = cls.__name__
    try:
        params, ports = tuple(_readable(cls, param) for param in layer_params(cls, name)), _ports(cls)
    except (ValueError, TypeError) as error:
        reason = sentence(clean(error))
        raise RequestError(f"The layer {name} of a plug-in can't be described: {reason}") from error
    shown = [param.name for param in params if not param.advanced or param.required]
    line = next(iter(inspect.cleandoc(cls.__doc__ or "").splitlines()), "").rstrip(".")
    known = next((base.__name__ for base in cls.__mro__ if base.__name__ in OUTPUTS), "")
    return LayerSpec(
        type=name,
        title=title(name),
        params=params,
        category=CATEGORY,
        summary=line if len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 1].rstrip()}…",
        inputs=ports,
        outputs=tuple(OUTPUTS.get(known, "").split()),
        headline=tuple(shown[:_MOST_IN_HEADLINE]),
        keywords=("plugin", "custom", cls.__module__.partition(".")[0]),
    )


def _readable(cls: Any, param: ParamSpec) -> ParamSpec:
    """A parameter that can be typed: of the kind that is annotated, or any plain value."""
    facts: dict[str, object] = {"advanced": param.advanced and not param.required}
    if param.kind == "any":
        argument = inspect.signature(cls.__init__).parameters.get(param.name)
        annotation = argument.annotation if argument else None
        facts["kind"] = _KINDS.get(annotation, "literal")
    return param.model_copy(update=facts)


def _ports(cls: Any) -> InputPorts:
    """As the layer of Keras that it extends, or by the arguments that its `call` needs."""
    known = next((base.__name__ for base in cls.__mro__ if base.__name__ in PORTS), "")
    if known:
        return PORTS[known]
    if any(base.__name__ == "Merge" for base in cls.__mro__):
        return InputPorts(style="list", minimum=2, maximum=None)
    _self, *arguments = inspect.signature(cls.call).parameters.values()
    names = tuple(
        argument.name
        for number, argument in enumerate(arguments)
        if argument.kind is argument.POSITIONAL_OR_KEYWORD
        and (number == 0 or argument.default is argument.empty)
    )
    if len(names) < 2:
        return InputPorts()
    return InputPorts(style="positional", names=names, minimum=len(names), maximum=len(names))


def _register(cls: type) -> None:
    """Let Keras find the class again when it reads a saved model."""
    import keras

    keras.saving.get_custom_objects().setdefault(keras.saving.get_registered_name(cls), cls)
