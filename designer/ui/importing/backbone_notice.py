"""Says where a backbone is frozen with random weights, and offers those that were learnt elsewhere."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.document import Document
from designer.document.settings import WeightsFile
from designer.document.weights_commands import SetWeights
from designer.errors import DesignerError
from designer.graph.blocks import TRAINABLE
from designer.graph.elements import Node
from designer.ui.dialogs import ask_weights_file, tell_failure
from designer.ui.importing.backbone_dialog import IMAGENET
from designer.ui.importing.fetching import Fetcher
from designer.ui.importing.task import Progress, Tell

if TYPE_CHECKING:
    from designer.compiler.backbones import WeightsNeeded
    from designer.ui.infobar import Choice
    from designer.ui.window import MainWindow

_BAR = "backboneBar"


class BackboneNotice(QObject):
    """Looks at each document that a window shows."""

    def __init__(self, window: "MainWindow", fetcher: Fetcher) -> None:
        super().__init__(window)
        self._window = window
        self._fetcher = fetcher

    def look(self) -> None:
        """Offer weights for the first backbone of the document that is frozen with random ones."""
        document, bars = self._window.session.document, self._window.safekeeping.bars
        bars.withdraw(_BAR)
        found = _frozen_backbone(document) if document.weights is None else None
        if found is None:
            return
        name, node = found
        text = f"{name} is frozen and has random weights. Those learnt on ImageNet serve better."
        choices: dict[str, Choice] = {
            "&Fetch them": partial(self._give, document, name, node, IMAGENET),
            "From a fi&le…": partial(self._ask_file, document, name, node),
        }
        bars.tell(_BAR, text, choices)

    def _ask_file(self, document: Document, name: str, node: Node) -> bool:
        path = ask_weights_file(self._window, self._window.files.folder())
        if path:
            self._give(document, name, node, path)
        return path is not None

    def _give(self, document: Document, name: str, node: Node, weights: str | Path) -> None:
        project = document.project()

        def make(tell: Tell) -> "WeightsFile | WeightsNeeded | None":
            from designer.compiler.backbones import WeightsNeeded, take_backbone_weights

            def on_step(text: str) -> None:
                tell(Progress(f"{name}: {text}"))

            try:
                return take_backbone_weights(project, node.name, name, weights, on_step=on_step)[0].weights
            except WeightsNeeded as needed:
                return needed

        done = partial(self._on_made, document, document.revision, name, node, weights)
        self._window.models.work.start(f"Reading the weights of {name}…", make, done, self._on_failed)

    def _on_made(
        self,
        document: Document,
        revision: int,
        name: str,
        node: Node,
        source: str | Path,
        found: "WeightsFile | WeightsNeeded | None",
    ) -> None:
        if isinstance(found, DesignerError):
            again = partial(self._give, document, name, node, source)
            self._fetcher.fetch(name, found, again, self.look)
        elif document is not self._window.session.document:
            return
        elif document.revision != revision:
            self._give_again(document, name, node, source)
        elif found:
            origin = f"ImageNet's {name}" if source == IMAGENET else Path(source).name
            named = found.model_copy(update={"origin": origin})
            document.push(SetWeights(named, f"Take the weights of {name}"))

    def _give_again(self, document: Document, name: str, node: Node, source: str | Path) -> None:
        """After an edit, for the backbone as it is now; not where the user has taken other weights."""
        now = document.graph.nodes.get(node.id)
        if document.weights is None and now is not None and now.block_id == node.block_id:
            self._give(document, name, now, source)

    def _on_failed(self, error: DesignerError) -> None:
        tell_failure(self._window, error)
        self.look()


def _frozen_backbone(document: Document) -> tuple[str, Node] | None:
    frozen = [
        (node, block)
        for node in document.graph.nodes.values()
        if node.params.get(TRAINABLE) is False and (block := document.block(node.block_id))
    ]
    if not frozen:
        return None
    from designer.compiler.backbones import backbones

    try:
        names = {backbone.name for backbone in backbones()}
    except DesignerError:
        return None
    return next(((block.name, node) for node, block in frozen if block.name in names), None)
