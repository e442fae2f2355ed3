"""Presets: projects that ship with the program, as typed functions or ready files.

A preset function returns a `Project`; its signature is the parameter dialog. Limits and words for each
parameter stand in `Annotated[int, Field(ge=1, description="…")]`, choices in a `Literal`.
"""

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from designer import paths
from designer.document.files import open_project
from designer.document.project import Project
from designer.errors import PresetError, did_you_mean

PresetFunction = Callable[..., Project]
ParamKind = Literal["int", "float", "bool", "str", "choice"]
PresetGroup = Literal[
    "First steps",
    "Convolutional networks",
    "Residual networks",
    "Cats and dogs",
    "Several inputs and outputs",
    "Experiments",
    "Your own",
]
"""Under which heading a preset is listed, in the order of the headings."""

_OWN: PresetGroup = "Your own"


@dataclass(frozen=True)
class PresetParam:
    """One parameter of a preset, with what a dialog needs to ask for it."""

    name: str
    kind: ParamKind
    default: Any
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[Any, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class PresetInfo:
    """A preset as it is listed; see `preset`."""

    name: str
    title: str
    text: str
    params: tuple[PresetParam, ...] = ()
    about: str = ""
    group: PresetGroup = _OWN
    order: int = field(default=1000, compare=False)


def preset(
    *, title: str, text: str, about: str, group: PresetGroup, order: int = 500
) -> Callable[[PresetFunction], PresetFunction]:
    """Mark a function as a preset; its name is the preset's.

    Args:
        title: For people: "Wide ResNet".
        text: One honest line: what it is.
        about: One honest paragraph: what it shows, which data it needs, what to try.
        group: The heading it is listed under.
        order: Place within its group, lowest first.
    """

    def mark(function: PresetFunction) -> PresetFunction:
        params, paragraph = _params(function), " ".join(about.split())
        function.__preset__ = PresetInfo(function.__name__, title, text, params, paragraph, group, order)  # type: ignore[attr-defined]
        return function

    return mark


def list_presets() -> list[PresetInfo]:
    """All presets, in the order of lists."""
    infos = [info for info, _ in _functions().values()]
    infos += [
        PresetInfo(name, name.replace("_", " ").capitalize(), str(path))
        for name, path in _files().items()
        if name not in _functions()
    ]
    groups = get_args(PresetGroup)
    return sorted(infos, key=lambda info: (groups.index(info.group), info.order, info.name))


def load_preset(name: str, **params: object) -> Project:
    """Build a preset's project.

    Args:
        name: As `list_presets` gives it.
        params: Parameters that differ from their defaults; text is converted as on a command line.

    Raises:
        PresetError: The preset is unknown, or a parameter is unknown or outside what it accepts.
    """
    if name in _functions():
        info, function = _functions()[name]
        return function(**_checked(info, function, params))
    if name in _files():
        if params:
            raise PresetError(f'The preset "{name}" has no parameters.')
        return open_project(_files()[name])
    known = [*_functions(), *_files()]
    hint = did_you_mean(name, known, f"Known are: {', '.join(known)}.")
    raise PresetError(f'There is no preset called "{name}".', hint)


@cache
def _functions() -> Mapping[str, tuple[PresetInfo, PresetFunction]]:
    modules = (_load(path) for path in sorted(paths.presets_dir().glob("[!_]*.py")))
    return {info.name: (info, function) for module in modules for info, function in _marked(module)}


def _files() -> dict[str, Path]:
    folders = (paths.presets_dir(), paths.user_data_dir() / "presets")
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.json"))}


def _load(path: Path) -> ModuleType:
    name = f"designer_presets_{path.stem}"
    loader = SourceFileLoader(name, str(path))
    module = sys.modules[name] = importlib.util.module_from_spec(ModuleSpec(name, loader, origin=str(path)))
    loader.exec_module(module)
    return module


def _marked(module: ModuleType) -> Iterator[tuple[PresetInfo, PresetFunction]]:
    for function in vars(module).values():
        info = getattr(function, "__preset__", None)
        if isinstance(info, PresetInfo) and function.__module__ == module.__name__:
            yield info, function


def _params(function: PresetFunction) -> tuple[PresetParam, ...]:
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    return tuple(_param(parameter.name, hints[parameter.name], parameter.default) for parameter in parameters)


def _param(name: str, hint: Any, default: object) -> PresetParam:
    kind, limits = hint, FieldInfo()
    if get_origin(hint) is Annotated:
        kind, *rest = get_args(hint)
        limits = next((item for item in rest if isinstance(item, FieldInfo)), limits)
    minimum = next((item.ge for item in limits.metadata if isinstance(item, annotated_types.Ge)), None)
    maximum = next((item.le for item in limits.metadata if isinstance(item, annotated_types.Le)), None)
    text = limits.description or ""
    if get_origin(kind) is Literal:
        return PresetParam(name, "choice", default, choices=get_args(kind), text=text)
    return PresetParam(name, kind.__name__, default, minimum, maximum, text=text)  # type: ignore[arg-type]


def _checked(info: PresetInfo, function: PresetFunction, params: Mapping[str, object]) -> dict[str, object]:
    known = {param.name for param in info.params}
    for name in params:
        if name not in known:
            hint = did_you_mean(name, known, f"It has: {', '.join(sorted(known)) or 'none'}.")
            raise PresetError(f'The preset "{info.name}" has no parameter "{name}".', hint)
    hints = get_type_hints(function, include_extras=True)
    return {name: _convert(info, name, hints[name], value) for name, value in params.items()}


def _convert(info: PresetInfo, name: str, hint: Any, value: object) -> object:
    try:
        return TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise PresetError(f"{info.name}: {name}={value} won't do: {reason}.") from error
