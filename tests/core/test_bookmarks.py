"""Bookmarks: numbers that stay, names that follow nodes, and nodes that go and come back."""

import pytest

from designer.document import changes
from designer.document.bookmark_commands import (
    bookmark_name,
    bookmark_node,
    bookmark_place,
    remove_bookmarks,
    rename_bookmark,
)
from designer.document.changes import Change
from designer.document.clipboard import copy_text, paste_command
from designer.document.commands import RemoveNodes, RenameNode
from designer.document.document import Document
from designer.document.files import format_project, parse_project
from designer.document.project import Project, View
from designer.document.settings import MOST_BOOKMARKS, Bookmark
from designer.errors import GraphError, ProjectFileError
from designer.graph.elements import GraphSnapshot, Node


@pytest.fixture
def document() -> Document:
    nodes = (Node("n1", "stem", "Input"), Node("n2", "head", "Dense"))
    return Document(Project(graph=GraphSnapshot(nodes), view=View({"n1": (0.0, 0.0), "n2": (0.0, 88.0)})))


def names(document: Document) -> dict[int, str]:
    return {mark.number: bookmark_name(document, mark) for mark in document.bookmarks}


def test_a_bookmark_is_one_step_and_touches_nothing_else(document: Document) -> None:
    heard: list[tuple[Change, ...]] = []
    document.changed.connect(heard.append)
    document.push(bookmark_node(document, "n2"))
    assert (names(document), document.undo_text) == ({1: "head"}, "Add bookmark")
    document.undo()
    assert (names(document), document.is_clean) == ({}, True)
    assert heard == [(changes.BookmarksChanged(),)] * 2


def test_numbers_stay_when_others_go_and_the_lowest_free_one_is_next(document: Document) -> None:
    for x in (1.0, 2.0, 3.0):
        document.push(bookmark_place(document, (x, 0.04), 0.51234))
    document.push(remove_bookmarks(document, [2]))
    assert names(document) == {1: "Place 1", 3: "Place 3"}
    document.push(bookmark_node(document, "n1"))
    assert names(document) == {1: "Place 1", 2: "stem", 3: "Place 3"}
    assert document.bookmarks[0] == Bookmark(number=1, position=(1.0, 0.0), zoom=0.512)


def test_a_name_follows_its_node_until_another_is_given(document: Document) -> None:
    document.push(bookmark_node(document, "n2"))
    document.push(RenameNode("n2", "classes"))
    assert names(document) == {1: "classes"}
    document.push(rename_bookmark(document, 1, "the end"))
    assert names(document) == {1: "the end"}
    document.push(rename_bookmark(document, 1, ""))
    assert names(document) == {1: "classes"}


def test_a_bookmark_goes_with_its_node_and_comes_back_with_it(document: Document) -> None:
    document.push(bookmark_node(document, "n2"))
    before = document.project()
    document.push(RemoveNodes(["n2"]))
    assert document.bookmarks == document.project().view.bookmarks == ()
    document.push(bookmark_node(document, "n1"))
    assert names(document) == {1: "stem"}
    document.go_to(1)
    assert document.project() == before


def test_what_is_not_there_is_refused(document: Document) -> None:
    with pytest.raises(GraphError, match="n9"):
        bookmark_node(document, "n9")
    with pytest.raises(GraphError, match=r"There is no bookmark 4\."):
        rename_bookmark(document, 4, "x")
    with pytest.raises(GraphError, match=r"There is no bookmark 4\."):
        remove_bookmarks(document, [4])
    for _ in range(MOST_BOOKMARKS):
        document.push(bookmark_place(document, (0.0, 0.0), 1.0))
    with pytest.raises(GraphError, match="99 bookmarks already"):
        bookmark_node(document, "n1")


def test_copies_are_not_bookmarked(document: Document) -> None:
    document.push(bookmark_node(document, "n2"))
    text = format_project(document.project())
    document.push(paste_command(document, copy_text(document, ["n2"]), None, with_edges=True).command)
    document.push(paste_command(document, text, None, with_edges=False).command)
    assert names(document) == {1: "head"}


def test_a_file_holds_of_each_what_it_needs_and_nothing_where_there_are_none(document: Document) -> None:
    assert "bookmarks" not in format_project(document.project())
    document.push(bookmark_node(document, "n2"))
    document.push(bookmark_place(document, (4.0, 0.0), 1.0))
    lines = format_project(document.project()).splitlines()
    assert '      {"number": 1, "node": "n2"},' in lines
    assert '      {"number": 2, "position": [4.0, 0.0]}' in lines


def test_a_file_may_list_them_in_any_order_and_of_nodes_that_are_gone() -> None:
    marks = (Bookmark(number=7), Bookmark(number=2), Bookmark(number=1, node="n9"))
    project = Project(view=View(bookmarks=marks))
    assert parse_project(format_project(project)) == project
    assert [mark.number for mark in Document(project).bookmarks] == [2, 7]


@pytest.mark.parametrize("field", ['"number": 0', '"number": 100', '"number": 7, "zoom": 0', '"x": 1'])
def test_a_bookmark_that_can_not_be_is_damage(field: str) -> None:
    text = format_project(Project(view=View(bookmarks=(Bookmark(number=7),))))
    with pytest.raises(ProjectFileError, match=r"view\.bookmarks\.0"):
        parse_project(text.replace('"number": 7', field))
