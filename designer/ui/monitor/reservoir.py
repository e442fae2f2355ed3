"""A bounded sample of an endless stream."""

import random
from typing import Generic, TypeVar

T = TypeVar("T")


class Reservoir(Generic[T]):
    """At most `capacity` items in order, drawn at random from all that came, the newest always the last.

    The rule is the one of TensorBoard's reservoir: a full reservoir takes in a new item either in place of a
    random old one, with probability capacity / number seen, or in place of the last.
    """

    def __init__(self, capacity: int, seed: int = 0) -> None:
        self.items: list[T] = []
        self._capacity = capacity
        self._num_seen = 0
        self._random = random.Random(seed)

    def add(self, item: T) -> None:
        """Take in the newest item."""
        self._num_seen += 1
        if len(self.items) == self._capacity:
            at = self._random.randrange(self._num_seen)
            del self.items[at if at < self._capacity else -1]
        self.items.append(item)
