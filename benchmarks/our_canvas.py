"""Our canvas, as the benchmarks open it.

`python -m benchmarks.our_canvas NUM_NODES` does to it what `same_steps` tells and prints the samples.
"""

import json
import sys
from importlib import import_module

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from benchmarks import same_steps
from benchmarks.chain import ROWS_IN_SIGHT, chain
from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.ui.canvas.view import CanvasView


class OurCanvas:
    """A `same_steps.Canvas` of a document."""

    zoom_keys = Qt.KeyboardModifier.ControlModifier

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self.view = CanvasView(document, catalog)

    @property
    def is_behind(self) -> bool:
        """Whether edges are still to be painted."""
        return self.view.tools.content.is_opening

    def fit(self) -> None:
        """Show the whole network, or as much of it as the least zoom allows."""
        self.view.fit()

    def zoom_to(self, zoom: float) -> None:
        """Show the middle of the network."""
        self.view.fit()
        self.view.tools.navigation.set_zoom(zoom)

    def grip(self) -> QPointF:
        """Where the middle button drags it: anywhere."""
        return QPointF(self.view.viewport().rect().center())

    def close(self) -> None:
        """Let go of it."""
        self.view.detach()
        self.view.close()
        self.view.deleteLater()


def main() -> None:
    app = QApplication([])
    catalog = Catalog.load()
    import_module("networkx")  # a window loads it on a thread
    num_nodes = int(sys.argv[1])
    documents = {
        "empty": Document(),
        "columns": Document(chain(num_nodes, ROWS_IN_SIGHT)),
        "column": Document(chain(num_nodes)),
    }
    print(json.dumps(same_steps.measure(lambda scene: OurCanvas(documents[scene], catalog))), flush=True)
    del app


if __name__ == "__main__":
    main()
