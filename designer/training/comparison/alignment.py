"""Aligns two sequences so that as much as possible of one lies opposite the same in the other."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

W = TypeVar("W", bound=Hashable)
Words = Sequence[W]
Likeness = Callable[[W, W], int]

SAME = 8
"""What a pair of equal words counts; a likeness gives less, and 0 for words that can't be opposite."""

MOST_CELLS = 40_000_000
_MOST_PAIRS = 40_000
_MOST_SCORE = 65_535

_Scores = npt.NDArray[np.uint16]


def align(first: Words[W], second: Words[W], likeness: Likeness[W]) -> list[tuple[int, int]] | None:
    """Pairs of places, rising in both sequences, whose words are most alike in all.

    Args:
        likeness: How much two unequal words have in common.

    Returns:
        The pairs; None where both sequences are too long for that and too different.
    """
    start = _shared(first, second)
    end = _shared(first[start:][::-1], second[start:][::-1])
    middles = first[start : len(first) - end], second[start : len(second) - end]
    cells, least = len(middles[0]) * len(middles[1]), min(map(len, middles))
    if cells > MOST_CELLS or least * SAME > _MOST_SCORE:
        return None
    middle = _aligned(*middles, likeness) if cells else []
    return [
        *((place, place) for place in range(start)),
        *((start + one, start + other) for one, other in middle),
        *((len(first) - back, len(second) - back) for back in range(end, 0, -1)),
    ]


def _shared(first: Words[W], second: Words[W]) -> int:
    """How many words both begin with."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def _aligned(first: Words[W], second: Words[W], likeness: Likeness[W]) -> list[tuple[int, int]]:
    """The best alignment by dynamic programming, a row of the table at a time.

    A gap costs nothing, so the best score up to a place is a running maximum along its row.
    """
    scores = _word_scores(first, second, likeness)
    best = np.zeros((len(first) + 1, len(second) + 1), np.uint16)
    for row, word in enumerate(first):
        above = best[row]
        np.maximum.accumulate(np.maximum(above[1:], above[:-1] + scores[word]), out=best[row + 1][1:])
    return _traced(first, scores, best)


def _word_scores(first: Words[W], second: Words[W], likeness: Likeness[W]) -> dict[W, _Scores]:
    """For each word of the first sequence, what it counts opposite each word of the second."""
    ours, theirs = list(dict.fromkeys(first)), list(dict.fromkeys(second))
    numbers = {word: number for number, word in enumerate(theirs)}
    places = np.array([numbers[word] for word in second])
    is_fine = len(ours) * len(theirs) <= _MOST_PAIRS
    rows: dict[W, _Scores] = {}
    for word in ours:
        table = np.zeros(len(theirs), np.uint16)
        if is_fine:
            table[:] = [likeness(word, other) for other in theirs]
        if word in numbers:
            table[numbers[word]] = SAME
        rows[word] = table[places]
    return rows


def _traced(first: Words[W], scores: dict[W, _Scores], best: _Scores) -> list[tuple[int, int]]:
    """Go back through the table; pairs are taken as late as possible, so that equal pieces stay together."""
    pairs = []
    row, column = best.shape[0] - 1, best.shape[1] - 1
    while row and column:
        score, here = int(scores[first[row - 1]][column - 1]), int(best[row, column])
        if score and here == int(best[row - 1, column - 1]) + score:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif here == best[row - 1, column]:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]
