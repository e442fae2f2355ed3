"""The palette's content: layer families with their layers, and what a search leaves of them, best first."""

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap, QStandardItem, QStandardItemModel
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.catalog.spec import OPERATION, LayerSpec
from designer.ui.fuzzy import begins
from designer.ui.theme import GRID_PX, Theme, current

LAYER_MIME = "application/x-model-designer-layer"
"""Media type of a dragged layer; its data is the layer type as UTF-8."""

TYPE_ROLE = Qt.ItemDataRole.UserRole
SPEC_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NO_MATCH = 99
_NUM_TYPES = 1024


def rank(spec: LayerSpec, words: str) -> int:
    """How well a layer fits what was typed, 0 best; every word must be found somewhere."""
    return max((_rank_word(spec, word) for word in words.lower().split()), default=0)


def _rank_word(spec: LayerSpec, word: str) -> int:
    """Whole names first, then beginnings of names, of words in them, and the rest.

    `ops.sin` is also called `sin`, but layers that begin so come before it: `conv` is rather Conv2D than
    `ops.conv`.
    """
    name = spec.type.lower()
    call = name.removeprefix(OPERATION)
    fits = (
        name == word,
        name.startswith(word),
        call == word,
        call.startswith(word),
        word in _initials(spec.type) or any(start.startswith(word) for start in _word_starts(spec.type)),
        word in name,
    )
    return fits.index(True) if any(fits) else _rank_beside(spec, word, len(fits))


def _rank_beside(spec: LayerSpec, word: str, first: int) -> int:
    """The rank by other texts than the name, from `first` on."""
    names = [other.lower() for other in (*spec.aliases, *spec.keywords)]
    if any(other.startswith(word) for other in names):
        return first
    if word in spec.summary.lower() or word in spec.category.lower() or any(word in other for other in names):
        return first + 1
    return first + 2 if _is_subsequence(word, spec.type.lower()) else _NO_MATCH


@lru_cache(_NUM_TYPES)
def _word_starts(layer_type: str) -> list[str]:
    """`MaxPooling2D` from each of its words on: `maxpooling2d`, `pooling2d`, `2d`."""
    pairs = enumerate(zip(f" {layer_type}", layer_type, strict=False))
    return [layer_type[place:].lower() for place, (before, letter) in pairs if begins(before, letter)]


@lru_cache(_NUM_TYPES)
def _initials(layer_type: str) -> str:
    """`MaxPooling2D` as people shorten it: `mp2d`."""
    return "".join(
        character for character in layer_type if character.isupper() or character.isdigit()
    ).lower()


def _is_subsequence(word: str, text: str) -> bool:
    letters = iter(text)
    return len(word) > 2 and all(letter in letters for letter in word)


class LayerModel(QStandardItemModel):
    """Families in palette order, the layers below them; layers can be dragged.

    Attributes:
        families: The layers of each row and of each row below it.
    """

    def __init__(self, catalog: Catalog, parent: QObject) -> None:
        super().__init__(parent)
        families: dict[str, list[LayerSpec]] = {category: [] for category in catalog.categories}
        for spec in catalog.layers:
            families.setdefault(spec.category, []).append(spec)
        self.families = [specs for specs in families.values() if specs]
        for specs in self.families:
            self.appendRow(_family_item(specs[0].category, specs))
        self.color(current())

    def color(self, theme: Theme) -> None:
        """Paint family marks and muted layers in the colours of a theme."""
        for row in range(self.rowCount()):
            family = self.item(row)
            family.setIcon(mark(theme.family(family.text())))
            for place in range(family.rowCount()):
                item = family.child(place)
                if item.data(SPEC_ROLE).needs:
                    item.setForeground(QColor(theme.muted))

    @override
    def mimeTypes(self) -> list[str]:
        return [LAYER_MIME]

    @override
    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        types = [index.data(TYPE_ROLE) for index in indexes if index.data(TYPE_ROLE)]
        if types:
            data.setData(LAYER_MIME, types[0].encode())
        return data


class LayerFilter(QSortFilterProxyModel):
    """Keeps the layers that fit a search, the best first; families follow their best layer."""

    def __init__(self, model: LayerModel, parent: QObject) -> None:
        super().__init__(parent)
        self._families = model.families
        self._ranks = [[0] * len(specs) for specs in self._families]
        self._best = [0] * len(self._families)
        self.setRecursiveFilteringEnabled(True)
        self.setSourceModel(model)
        self.sort(0)

    def search(self, words: str) -> None:
        """Filter by what was typed."""
        self.beginResetModel()
        words = words.strip()
        self._ranks = [[rank(spec, words) for spec in specs] for specs in self._families]
        self._best = list(map(min, self._ranks))
        self.endResetModel()
        self.sort(0)

    def best(self) -> QModelIndex:
        """The best layer, or an invalid index where none fits."""
        family = self.index(0, 0)
        return self.index(0, 0, family) if family.isValid() else family

    def num_layers(self) -> int:
        """How many layers are left."""
        return sum(self.rowCount(self.index(row, 0)) for row in range(self.rowCount()))

    @override
    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        return parent.isValid() and self._ranks[parent.row()][row] < _NO_MATCH

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        return (self._rank(left), left.row()) < (self._rank(right), right.row())

    def _rank(self, index: Index) -> int:
        """Of a layer its own; of a family that of its best layer."""
        family = index.parent()
        return self._ranks[family.row()][index.row()] if family.isValid() else self._best[index.row()]


def _family_item(category: str, specs: list[LayerSpec]) -> QStandardItem:
    family = QStandardItem(category)
    family.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    for spec in specs:
        family.appendRow(_layer_item(spec))
    return family


def _layer_item(spec: LayerSpec) -> QStandardItem:
    item = QStandardItem(spec.type)
    flag = Qt.ItemFlag
    item.setFlags(
        flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren
    )
    item.setData(spec.type, TYPE_ROLE)
    item.setData(spec, SPEC_ROLE)
    needs = f"Needs {spec.needs}." if spec.needs else ""
    item.setToolTip("\n".join(text for text in (spec.summary, needs) if text))
    item.setData(f"{spec.summary}. {needs}".strip(), Qt.ItemDataRole.AccessibleDescriptionRole)
    return item


def mark(color: str) -> QIcon:
    """The strip of colour that a family of layers has."""
    pixmap = QPixmap(GRID_PX // 2, 2 * GRID_PX)
    pixmap.fill(QColor(color))
    return QIcon(pixmap)
