"""Ids and names for new nodes, as Keras would choose them."""

import re
from collections.abc import Collection, Iterable, Iterator

from designer.catalog.spec import OPERATION
from designer.errors import GraphError

_MAX_DIGITS = 15
_ID = re.compile(rf"([a-z])(\d{{1,{_MAX_DIGITS}}})")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def fresh_id(taken: Iterable[str], prefix: str = "n", *, after: int = 0) -> str:
    """An id like `n12`, above all present ones and above `after`."""
    return f"{prefix}{max(highest_number(taken, prefix), after) + 1}"


def highest_number(ids: Iterable[str], prefix: str = "n") -> int:
    """The largest number in ids like `n12`, 0 where there is none."""
    matches = (_ID.fullmatch(found) for found in ids)
    return max((int(match[2]) for match in matches if match and match[1] == prefix), default=0)


def snake_case(layer_type: str) -> str:
    """Name a class as Keras does: `MaxPooling2D` becomes `max_pooling2d`, and `ops.mean` `mean`."""
    name = re.sub(r"\W+", "", layer_type.removeprefix(OPERATION))
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def fresh_name(layer_type: str, taken: Collection[str]) -> str:
    """A name that no other node has, such as `conv2d` or `conv2d_1`."""
    return (taken if isinstance(taken, Names) else Names(taken)).fresh(snake_case(layer_type))


class Names(Collection[str]):
    """The names of many nodes, so that looking one up or finding a new one costs no walk over all of them.

    Args:
        names: Those to begin with.
        beside: Further names that count as taken, and are left alone.
    """

    def __init__(self, names: Iterable[str] = (), beside: "Names | None" = None) -> None:
        self._counts: dict[str, int] = {}
        # By stem, the numbers that follow it; made when first needed.
        self._numbers: dict[str, _Numbers] | None = None
        self._beside = beside
        for name in names:
            self.add(name)

    def __contains__(self, name: object) -> bool:
        return name in self._counts or (self._beside is not None and name in self._beside)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._counts, *(() if self._beside is None else self._beside)]))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def count(self, name: str) -> int:
        """How many nodes have a name; more than one only in a damaged file."""
        return self._counts.get(name, 0)

    def add(self, name: str) -> None:
        """Note that one more node has this name."""
        self._counts[name] = self._counts.get(name, 0) + 1
        if self._numbers is not None and self._counts[name] == 1:
            _note(self._numbers, name)

    def discard(self, name: str) -> None:
        """Note that one node fewer has this name."""
        self._counts[name] -= 1
        if not self._counts[name]:
            del self._counts[name]
            stem, number = split_number(name)
            if self._numbers is not None and number is not None:
                self._numbers[stem].discard(number)

    def fresh(self, stem: str) -> str:
        """The stem itself where it is free, or with a number above all that follow it."""
        return stem if stem not in self else f"{stem}_{self._highest(stem) + 1}"

    def _highest(self, stem: str) -> int:
        if self._numbers is None:
            self._numbers = {}
            for name in self._counts:
                _note(self._numbers, name)
        found = self._numbers[stem].highest() if stem in self._numbers else 0
        return found if self._beside is None else max(found, self._beside._highest(stem))


class _Numbers:
    """The numbers behind one stem; more than once where they are written with zeros, as `_7` and `_07`."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._highest: int | None = 0

    def add(self, number: int) -> None:
        self._counts[number] = self._counts.get(number, 0) + 1
        if self._highest is not None:
            self._highest = max(self._highest, number)

    def discard(self, number: int) -> None:
        self._counts[number] -= 1
        if not self._counts[number]:
            del self._counts[number]
            self._highest = None if number == self._highest else self._highest

    def highest(self) -> int:
        if self._highest is None:
            self._highest = max(self._counts, default=0)
        return self._highest


def split_number(name: str) -> tuple[str, int | None]:
    """Take a number off a name: `conv2d_3` gives `conv2d` and 3, `conv2d` itself and None."""
    stem, _, digits = name.rpartition("_")
    is_numbered = digits.isdecimal() and len(digits) <= _MAX_DIGITS and len(stem) < len(name) - len(digits)
    return (stem, int(digits)) if is_numbered else (name, None)


def _note(numbers: dict[str, _Numbers], name: str) -> None:
    stem, number = split_number(name)
    if number is not None:
        numbers.setdefault(stem, _Numbers()).add(number)


def is_name(text: str) -> bool:
    """Whether Keras can build and train a layer of this name."""
    return bool(_NAME.fullmatch(text))


def check_name(name: str, taken: Collection[str]) -> None:
    """Accept a layer name that Keras can build and train with, and nobody else has.

    Raises:
        GraphError: The name is empty, has a character that TensorFlow's scopes lack, or is taken.
    """
    if not name.strip():
        raise GraphError("A layer's name can't be empty.")
    if not is_name(name):
        raise GraphError(
            f"{name!r} can't be a layer's name.",
            "Keras trains layers whose names have only the letters A to Z, a to z, digits, and _ . -",
        )
    if name in taken:
        raise GraphError(
            f'Another layer is already called "{name}".',
            "Names are how layers are looked up; choose another.",
        )
