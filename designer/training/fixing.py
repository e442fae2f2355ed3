"""From a problem, as analysis and checks tell it, to the fixes that can be offered for it."""

from collections.abc import Iterator, Mapping, Sequence

from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, Problem, Shape
from designer.data.info import DataInfo
from designer.document.document import Document
from designer.document.fixes.base import Case, DataFacts, Fix
from designer.document.fixes.offers import fixes_for
from designer.document.settings import Adaptation


def fixes_of(
    problem: Problem,
    document: Document,
    catalog: Catalog,
    analysis: Analysis,
    info: DataInfo | None = None,
    adaptations: Mapping[str, Adaptation] | None = None,
) -> tuple[Fix, ...]:
    """The fixes for a problem of a document, the most usual first.

    Args:
        analysis: Of the document's graph.
        info: What its data source holds, where that is known.
        adaptations: How the samples would be made to fit, by the name of the Input.
    """
    data = DataFacts()
    if info:
        data = DataFacts(info.features.shape, info.labels.num_classes, adaptations or {})
    return fixes_for(Case(document, catalog, OutputShapes(analysis), data), problem)


class OutputShapes(Mapping[str, Sequence[Shape]]):
    """The output shapes of an analysis, looked up when asked for: copying them all takes long."""

    def __init__(self, analysis: Analysis) -> None:
        self._nodes = analysis.nodes

    @override
    def __getitem__(self, node_id: str) -> Sequence[Shape]:
        return [spec.shape for spec in self._nodes[node_id].outputs]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    @override
    def __len__(self) -> int:
        return len(self._nodes)
