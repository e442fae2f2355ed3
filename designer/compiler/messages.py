"""Keras's and TensorFlow's error messages, cut down to the reason."""

import re

MAX_LENGTH = 300

_NOISE = re.compile(r"\x1b\[[0-9;]*m|\{\{function_node [^}]*\}\}\s*")
# What follows the first of these says only where, and with which arguments.
_TAIL = re.compile(r"\s*(?:Arguments received by |\[Op:|\[\[\{\{node |for '\{\{node ).*", re.DOTALL)
# What stands before the last of these says only where.
_HEAD = re.compile(
    r".*(?:Exception encountered when calling [^\n]*\.\s*\n\s*\n|Exception encountered: |"
    r"<stack traces unavailable>|File \"[^\"\n]*\", line \d+, in [^\n]*\n|\{\{node [^}]*\}\})",
    re.DOTALL,
)


def clean(error: BaseException) -> str:
    r"""Say in one line of at most 300 characters why Keras or TensorFlow refused.

    Example:
        >>> clean(ValueError("Exception encountered when calling Add.call().\n\n\x1b[1mNo.\x1b[0m"))
        'No.'
    """
    text = _HEAD.sub("", _TAIL.sub("", _NOISE.sub("", _said(error))))
    line = " ".join(text.split()) or type(error).__name__
    return line if len(line) <= MAX_LENGTH else line[: MAX_LENGTH - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end, so that a hint can follow."""
    text = text if text.startswith("ops.") else text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _said(error: BaseException) -> str:
    """The text without the quotes that KeyError puts around it, or the codes that TensorFlow appends."""
    if isinstance(error, KeyError) and error.args:
        return str(error.args[0])
    message = getattr(error, "message", None)
    return message if isinstance(message, str) else str(error)
