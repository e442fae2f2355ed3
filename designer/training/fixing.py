"""From a problem, as analysis and checks tell it, to the fixes that can be offered for it."""

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, Problem
from designer.data.adaptation import Proposal
from designer.data.info import DataInfo
from designer.document.document import Document
from designer.document.fixes.base import Case, DataFacts, Fix
from designer.document.fixes.offers import fixes_for


def fixes_of(
    problem: Problem,
    document: Document,
    catalog: Catalog,
    analysis: Analysis,
    info: DataInfo | None = None,
    proposal: Proposal | None = None,
) -> tuple[Fix, ...]:
    """The fixes for a problem of a document, the most usual first.

    Args:
        analysis: Of the document's graph.
        info: What its data source holds, where that is known.
        proposal: How the samples would be made to fit the Input.
    """
    shapes = {node_id: [spec.shape for spec in node.outputs] for node_id, node in analysis.nodes.items()}
    data = DataFacts()
    if info:
        adaptation = proposal.adaptation if proposal else None
        data = DataFacts(info.features.shape, info.labels.num_classes, adaptation)
    return fixes_for(Case(document, catalog, shapes, data), problem)
