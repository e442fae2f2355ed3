"""Saved comparisons: which networks are to be trained with which settings, to be looked at side by side."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, model_validator

from designer import paths
from designer.document.base import Settings
from designer.document.files import open_project
from designer.document.presets import list_presets, load_preset
from designer.document.project import Project
from designer.errors import RequestError, did_you_mean

MOST_VARIANTS = 8
_FOLDER = "comparisons"
_S = TypeVar("_S", bound=Settings)


class Variant(Settings):
    """One of the networks.

    Attributes:
        name: What its run is called.
        preset: The preset it is made of.
        set: Parameters of the preset that differ from their defaults.
        project: A project file, beside the comparison, in the place of a preset.
        data: Fields of the data settings that differ from those of the preset or project.
        training: The same of the training settings.
    """

    name: str = Field(min_length=1)
    preset: str | None = None
    set: dict[str, bool | int | float | str] = Field(default_factory=dict)
    project: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    training: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _be_one_of_both(self) -> "Variant":
        if (self.preset is None) == (self.project is None):
            raise ValueError("a variant needs either a preset or a project")
        if self.project is not None and self.set:
            raise ValueError("only a preset has parameters to set")
        return self


class SavedComparison(Settings):
    """What is compared, and what it is to show.

    Attributes:
        text: One paragraph: what to look at, how large the networks are, which data they need.
    """

    format: Literal["model-designer-comparison/1"] = "model-designer-comparison/1"
    title: str = Field(min_length=1)
    text: str = ""
    variants: tuple[Variant, ...] = Field(min_length=2, max_length=MOST_VARIANTS)

    @model_validator(mode="after")
    def _name_all_differently(self) -> "SavedComparison":
        names = [variant.name for variant in self.variants]
        if len(set(names)) < len(names):
            raise ValueError("two variants have the same name")
        return self


def user_folder() -> Path:
    """Where the user's own comparisons are."""
    return paths.user_data_dir() / _FOLDER


def list_comparisons() -> dict[str, SavedComparison]:
    """The comparisons that ship with the program and the user's own, by name; broken files are left out."""
    found = {}
    for name, path in _files().items():
        try:
            found[name] = read_comparison_file(path)
        except RequestError:
            continue
    return found


def open_comparison(target: str) -> tuple[str, SavedComparison, Path]:
    """A saved comparison by its name or its file; gives its name and the folder it is in, too.

    Raises:
        RequestError: There is none, or it can't be read.
    """
    path = _files().get(target) or Path(target).expanduser()
    if path.suffix != ".json" or not path.is_file():
        known = list(_files())
        hint = did_you_mean(target, known, f"Known are: {', '.join(known)}.")
        raise RequestError(f'There is no comparison called "{target}".', hint)
    return path.stem, read_comparison_file(path), path.absolute().parent


def read_comparison_file(path: Path) -> SavedComparison:
    """Read one file.

    Raises:
        RequestError: It can't be read, or says something that it can't.
    """
    try:
        return SavedComparison.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RequestError(f"The comparison {path} can't be read: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise RequestError(f"The comparison {path} can't be used: {reason}.") from error


def variant_project(variant: Variant, folder: Path) -> Project:
    """The project that a variant is about, with its name and settings.

    Args:
        folder: Where the comparison's file is.

    Raises:
        RequestError: The preset or the project isn't there, or a setting is outside what it accepts.
    """
    if variant.preset is not None:
        project = load_preset(variant.preset, **variant.set)
    else:
        project = open_project(folder / str(variant.project))
    return project.replace(
        name=variant.name,
        data=_merged(project.data, variant.data, variant.name),
        training=_merged(project.training, variant.training, variant.name),
    )


def variant_facts(variant: Variant) -> dict[str, str]:
    """What a variant is made of, for a table of settings: its preset with all parameters, or its file."""
    if variant.preset is None:
        return {"Project": str(variant.project)}
    info = next((info for info in list_presets() if info.name == variant.preset), None)
    params = {param.name: param.default for param in info.params} if info else {}
    values = {name: _word(value) for name, value in (params | variant.set).items()}
    return {"Preset": variant.preset} | {f"Preset: {name}": value for name, value in values.items()}


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _merged(settings: _S, changes: Mapping[str, Any], name: str) -> _S:
    try:
        return type(settings).model_validate(settings.model_dump() | dict(changes))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RequestError(f"{name}: {where}: {first['msg']}.") from error


def _files() -> dict[str, Path]:
    folders = (paths.presets_dir() / _FOLDER, user_folder())
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.json"))}
