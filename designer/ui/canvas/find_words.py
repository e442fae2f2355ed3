"""What a search finds: which words a node is found by, and what they are compared with. No widgets here."""

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRegularExpression

from designer.catalog.spec import LayerSpec
from designer.catalog.values import Value
from designer.compiler.results import NodeAnalysis, shape_text
from designer.errors import DesignerError
from designer.graph.elements import Node
from designer.ui.canvas.card import block_title, spread, value_text

_Option = QRegularExpression.PatternOption
_OPTIONS = _Option.CaseInsensitiveOption | _Option.MultilineOption
_LIMIT = "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=2000)"
"""Else an expression such as `(a+)+b` may search for years."""

_PARAMS = "\x1f"
"""Stands before the lines of parameters."""

Matcher = Callable[[str], bool]
"""Whether the words of a node are what is looked for. Raises a `DesignerError` where that can't be said."""


def matcher(query: str, *, is_regular: bool) -> Matcher:
    """What to ask of each node's words.

    Args:
        query: Words that must all occur, in any order; or a regular expression for one line of the words.

    Raises:
        DesignerError: It is no regular expression.
    """
    if is_regular:
        return _expression(query)
    conditions = [_has(word) for word in re.sub(r"\s*=\s*", "=", _folded(query)).split()]
    if len(conditions) == 1:
        return conditions[0]
    return lambda text: all(is_there(text) for is_there in conditions)


def asks_for_defaults(query: str) -> bool:
    """Whether a query is about values that parameters have without being set: `padding=valid`."""
    return "=" in query


def words_of(node: Node, spec: LayerSpec | None, analysis: NodeAnalysis | None) -> str:
    """What a node is found by, a line each: name, type, output shapes, then parameters as `name=value`."""
    lines = [node.name, block_title(node, spec) if node.block_id else node.type]
    lines += (shape_text(output.shape) for output in analysis.outputs) if analysis else ()
    settings = (_setting(name, value, spec) for name, value in node.params.items())
    return _folded("\n".join((*lines, _PARAMS, *settings)))


def default_words(spec: LayerSpec) -> dict[str, str]:
    """The lines for parameters of a layer that aren't set, by their names."""
    return {
        param.name: _folded(_setting(param.name, param.default, spec))
        for param in spec.params
        if not param.required and param.default is not None
    }


def with_defaults(words: str, node: Node, defaults: Mapping[str, str]) -> str:
    """The words of a node, and those for the parameters that aren't set."""
    return "\n".join((words, *(text for name, text in defaults.items() if name not in node.params)))


def _setting(name: str, value: Value, spec: LayerSpec | None) -> str:
    param = spec.param(name) if spec else None
    return f"{name}={value_text(spread(value, param) if param else value)}"


def _folded(text: str) -> str:
    return text.replace("×", "x").lower()


def _has(word: str) -> Matcher:
    """Anywhere in name, type and shapes; in parameters only where a word begins: `add` is no `padding`."""
    beginning = re.compile(("(?<![a-z0-9])" if word[:1].isalnum() else "") + re.escape(word))

    def is_there(text: str) -> bool:
        names, _, params = text.partition(_PARAMS)
        return word in names or beginning.search(params) is not None

    return is_there


def _expression(query: str) -> Matcher:
    plain = QRegularExpression(query)
    if not plain.isValid():
        reason, place = plain.errorString(), plain.patternErrorOffset()
        raise DesignerError(f"{reason[:1].upper()}{reason[1:]} (character {place})")
    expression = QRegularExpression(_LIMIT + query.replace("×", "x"), _OPTIONS)

    def is_found(text: str) -> bool:
        match = expression.match(text)
        if not match.isValid():
            raise DesignerError("This expression takes too long.")
        return match.hasMatch()

    return is_found
