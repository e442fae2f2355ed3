"""What type a constructor argument takes, read from the words of Keras's docstring.

The sentences themselves are used here and dropped: none of Keras's text is stored or shown.
"""

import inspect
import re
from collections.abc import Iterator
from typing import TypedDict

from designer.catalog.spec import ParamKind


class Facts(TypedDict, total=False):
    """A part of a `ParamSpec`; what several sources know is merged into one."""

    kind: ParamKind
    nullable: bool
    minimum: float | None
    maximum: float | None
    length: int | None
    scalar: bool
    choices: tuple[str, ...]
    open: bool
    many: bool


_HEADER = re.compile(r"(Args|Arguments)\s*:\s*$")
_ENTRY = re.compile(r"`?(\w+)`?\s*:\s*(.*)")
_FILLER = re.compile(r"^(\(?optional\)?[.,]?|an?|the|single|python|positive|\s)+", re.IGNORECASE)
_WORD = re.compile(r"""["'](\w+)[`"']""")

# Matched in order against an argument's text, fillers such as "Optional." and "a single" taken off.
_KINDS: tuple[tuple[re.Pattern[str], Facts], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), facts)
    for pattern, facts in (
        (r"bool|whether|if `?true", Facts(kind="bool")),
        (r"float.{0,30} tuple of (two|2) floats", Facts(kind="float_tuple", length=2, scalar=True)),
        (r"tuple of two floats or a single float", Facts(kind="float_tuple", length=2, scalar=True)),
        (r"(list/)?tuple of (two|2) (floats|numbers)", Facts(kind="float_tuple", length=2)),
        (r"int(eger)?s?,?( or |/| ).{0,10}(tuple|list)", Facts(kind="int_tuple", scalar=True)),
        (r"(tuple|list)(/list|/tuple)?( of)? int", Facts(kind="int_tuple")),
        (r"list( of|,)", Facts(kind="list")),
        (r"int", Facts(kind="int")),
        (r"float|scalar|number", Facts(kind="float")),
        (r"str", Facts(kind="str")),
    )
)
_LIMITS: tuple[tuple[re.Pattern[str], Facts], ...] = (
    (
        re.compile(r"between 0 and 1|in (the )?(range )?`?\[0, 1\]", re.IGNORECASE),
        Facts(minimum=0, maximum=1),
    ),
    (re.compile(r">= ?0|non-negative", re.IGNORECASE), Facts(minimum=0)),
    (re.compile(r"positive int", re.IGNORECASE), Facts(minimum=1)),
)
_SENTENCE = 100


def argument_docs(cls: type) -> dict[str, str]:
    """Collect what the docstrings of a class and of its constructor say about each argument."""
    docs: dict[str, str] = {}
    for docstring in (cls.__doc__, cls.__init__.__doc__):  # type: ignore[misc]
        for name, text in _entries(inspect.cleandoc(docstring or "").splitlines()):
            docs.setdefault(name, text)
    return docs


def facts_in(text: str) -> Facts:
    """Guess kind and limits from the first words about an argument; nothing where they don't tell."""
    words = _FILLER.sub("", text)
    facts = Facts()
    for pattern, found in _KINDS:
        if pattern.match(words):
            facts.update(found)
            break
    for pattern, found in _LIMITS if facts.get("kind") in {"int", "float"} else ():
        if pattern.search(text[:_SENTENCE]):
            facts.update(found)
    choices = tuple(dict.fromkeys(_WORD.findall(text.partition(". ")[0])))
    if facts.get("kind") == "str" and len(choices) > 1:
        facts.update(Facts(kind="choice", choices=choices, open=True))
    return facts


def _entries(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Walk over the "Args" section: a name, a colon, and text that goes on while it is indented deeper."""
    start = next((number for number, line in enumerate(lines, 1) if _HEADER.match(line.strip())), len(lines))
    body = lines[start:]
    indent = next((_indent(line) for line in body if line.strip()), 0)
    name, text = "", ""
    for line in body:
        if not line.strip() or _indent(line) > indent:
            text += f" {line.strip()}"
            continue
        entry = _ENTRY.match(line.strip())
        if name:
            yield name, " ".join(text.split())
        if _indent(line) < indent or not entry:
            return
        name, text = entry.groups()
    if name:
        yield name, " ".join(text.split())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
