"""What is said about models that came in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer.graph.elements import GraphSnapshot
from designer.ui.importing.report_dialog import Report

if TYPE_CHECKING:
    from designer.compiler.importing.projects import Imported
    from designer.compiler.importing.records import Remark
    from designer.compiler.weights import WeightsReport


def imported_text(name: str, imported: "Imported") -> str:
    """What came in from a file, what of it is marked, and whether with weights."""
    with_weights = "with weights" if imported.project.weights else "without weights"
    parts = [f"{name}: {_contents(imported)} imported, {with_weights}."]
    if count := len(imported.missing):
        which = "layer is marked: it" if count == 1 else "layers are marked: they"
        parts.append(f"{count:,} {which} can't be made here and must be replaced before training.")
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


def fit_text(report: "WeightsReport | None") -> str:
    """How well weights fit a network, to follow their name; empty where nobody has looked yet."""
    if report is None:
        return ""
    missing = len(report.missing) + len(report.unlike)
    total = len(report.copied) + missing
    if not total:
        return "; the network has no weights"
    if not missing:
        return f"; all {counted(total, 'weight')} fit" if total > 1 else "; its one weight fits"
    return f"; {len(report.copied):,} of {counted(total, 'weight')} fit, the others start anew"


def weights_report(origin: str, report: "WeightsReport") -> Report:
    """What becomes of weights that a network takes by name, as a table; what doesn't fit comes first."""
    counts = (
        f"{len(report.copied):,} copied, {len(report.missing):,} missing, "
        f"{len(report.unlike):,} of another shape, {len(report.unused):,} unused."
    )
    missing = "Those that are missing or of another shape start anew." if not report.is_whole else ""
    rows = [
        *(
            ("shape differs", name, f"{_shape(own)} here, {_shape(other)} there")
            for name, own, other in report.unlike
        ),
        *(("missing", name, "not in the file") for name in report.missing),
        *(("unused", name, "not in the network") for name in report.unused),
        *(("copied", name, "") for name in report.copied),
    ]
    return Report(f"Weights from {origin}", f"{counts} {missing}".strip(), ("", "Weight", "Why"), rows)


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "a number"
