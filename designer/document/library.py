"""The library of blocks: those that ship with the program, and the user's own, each a project file.

The network of such a file is one instance; its block is what the file is about, and further blocks in it are
those that it contains.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from designer import paths
from designer.document.block_edits import drawing, found_block
from designer.document.block_intake import intake, needed_blocks
from designer.document.commands import AddNodes, Command, Together
from designer.document.document import Document
from designer.document.files import open_project, save_project
from designer.document.project import Position, Project, View
from designer.errors import ProjectFileError, RequestError
from designer.graph.elements import Block, GraphSnapshot, Node
from designer.graph.repeat_names import stem_of


@dataclass(frozen=True)
class LibraryBlock:
    """A block of the library.

    Args:
        block: What can be placed.
        blocks: It, and all that it contains.
        drawings: How they lie, by id.
        path: Its file.
        is_own: Whether it is one of the user's, which can be deleted.
    """

    block: Block
    blocks: tuple[Block, ...]
    drawings: Mapping[str, View]
    path: Path
    is_own: bool


@dataclass(frozen=True)
class Library:
    """All blocks that can be placed, those of the program first, and what is wrong with other files."""

    blocks: tuple[LibraryBlock, ...]
    problems: tuple[str, ...] = ()


def list_library() -> Library:
    """Read the library; a damaged file is a problem of one line, and doesn't hide the others."""
    found, problems = list[LibraryBlock](), list[str]()
    for folder in (paths.resources_dir() / "blocks", paths.blocks_dir()):
        blocks = list[LibraryBlock]()
        for path in sorted(folder.glob("*.json")):
            try:
                blocks.append(load_block(path))
            except RequestError as error:
                problems.append(str(error))
        found += sorted(blocks, key=lambda each: each.block.name.lower())
    return Library(tuple(found), tuple(problems))


def load_block(path: Path) -> LibraryBlock:
    """Read one block of the library.

    Raises:
        ProjectFileError: The file can't be read, or holds no block.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise ProjectFileError(f"{path} can't be opened. {error.strerror}.", "Check the path.") from error
    return _loaded(path, status.st_mtime_ns, status.st_size)


def save_block(document: Document, block_id: str, *, replaces: bool = False) -> Path:
    """Put a block of a project into the user's library, with all that it contains.

    Args:
        document: Any of the project.
        block_id: The block.
        replaces: Whether it may take the place of one with the same name.

    Raises:
        GraphError: There is no such block.
        RequestError: There is one with the same name, or the file can't be written.
    """
    block = found_block(document, block_id)
    path = paths.blocks_dir() / f"{stem_of(block.name)}.json"
    if path.exists() and not replaces:
        raise RequestError(
            f'Your library has a block called "{block.name}" already.', "Replace it, or rename this one."
        )
    node = Node("n1", stem_of(block.name), block.type)
    blocks = needed_blocks([node], document.blocks)
    drawings = {each.id: drawing(document, each.id) for each in blocks}
    view = View({node.id: (0.0, 0.0)}, document.orientation, blocks=drawings)
    graph = GraphSnapshot((node,), blocks=tuple(blocks))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f"{path.parent} can't be made: {error.strerror}.", "Check your rights.") from error
    return save_project(Project(block.name, graph, view).in_order(), path)


def delete_block(found: LibraryBlock) -> None:
    """Take one of the user's blocks out of the library; projects that use it keep it.

    Raises:
        RequestError: It ships with the program, or the file can't be deleted.
    """
    if not found.is_own:
        raise RequestError(f'"{found.block.name}" comes with the program and stays.')
    try:
        found.path.unlink(missing_ok=True)
    except OSError as error:
        raise RequestError(
            f"{found.path} can't be deleted: {error.strerror}.", "Check your rights."
        ) from error


def place_command(document: Document, found: LibraryBlock, position: Position) -> tuple[Command, str]:
    """Place an instance of a block of the library; the project gets the block unless it has the same one.

    Returns:
        The command, to be pushed on `document`, and the id that the instance will have.

    Raises:
        GraphError: `document` is the inside of the same block.
    """
    taken = intake(document, found.blocks, found.drawings)
    (node_id,) = document.new_ids(1)
    name = document.graph.names.fresh(stem_of(found.block.name))
    node = taken.node(Node(node_id, name, found.block.type))
    add = AddNodes([node], {node_id: position})
    return Together((*taken.commands, add), f"Add {found.block.name}"), node_id


@lru_cache(maxsize=256)
def _loaded(path: Path, _changed_ns: int, _size: int) -> LibraryBlock:
    project = open_project(path)
    types = {block.type: block for block in project.graph.blocks}
    instances = [node for node in project.graph.nodes if node.type in types]
    if len(instances) != 1:
        raise ProjectFileError(
            f"{path} is no block of the library: it should hold one instance of a block.",
            "Open it as a project, and save its block to the library.",
        )
    blocks = tuple(needed_blocks(instances, project.graph.blocks))
    is_own = path.parent == paths.blocks_dir()
    return LibraryBlock(types[instances[0].type], blocks, project.view.blocks, path, is_own)
