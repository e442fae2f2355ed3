"""Every failure a user can cause or meet, each with one clear line and a remedy."""

import difflib
from collections.abc import Iterable


class DesignerError(Exception):
    """An expected failure.

    Args:
        message: What happened, with the values at hand and what was expected.
        hint: What to do about it; empty where the message already says it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class RequestError(DesignerError):
    """The request itself is wrong: an unknown name, an unreadable file, a bad option."""


class ProjectFileError(RequestError):
    """A project file is missing, damaged, newer than this program, or can't be written."""


class PresetError(RequestError):
    """A preset is unknown, or a parameter is outside what it accepts."""


class GraphError(DesignerError):
    """An edit would break the structure of the graph."""


class BuildError(DesignerError):
    """Keras refuses the network; `problems` of an analysis say where."""


class WeightsError(DesignerError):
    """Weights are missing, damaged, or not what they should be."""


class ImportModelError(RequestError):
    """A file holds no model that can be read, or nothing that may be trusted."""


class DataError(DesignerError):
    """A data source is missing, can't be read, or doesn't fit the network."""


class TrainingError(DesignerError):
    """A run can't start or can't go on."""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint with the known words that are most like a misspelt one.

    Args:
        word: What was written; upper and lower case make no difference.
        known: What could have been meant.
        otherwise: The hint where nothing is like it.
    """
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=3)
    return f"Did you mean {' or '.join(by_lower[name] for name in close)}?" if close else otherwise
