"""The data panel: where samples come from, how they are divided, and how they are made to fit the network."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QProgressBar, QPushButton

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Params
from designer.data.info import DataInfo
from designer.document.changes import Change, DataChanged
from designer.document.commands import SetData
from designer.document.document import Document
from designer.document.settings import DataSettings
from designer.errors import DesignerError
from designer.ui.data_elsewhere import DataElsewhere
from designer.ui.data_facts import data_facts
from designer.ui.dialogs import ask_data_file
from designer.ui.inspector.facts import Facts
from designer.ui.inspector.form import ParamForm
from designer.ui.sample_strip import SampleStrip
from designer.ui.scroll_page import ScrollPage
from designer.ui.settings_edit import with_values
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, error_label, heading, label, make_searchable, show_error

SOURCES = (
    "digits",
    "tfds:mnist",
    "tfds:fashion_mnist",
    "tfds:cifar10",
    "tfds:cifar100",
    "tfds:cats_vs_dogs",
    "keras:mnist",
    "keras:cifar10",
)
_HELD_BACK = "Held-back samples"
_DEFAULTS = DataSettings()
_SPECS = (
    ParamSpec(
        name="validation_percent", kind="float", default=_DEFAULTS.validation_percent, minimum=0, maximum=99
    ),
    ParamSpec(name="test_percent", kind="float", default=_DEFAULTS.test_percent, minimum=0, maximum=99),
    ParamSpec(name="seed", kind="int", default=_DEFAULTS.seed, minimum=0),
)
_LABELS = {"validation_percent": "Validation (%)", "test_percent": "Test (%)", "seed": "Seed"}


class DataPanel(ScrollPage):
    """Edits the data settings; the window tells it what the source holds.

    Signals:
        adaptation_accepted: The user agrees to the proposal shown.
        download_wanted: The user wants data that isn't on this computer; carries the `DownloadNeeded` shown.
    """

    adaptation_accepted = Signal()
    download_wanted = Signal(object)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setObjectName("dataPanel")
        self.setAccessibleName("Data")
        self._document = document
        self._steps: tuple[str, ...] = ()
        self._is_needed = False
        self._splits: list[str] = []
        self._add_source()
        self._add_division()
        self._add_adaptation()
        self._samples = SampleStrip()
        self.column.addWidget(self._samples)
        self.column.addStretch()
        document.changed.connect(self._on_document_changed)
        self._show_data()
        self.show_info(None, None, busy=False)

    def set_document(self, document: Document) -> None:
        """Follow another document, about whose data nothing is known yet."""
        self._document.changed.disconnect(self._on_document_changed)
        self._document = document
        document.changed.connect(self._on_document_changed)
        self.show_info(None, None, busy=False)
        self.show_proposal((), needed=False)
        self.show_samples(())
        self._show_data()

    def show_info(self, info: DataInfo | None, error: DesignerError | None, *, busy: bool) -> None:
        """Show what the source holds, why it can't be read, or that it is being read."""
        self._busy.setVisible(busy)
        is_elsewhere = self._elsewhere.show_question(error)
        show_error(self._error, str(error) if error and not is_elsewhere else "")
        self._facts.setVisible(info is not None)
        if info:
            self._facts.show_facts(data_facts(info))
            self._samples.set_counts(info)
        else:
            self._samples.show_samples(())
        self._show_splits([name for name in info.splits if name != "train"] if info else [])

    def show_proposal(self, steps: tuple[str, ...], *, needed: bool) -> None:
        """Show what has to be done to the samples so that they fit the network, if anything."""
        self._steps, self._is_needed = steps, needed
        self._show_adaptation()

    def show_samples(self, samples: Sequence[tuple[str, Sequence[QImage]]]) -> None:
        """Show a few samples of each class."""
        self._samples.show_samples(samples)

    def _add_source(self) -> None:
        self._source = Combo("dataSource", "Data source")
        self._source.addItems(SOURCES)
        line = make_searchable(self._source)
        line.setPlaceholderText("digits, tfds:NAME, keras:NAME, numpy:FILE.npz")
        line.editingFinished.connect(self._on_source_edited)
        self._source.activated.connect(self._on_source_edited)
        browse = QPushButton("Browse…")
        browse.setObjectName("dataBrowse")
        browse.setToolTip("Choose an .npz file with x_train and y_train, or x_train.NAME for each Input")
        browse.clicked.connect(self._on_browse_clicked)
        row = QHBoxLayout()
        row.addWidget(self._source, stretch=1)
        row.addWidget(browse)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName("Reading the data")
        self._busy.setFixedHeight(GRID_PX // 2)
        self._busy.setTextVisible(False)
        self._error = error_label("dataError")
        self._elsewhere = DataElsewhere()
        self._elsewhere.wanted.connect(self.download_wanted)
        self._facts = Facts("dataFacts")
        self.column.addWidget(heading("Data"))
        self.column.addLayout(row)
        for part in (self._busy, self._error, self._elsewhere, self._facts):
            self.column.addWidget(part)

    def _add_division(self) -> None:
        self._division = ParamForm(_SPECS, prefix="data_", labels=_LABELS)
        self._division.edited.connect(self._on_division_edited)
        self._division.left.connect(self._on_left)
        self._split = Combo("data_validation_split", "Validate on")
        self._split.activated.connect(self._on_split_activated)
        self._refusal = error_label("dataRefusal")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("Validate on", self._split)
        self.column.addWidget(heading("Division"))
        self.column.addLayout(form)
        self.column.addWidget(self._division)
        self.column.addWidget(self._refusal)

    def _add_adaptation(self) -> None:
        self._fit = label()
        self._fit.setObjectName("dataProposal")
        self._accept = QPushButton("Adapt the data this way")
        self._accept.setObjectName("dataAdapt")
        self._accept.clicked.connect(self.adaptation_accepted)
        self._drop = QPushButton("Leave the data as it is")
        self._drop.setObjectName("dataLeave")
        self._drop.clicked.connect(self._on_drop_clicked)
        self._fit_heading = heading("Fit to the network")
        for part in (self._fit_heading, self._fit, self._accept, self._drop):
            self.column.addWidget(part)
        self.show_proposal((), needed=False)

    def _show_data(self) -> None:
        data = self._document.data
        if self._source.currentText() != data.source:
            self._source.setEditText(data.source)
        values = {spec.name: getattr(data, spec.name) for spec in _SPECS}
        self._division.show_params(
            {name: value for name, value in values.items() if value != getattr(_DEFAULTS, name)}
        )
        self._show_splits(self._splits)
        self._show_adaptation()
        show_error(self._refusal, "")

    def _show_splits(self, splits: list[str]) -> None:
        chosen = self._document.data.validation_split
        self._splits = splits
        self._split.clear()
        self._split.addItem(_HELD_BACK, None)
        for name in dict.fromkeys([*splits, *([chosen] if chosen else [])]):
            self._split.addItem(f'The split "{name}"', name)
        self._split.setCurrentIndex(max(0, self._split.findData(chosen)))
        field = self._division.field("validation_percent")
        field.setEnabled(chosen is None)
        field.setToolTip(f'Not used: validation is on the split "{chosen}".' if chosen else "")

    def _show_adaptation(self) -> None:
        data = self._document.data
        is_agreed = data.adaptation is not None or bool(data.adaptations)
        lead = "Done to each sample:" if is_agreed else "To fit the network, each sample needs:"
        lines = "\n".join(f"• {step}" for step in self._steps)
        self._fit.setText(f"{lead}\n{lines}")
        for part in (self._fit_heading, self._fit):
            part.setVisible(bool(self._steps))
        self._accept.setVisible(self._is_needed and not is_agreed)
        self._drop.setVisible(is_agreed)

    def _set(self, field: str, **values: object) -> None:
        try:
            data = with_values(self._document.data, **values)
        except DesignerError as error:
            show_error(self._refusal, error.message)
            return
        show_error(self._refusal, "")
        if data != self._document.data:
            self._document.push(SetData(data, field=field))

    def _on_source_edited(self) -> None:
        source = self._source.currentText().strip()
        if source and source != self._document.data.source:
            self._set("source", source=source, validation_split=None, adaptation=None, adaptations={})
        self._document.seal()

    def _on_browse_clicked(self) -> None:
        path = ask_data_file(self, Path.home())
        if path:
            self._source.setEditText(f"numpy:{path}")
            self._on_source_edited()

    def _on_division_edited(self, name: str, params: Params) -> None:
        self._set(name, **{name: params.get(name, getattr(_DEFAULTS, name))})

    def _on_split_activated(self) -> None:
        self._set("validation_split", validation_split=self._split.currentData())
        self._document.seal()

    def _on_drop_clicked(self) -> None:
        self._set("adaptation", adaptation=None, adaptations={})
        self._document.seal()

    def _on_left(self) -> None:
        self._document.seal()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, DataChanged) for change in changes):
            self._show_data()
