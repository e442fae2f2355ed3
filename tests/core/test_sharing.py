"""Layers shared and made independent: one keeps the parameters, and a heir takes them over."""

import pytest

from designer.document.builder import NetworkBuilder
from designer.document.commands import RemoveNodes
from designer.document.document import Document
from designer.document.sharing import is_shared, make_independent, share_layer
from designer.errors import GraphError

DENSE = ("n2", "n3", "n4")


@pytest.fixture
def document() -> Document:
    net = NetworkBuilder("Twins")
    x = net.input((8,))
    for units in (4, 5, 6):
        net.add("Dense", x, units=units)
    net.add("Flatten", x)
    return Document(net.project())


def owners(document: Document) -> list[str | None]:
    return [document.graph.node(node_id).shares for node_id in DENSE]


def units(document: Document) -> list[object]:
    return [document.graph.node(node_id).params.get("units") for node_id in DENSE]


def test_the_first_keeps_its_layer_and_the_others_call_it(document: Document) -> None:
    document.push(share_layer(document, ["n3", "n2", "n4"]))
    assert owners(document) == ["n3", None, "n3"]
    assert units(document) == [None, 5, None]
    document.undo()
    assert units(document) == [4, 5, 6]


def test_who_called_a_node_follows_it_to_the_new_layer(document: Document) -> None:
    document.push(share_layer(document, ["n2", "n4"]))
    document.push(share_layer(document, ["n3", "n2"]))
    assert owners(document) == ["n3", None, "n3"]


def test_where_the_first_is_a_call_the_others_call_what_it_calls(document: Document) -> None:
    document.push(share_layer(document, ["n2", "n3"]))
    document.push(share_layer(document, ["n3", "n4"]))
    assert owners(document) == [None, "n2", "n2"]


def test_a_call_made_independent_has_the_same_parameters(document: Document) -> None:
    document.push(share_layer(document, DENSE))
    document.push(make_independent(document, ["n3"]))
    assert owners(document) == [None, None, "n2"]
    assert units(document) == [4, 4, None]


def test_the_first_of_the_others_takes_the_layer_over(document: Document) -> None:
    document.push(share_layer(document, DENSE))
    document.push(make_independent(document, ["n2"]))
    assert owners(document) == [None, None, "n3"]
    assert units(document) == [4, 4, None]
    assert not is_shared(document, "n2")
    assert is_shared(document, "n3")


def test_all_together_become_independent(document: Document) -> None:
    document.push(share_layer(document, DENSE))
    document.push(make_independent(document, DENSE))
    assert owners(document) == [None] * 3
    assert units(document) == [4] * 3


@pytest.mark.parametrize(("chosen", "why"), [(["n2"], "two nodes"), (["n2", "n5"], "another type")])
def test_what_cannot_be_shared_is_refused(document: Document, chosen: list[str], why: str) -> None:
    with pytest.raises(GraphError, match=why):
        document.push(share_layer(document, chosen))


def test_a_call_whose_owner_is_gone_becomes_independent(document: Document) -> None:
    document.push(share_layer(document, ["n2", "n3"]))
    document.push(RemoveNodes(("n2",)))
    document.push(make_independent(document, ["n3"]))
    assert document.graph.node("n3").shares is None
