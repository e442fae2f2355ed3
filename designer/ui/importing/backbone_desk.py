"""Block → Insert backbone: made on another thread, its weights fetched if wanted, inserted as one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.backbone_insert import Insertion, backbone_clip, insertion
from designer.document.clip import Clip
from designer.document.commands import Together
from designer.document.document import Document
from designer.document.project import Position
from designer.document.settings import WeightsFile
from designer.document.weight_names import with_names
from designer.document.weights_commands import SetWeights
from designer.errors import DesignerError
from designer.graph.elements import INPUT
from designer.graph.layout import NODE_SIZE, ROW_GAP
from designer.ui import dialogs
from designer.ui.importing.backbone_dialog import BackboneChoice
from designer.ui.importing.fetching import Fetcher
from designer.ui.importing.task import Progress, Tell

if TYPE_CHECKING:
    from designer.compiler.backbones import WeightsNeeded
    from designer.ui.window import MainWindow


_IMAGE_RANK = 3
"""Height, width and channels: the samples of a batch aside."""


@dataclass(frozen=True)
class _Made:
    """A backbone that is ready to be inserted."""

    clip: Clip
    weights: WeightsFile | None


@dataclass(frozen=True)
class _Begun:
    """What the weights of an insertion were made for.

    Args:
        old: The weights of the project then.
        renamed: What layers of the backbone were to be called.
        weights: All that the project is to have then; None where they don't change.
    """

    old: WeightsFile | None
    renamed: Mapping[str, str]
    weights: WeightsFile | None


class BackboneDesk(QObject):
    """Inserts backbones into one window."""

    def __init__(self, window: "MainWindow", fetcher: Fetcher) -> None:
        super().__init__(window)
        self._window = window
        self._fetcher = fetcher
        window.actions_by_name.connect("insert_backbone", self.ask)

    def ask(self) -> None:
        """Ask which backbone to insert, and insert it."""
        from designer.compiler.backbones import backbones

        window, selected = self._window, self._selected()
        source = self._source(selected)
        try:
            known = backbones()
        except DesignerError as error:
            dialogs.show_failure(window, error)
            return
        why_new = (
            "Inside a block, a backbone begins with new weights." if window.session.sheet.block_id else ""
        )
        choice = dialogs.ask_backbone(
            window,
            known,
            source=self._source_words(source, selected),
            shape=self._shape(source),
            why_new=why_new,
        )
        if choice:
            self._make(choice, source)

    def _make(self, choice: BackboneChoice, source: str | None) -> None:
        """Make a backbone on another thread; where its weights have to be fetched, ask."""
        window = self._window
        catalog, orientation = window.canvas.tools.content.catalog, window.session.document.orientation

        def make(tell: Tell) -> "_Made | WeightsNeeded":
            from designer.compiler.backbones import WeightsNeeded, backbone_project

            try:
                project = backbone_project(
                    choice.backbone.name,
                    choice.shape,
                    weights=choice.weights,
                    nested=choice.is_nested,
                    on_step=lambda text: tell(Progress(f"{choice.backbone.name}: {text}")),
                )
            except WeightsNeeded as needed:
                return needed
            tell(Progress(f"{choice.backbone.name}: Laying it out"))
            return _Made(backbone_clip(project, choice.ending, catalog, orientation), project.weights)

        sheet = window.session.sheet
        done = partial(self._on_made, choice, source, sheet)
        window.models.work.start(f"Making {choice.backbone.name}…", make, done, self._on_failed)

    def _on_made(
        self, choice: BackboneChoice, source: str | None, sheet: Document, made: "_Made | WeightsNeeded"
    ) -> None:
        if isinstance(made, DesignerError):
            again = partial(self._make, choice, source)
            anew = partial(self._make, replace(choice, weights=None), source)
            self._fetcher.fetch(choice.backbone.name, made, again, anew)
        elif sheet is self._window.session.sheet:
            self._insert(choice, source, made)

    def _insert(self, choice: BackboneChoice, source: str | None, made: _Made) -> None:
        sheet = self._window.session.sheet
        found = self._insertion(choice, source, made)
        if found is None:
            return
        old, renamed = sheet.weights, dict(found.renamed)
        weights = made.weights and with_names(made.weights, renamed).model_copy(
            update={"origin": choice.origin}
        )

        def finish(joined: WeightsFile | None) -> None:
            if sheet is self._window.session.sheet:
                self._finish(choice, source, made, _Begun(old, renamed, joined))

        if weights is None or old is None:
            finish(weights)
        else:
            self._join(old, weights, finish)

    def _insertion(self, choice: BackboneChoice, source: str | None, made: _Made) -> Insertion | None:
        """What inserts it into the document as it is now; None where that can't be, which is said."""
        sheet = self._window.session.sheet
        source = source if source in sheet.graph.nodes else None
        try:
            return insertion(sheet, made.clip, choice.backbone.name, source, self._place(source))
        except DesignerError as error:
            dialogs.tell_failure(self._window, error)
            return None

    def _join(
        self, old: WeightsFile, new: WeightsFile, finish: "Callable[[WeightsFile | None], None]"
    ) -> None:
        """Put the weights that came in beside those that the project has."""

        def join(_tell: Tell) -> WeightsFile:
            from designer.compiler.weights_joining import joined

            return joined(old, new)

        self._window.models.work.start("Joining the weights…", join, finish, self._on_failed)

    def _finish(self, choice: BackboneChoice, source: str | None, made: _Made, begun: _Begun) -> None:
        """Insert it, anew where an edit came between that the weights don't know of."""
        window, sheet = self._window, self._window.session.sheet
        found = self._insertion(choice, source, made)
        if found is None:
            return
        if begun.weights and (sheet.weights != begun.old or dict(found.renamed) != begun.renamed):
            self._insert(choice, source, made)
            return
        command, ids = found.pasted.command, found.pasted.ids
        weights = begun.weights
        try:
            sheet.push(Together((command, SetWeights(weights)), command.text) if weights else command)
        except DesignerError as error:
            dialogs.tell_failure(window, error)
            return
        window.canvas.tools.interaction.select(ids, (), [])
        window.canvas.ensureVisible(window.canvas.tools.content.bounds(ids[:1]))
        window.status.say(f"Done: {command.text}.")

    def _selected(self) -> str | None:
        nodes = self._window.session.sheet.graph.nodes
        chosen = [node_id for node_id in self._window.canvas.selected_ids() if node_id in nodes]
        return chosen[-1] if chosen else None

    def _source(self, selected: str | None) -> str | None:
        """The node that is to feed it: the selected one, or where that gives no image, an Input that does."""
        if selected is None or len(self._shape(selected)) in (0, _IMAGE_RANK):
            return selected
        nodes = self._window.session.sheet.graph.nodes.values()
        inputs = [node.id for node in nodes if node.type == INPUT]
        images = [node_id for node_id in inputs if len(self._shape(node_id)) == _IMAGE_RANK]
        return images[0] if len(images) == 1 else None

    def _source_words(self, source: str | None, selected: str | None) -> str:
        graph = self._window.session.sheet.graph
        words = graph.node(source).name if source else ""
        if selected is None or selected == source:
            return words
        name = graph.node(selected).name
        return f"{words or 'An Input of its own'}, since {name}, which is selected, gives no image"

    def _shape(self, source: str | None) -> tuple[int | None, ...]:
        """The shape of what feeds it, or of the samples."""
        window = self._window
        found = window.session.analysis.within(window.session.path).nodes.get(source or "")
        if found and found.outputs:
            return tuple(found.outputs[0].shape[1:])
        return () if source else tuple(window.link.sample_shape)

    def _place(self, source: str | None) -> Position:
        """Where its first node shall lie."""
        canvas = self._window.canvas
        if source is None:
            middle = canvas.tools.navigation.visible_area().center()
            return middle.x(), middle.y()
        x, y = self._window.session.sheet.positions.get(source) or canvas.tools.content.center(source)
        is_vertical = self._window.session.document.orientation == "vertical"
        width, height = NODE_SIZE
        return (x, y + height + ROW_GAP) if is_vertical else (x + width + ROW_GAP, y)

    def _on_failed(self, error: DesignerError) -> None:
        dialogs.tell_failure(self._window, error)
