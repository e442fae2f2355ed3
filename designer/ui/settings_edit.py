"""Editing settings: a checked copy with other values."""

from typing import TypeVar

from pydantic import ValidationError

from designer.document.base import Settings
from designer.errors import RequestError

SettingsType = TypeVar("SettingsType", bound=Settings)


def with_values(settings: SettingsType, **values: object) -> SettingsType:
    """A copy of settings with some values replaced.

    Raises:
        RequestError: The settings don't allow it; the message says why.
    """
    try:
        return type(settings).model_validate({**dict(settings), **values})
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise RequestError(f"{reason[:1].upper()}{reason[1:]}.") from error
