"""What was typed finds names by the letters with which people shorten them."""

import pytest

from designer.ui.fuzzy import ranked, score

LAYERS = (
    "Conv2D",
    "Conv2DTranspose",
    "SeparableConv2D",
    "MaxPooling2D",
    "GlobalMaxPooling2D",
    "Dense",
    "Add",
)


def found(typed: str, names: tuple[str, ...] = LAYERS) -> list[str]:
    return ranked(typed, names, lambda name: (name,))


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("conv", "Conv2D"),
        ("c2d", "Conv2D"),
        ("mp2d", "MaxPooling2D"),
        ("maxpool", "MaxPooling2D"),
        ("gmp", "GlobalMaxPooling2D"),
        ("trans", "Conv2DTranspose"),
        ("SEPC", "SeparableConv2D"),
        ("pool max", "MaxPooling2D"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_count_most(typed: str, best: str) -> None:
    assert found(typed)[0] == best


def test_nothing_typed_keeps_all_in_their_order() -> None:
    assert found("  ") == list(LAYERS)


def test_every_word_must_be_found() -> None:
    assert score("conv dense", "Conv2D") is None
    assert score("xyz", "Conv2D") is None


def test_letters_strewn_over_a_name_are_no_match() -> None:
    assert score("aeeo", "SeparableConv2D") is None


def test_other_texts_are_searched_but_count_less() -> None:
    assert score("edit", "Undo", "Edit") is not None
    names = [("Undo", "Edit"), ("Edit note", "Insert")]
    assert ranked("edit", names, lambda texts: texts)[0] == ("Edit note", "Insert")


def test_letters_that_grow_when_folded_and_odd_text_do_no_harm() -> None:
    for text in ("İß", "", "\n", "ﬁ", "-" * 500):
        assert score("ß", text) is None
        assert score("", text) is not None
