"""A data source for scripts: what it holds, and its arrays."""

from dataclasses import dataclass

from designer.data.info import DataInfo
from designer.data.sources.base import Arrays, Source
from designer.data.sources.registry import open_source


@dataclass(frozen=True)
class OpenedData:
    """A data source; see `open_data`."""

    source: Source

    @property
    def info(self) -> DataInfo:
        """What it holds."""
        return self.source.info

    def load(self, split: str = "train") -> Arrays:
        """All samples and labels of a split, as NumPy arrays.

        Raises:
            DataError: There is no such split, it can't be read, or it doesn't fit into memory.
        """
        return self.source.load(split)


def open_data(source: str) -> OpenedData:
    """Open a source as the command line names it.

    Raises:
        RequestError: There is no such kind of source.
        DataError: The data is missing or can't be read.
    """
    return OpenedData(open_source(source))
