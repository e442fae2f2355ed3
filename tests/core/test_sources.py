"""A source is opened by what the user writes, or the answer says what can be written."""

import pytest

from designer.data.sources.registry import describe, open_source
from designer.errors import DataError, RequestError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("foo:bar", "'foo:bar' is no data source. Write digits, tfds:NAME"),
        ("", "'' is no data source"),
        ("digits:train", "have no parts"),
        ("tfds:", "names no data set"),
        ("csv:table.csv", "csv: are not offered yet"),
        ("keras:fashion", "no data set keras:fashion .* Did you mean fashion_mnist"),
        ("keras:imdb", "no data set keras:imdb of images or numbers"),
    ],
)
def test_wrong_source_is_refused_with_what_can_be_written(text: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        open_source(text)


def test_digits_need_no_download() -> None:
    info = describe("digits")
    assert info.splits == {"train": 1797}
    assert (info.features.shape, info.features.value_range) == ((8, 8, 1), (0.0, 16.0))
    assert sum(info.class_counts["train"]) == 1797


def test_unknown_split_names_the_known_ones() -> None:
    with pytest.raises(DataError, match="digits has no split 'test'; it has train"):
        open_source("digits").load("test")
