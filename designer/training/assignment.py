"""Which array of the data is for which input or output of the network: by name, else by order."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assignment:
    """Arrays by index for each input or output, in the network's order.

    Args:
        arrays: None where the data has none.
        notices: What isn't plain from the names; one line each.
        is_shared: Whether several take the one array that there is.
    """

    arrays: tuple[int | None, ...]
    notices: tuple[str, ...] = ()
    is_shared: bool = False


def assign(wanted: Sequence[str], given: Sequence[str], *, axis: str, kind: str) -> Assignment:
    """Find an array for each input or output.

    Args:
        wanted: Names of the network's inputs or outputs.
        given: Names of the arrays; one empty name where the data has a single array.
        axis: `x` or `y`, as arrays are called.
        kind: What is wanted, in words: "Inputs".
    """
    if list(given) == [""]:
        return Assignment((0,) * len(wanted), is_shared=len(wanted) > 1)
    places = {name: place for place, name in enumerate(given)}
    arrays = [places.get(name) for name in wanted]
    rest = [place for place in range(len(given)) if place not in arrays]
    open_names = [name for name, array in zip(wanted, arrays, strict=True) if array is None]
    if not open_names:
        return Assignment(tuple(arrays), tuple(_unused(axis, given[place]) for place in rest))
    if len(rest) != len(open_names):
        return Assignment(tuple(arrays))
    matched = ", ".join(f"{axis}_train.{given[place]}" for place in rest)
    text = (
        f"By their order, {matched} {'is' if len(rest) == 1 else 'are'} for {kind} {', '.join(open_names)}."
    )
    waiting = iter(rest)
    filled = tuple(next(waiting) if array is None else array for array in arrays)
    return Assignment(filled, (text,))


def arrays_text(axis: str, given: Sequence[str]) -> str:
    """The arrays that the data has, as its file names them."""
    return ", ".join(f"{axis}_train.{name}" if name else f"{axis}_train" for name in given)


def _unused(axis: str, name: str) -> str:
    return f"{axis}_train.{name} isn't used: nothing in the network has this name."
