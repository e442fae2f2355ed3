"""What is said about models that came in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer.graph.elements import GraphSnapshot
from designer.ui.importing.report_dialog import Report

if TYPE_CHECKING:
    from designer.compiler.importing.projects import Imported
    from designer.compiler.importing.records import Remark


def imported_text(name: str, imported: "Imported") -> str:
    """What came in from a file, what of it is marked, and whether with weights."""
    with_weights = "with weights" if imported.project.weights else "without weights"
    parts = [f"{name}: {_contents(imported)} imported, {with_weights}."]
    if count := len(imported.missing):
        are = "is marked as missing and has" if count == 1 else "are marked as missing and have"
        parts.append(f"{count:,} of them {are} to be replaced before the network can be built.")
    return " ".join(parts)


def remarks_report(name: str, remarks: "Sequence[Remark]") -> Report:
    """What couldn't be taken over as it was, as a table; what is missing comes first."""
    ordered = sorted(remarks, key=lambda remark: not remark.is_missing)
    missing = sum(remark.is_missing for remark in remarks)
    summary = f"{missing:,} missing, {len(remarks) - missing:,} other remarks."
    rows = [
        ("missing" if remark.is_missing else "note", remark.where or "the whole model", remark.message)
        for remark in ordered
    ]
    return Report(f"Imported from {name}", summary, ("", "Where", "What"), rows)


def path_of(graph: GraphSnapshot, where: str) -> str:
    """The path of a node given by its name in the flat network; empty where there is none."""
    return _path_in(graph, where, {block.type: block.graph for block in graph.blocks})


def counted(count: int, noun: str) -> str:
    """A count with its noun, in the plural where it isn't one."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _contents(imported: "Imported") -> str:
    graph = imported.project.graph
    parts = [counted(len(graph.nodes), "layer")]
    if graph.blocks:
        parts.append(counted(len(graph.blocks), "nested model"))
    return " and ".join(parts)


def _path_in(graph: GraphSnapshot, where: str, insides: dict[str, GraphSnapshot]) -> str:
    for node in graph.nodes:
        if node.name == where:
            return node.id
        inside = insides.get(node.type)
        if inside and where.startswith(f"{node.name}."):
            rest = _path_in(inside, where.removeprefix(f"{node.name}."), insides)
            if rest:
                return f"{node.id}/{rest}"
    return ""
