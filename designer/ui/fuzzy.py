"""How well what was typed fits a name: for every list that narrows while one types. No Qt here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")

_RUN, _START, _JUMP = 5.0, 4.0, -1.0
_FIRST = 1.0
"""Points for a letter that follows the one before, begins a word, or does neither; for beginning the name."""
_LENGTH = 0.02
"""Taken off for each letter of the name: of two that fit alike the shorter is better."""
_LEAST = 1.5
"""Points that a letter must bring on average; else it is strewn over the name by chance."""
_BESIDE = 0.5
"""What a match in the other texts counts."""
_IMPOSSIBLE = float("-inf")
_BEFORE_ALL = -2
"""A place that no letter follows directly."""


def score(typed: str, name: str, *others: str) -> float | None:
    """How well a name fits, higher is better; None where it doesn't.

    Each word typed must be found, in the name or in one of the other texts, which count less. Its letters
    must come in their order, but others may lie between; they count more where words begin (`mp2d` finds
    `MaxPooling2D`) and where they stand together.
    """
    found = [_word_score(word, name, others) for word in typed.split()]
    return None if None in found else sum(filter(None, found)) - _LENGTH * len(name)


def ranked(typed: str, items: Iterable[_Item], texts: Callable[[_Item], Sequence[str]]) -> list[_Item]:
    """The items that fit, best first; equal ones, and all where nothing was typed, stay in their order.

    Args:
        texts: The name of an item, and other texts to look into.
    """
    if not typed.strip():
        return list(items)
    return best_first(scored(typed, items, texts))


def scored(
    typed: str, items: Iterable[_Item], texts: Callable[[_Item], Sequence[str]]
) -> list[tuple[float, _Item]]:
    """The items that fit with their points, in their order; see `ranked`."""
    found = [(score(typed, *texts(item)), item) for item in items]
    return [(points, item) for points, item in found if points is not None]


def best_first(found: Iterable[tuple[float, _Item]]) -> list[_Item]:
    """Items by their points."""
    return [item for _, item in sorted(found, key=lambda pair: -pair[0])]


def _word_score(word: str, name: str, others: Sequence[str]) -> float | None:
    beside = (_match(word, other) for other in others)
    points = [_match(word, name), *(None if match is None else match * _BESIDE for match in beside)]
    return max((match for match in points if match is not None), default=None)


def _match(word: str, text: str) -> float | None:
    """The points of the best way to find the word's letters in the text."""
    letters = text.casefold()
    if len(letters) != len(text):
        return None
    best = {_BEFORE_ALL: 0.0}
    for letter in word.casefold():
        best = _next_letter(letter, text, letters, best)
    points = max(best.values(), default=_IMPOSSIBLE)
    return points if points >= _LEAST * len(word) else None


def _next_letter(letter: str, text: str, letters: str, before: Mapping[int, float]) -> dict[int, float]:
    """For each place of a letter in the text, the points of the best match whose newest letter lies there.

    Args:
        letters: The text with its case folded.
        before: The same for the letter before, in the order of places.
    """
    result: dict[int, float] = {}
    rest, reached = list(before.items())[::-1], _IMPOSSIBLE
    place = letters.find(letter)
    while place >= 0:
        while rest and rest[-1][0] < place - 1:
            reached = max(reached, rest.pop()[1])
        is_start = begins(text[place - 1] if place else " ", text[place])
        fresh = reached + (_START if is_start else _JUMP) + (0 if place else _FIRST)
        points = max(fresh, before.get(place - 1, _IMPOSSIBLE) + _RUN)
        if points > _IMPOSSIBLE:
            result[place] = points
        place = letters.find(letter, place + 1)
    return result


def begins(before: str, letter: str) -> bool:
    """Whether a word begins: after no letter, at a capital after a small letter, at the first digit."""
    if not letter.isalnum():
        return False
    if letter.isdigit():
        return not before.isdigit()
    return not before.isalpha() or (letter.isupper() and not before.isupper())
