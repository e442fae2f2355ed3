"""Data and training settings of a project, as immutable models that are replaced whole."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from designer.catalog.values import KerasObject
from designer.document.base import Settings
from designer.document.schedules import Constant, Schedule

Size = Annotated[int, Field(ge=1, le=2**20)]
"""A length along one axis of a sample, within what a computer can hold."""


class Adaptation(Settings):
    """What is done to each sample so that it fits the network's Input; the user has agreed to it.

    Attributes:
        resize: Height and width in pixels to resize images to (bilinear).
        channels: Number of channels to convert images to: 1 (grey) or 3 (RGB).
        scale: Factor that every value is multiplied by, after the cast to float32.
        reshape: Shape of a sample after all else, without the batch axis.
    """

    resize: tuple[Size, Size] | None = None
    channels: Literal[1, 3] | None = None
    scale: float | None = None
    reshape: tuple[Size, ...] | None = None


class DataSettings(Settings):
    """Where samples come from and how they are divided.

    Attributes:
        source: A data source as on the command line: `digits`, `tfds:NAME[:split]`, `keras:NAME`…
        validation_percent: Part of the training split that is held back for validation, in percent.
        test_percent: Part of the training split that is held back for a test, in percent.
        validation_split: Name of a split of the source to validate on instead, such as `test`.
        seed: Seed of the division.
        adaptation: What the user agreed to do to each sample; None where nothing was decided yet.
        adaptations: The same by the name of the Input, for a network with several.
    """

    source: str = "digits"
    validation_percent: float = Field(20.0, ge=0, lt=100)
    test_percent: float = Field(0.0, ge=0, lt=100)
    validation_split: str | None = None
    seed: int = Field(0, ge=0)
    adaptation: Adaptation | None = None
    adaptations: dict[str, Adaptation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _leave_something_to_train_on(self) -> "DataSettings":
        if self.validation_percent + self.test_percent >= 100:
            raise ValueError("validation_percent and test_percent together leave nothing to train on")
        return self

    def adaptation_of(self, name: str, num_inputs: int) -> Adaptation | None:
        """What the user agreed to do to the samples for an Input; None where nothing was decided yet."""
        return self.adaptation if num_inputs == 1 else self.adaptations.get(name)

    def agreed(self, adaptations: Mapping[str, Adaptation], num_inputs: int) -> "DataSettings":
        """A copy in which the user has agreed to adaptations, by the name of the Input."""
        single = next(iter(adaptations.values()), None) if num_inputs == 1 else None
        several = {} if num_inputs == 1 else dict(adaptations)
        return self.model_copy(update={"adaptation": single, "adaptations": several})


Weight = Annotated[float, Field(ge=0, le=1_000_000)]
"""What a class counts in the loss."""


class EarlyStopping(Settings):
    """Ends a run once a metric gets no better; what Keras's callback of this name does.

    Attributes:
        monitor: Name of the metric, as training tells it at the end of an epoch.
        patience: Epochs without improvement before the run ends.
        min_delta: The least change that counts as improvement.
        mode: Whether less or more is better; "auto" judges by the metric's name.
        restore_best_weights: Whether the run ends with the weights of the best epoch.
        start_from_epoch: Epochs at the beginning that don't count.
    """

    monitor: str = "val_loss"
    patience: int = Field(5, ge=0)
    min_delta: float = Field(0.0, ge=0)
    mode: Literal["auto", "min", "max"] = "auto"
    restore_best_weights: bool = True
    start_from_epoch: int = Field(0, ge=0)


class Checkpointing(Settings):
    """When the whole state of a run is saved, so that it can go on exactly from there.

    Attributes:
        every: How many of `unit` lie between two checkpoints.
        unit: Epochs, batches or minutes.
        keep_every: Checkpoints of every so many epochs are kept for good; 0 keeps the best and the last only.
    """

    every: int = Field(1, ge=1, le=1_000_000)
    unit: Literal["epochs", "batches", "minutes"] = "epochs"
    keep_every: int = Field(0, ge=0, le=1_000_000)


class TrainingSettings(Settings):
    """How the network is trained.

    Attributes:
        optimizer: A Keras optimiser with its arguments.
        schedule: How the learning rate changes during the run.
        loss: A Keras loss for each output in order, None where it is suggested; empty to suggest all.
        loss_weights: One number for each output, 0 where it isn't trained; empty for equal weights.
        metrics: Keras metrics for every output; None to suggest from the loss.
        output_metrics: Keras metrics for each output in order, None where `metrics` holds; empty where it
            holds for all.
        class_weights: What each class counts in the loss, by its number; "balanced" for the inverse of its
            share of the training samples; None for the same.
        label_smoothing: Part of each one-hot label that is spread over all classes, 0 for none.
        epochs: Passes over the training data.
        batch_size: Samples in a batch.
        seed: Seed of initial weights, dropout and the order of samples.
        validation_frequency: Epochs from one validation to the next.
        early_stopping: When to end before the last epoch; None for never.
        checkpoints: When the state of the run is saved, and what is kept.
        precision: Keras's dtype policy for the whole network.
        steps_per_execution: Batches that TensorFlow computes without coming back to Python. With more than
            one, pause and stop wait for all of them.
        deterministic: Whether TensorFlow has to use deterministic kernels, which may be slower.
        device: "auto", "cpu", "gpu:N", or "all" for every GPU at once (MirroredStrategy).
        tensorboard: Whether logs for TensorBoard are written too.
        histogram_interval: Batches between two samples of the weight histograms; 0 for none.
    """

    optimizer: KerasObject = KerasObject("Adam")
    schedule: Schedule = Constant()
    loss: tuple[KerasObject | None, ...] = ()
    loss_weights: tuple[float, ...] = ()
    metrics: tuple[KerasObject, ...] | None = None
    output_metrics: tuple[tuple[KerasObject, ...] | None, ...] = ()
    class_weights: Literal["balanced"] | dict[int, Weight] | None = None
    label_smoothing: float = Field(0.0, ge=0, lt=1)
    epochs: int = Field(10, ge=1, le=1_000_000)
    batch_size: int = Field(32, ge=1, le=1_000_000)
    seed: int = Field(0, ge=0, lt=2**32)
    validation_frequency: int = Field(1, ge=1, le=1_000_000)
    early_stopping: EarlyStopping | None = None
    checkpoints: Checkpointing = Checkpointing()
    precision: Literal["float32", "mixed_bfloat16", "mixed_float16"] = "float32"
    steps_per_execution: int = Field(1, ge=1, le=10_000)
    deterministic: bool = False
    device: str = Field("auto", pattern=r"^(auto|cpu|all|gpu:\d{1,3})$")
    tensorboard: bool = False
    histogram_interval: int = Field(10, ge=0)


Length = Annotated[float, Field(gt=0, le=1_000_000)]
"""Width or height of something on the canvas, in pixels at 100 % zoom."""


class Note(Settings):
    """A text note on the canvas, in pixels at 100 % zoom.

    Attributes:
        id: Unique among the notes.
        text: What it says, in several lines or none.
        position: The upper left corner.
        size: Width and height.
        color: Name of a colour, as the canvas knows it; empty for its usual one.
    """

    id: str
    text: str
    position: tuple[float, float]
    size: tuple[Length, Length] = (176.0, 88.0)
    color: str = ""

    @property
    def center(self) -> tuple[float, float]:
        """The middle."""
        return self.position[0] + self.size[0] / 2, self.position[1] + self.size[1] / 2

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The upper left and the lower right corner."""
        return self.position, (self.position[0] + self.size[0], self.position[1] + self.size[1])

    def moved(self, dx: float, dy: float) -> "Note":
        """The same note elsewhere."""
        return self.model_copy(update={"position": (self.position[0] + dx, self.position[1] + dy)})


class Frame(Settings):
    """A titled, coloured frame around nodes; the rectangle is x, y, width, height in pixels at 100 % zoom."""

    id: str
    title: str
    rectangle: tuple[float, float, float, float]
    color: str = ""

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The upper left and the lower right corner, also where a file gives a negative width or height."""
        x, y, width, height = self.rectangle
        return (min(x, x + width), min(y, y + height)), (max(x, x + width), max(y, y + height))

    def moved(self, dx: float, dy: float) -> "Frame":
        """The same frame elsewhere."""
        x, y, width, height = self.rectangle
        return self.model_copy(update={"rectangle": (x + dx, y + dy, width, height)})


Annotation = Note | Frame

MOST_BOOKMARKS = 99


class Bookmark(Settings):
    """A place on the canvas to come back to: a node, or else what was in sight.

    Attributes:
        number: Tells it from the others, and is the key that leads to it.
        name: Empty for that of its node.
        node: Id of its node.
        position: The middle of the view, in pixels at 100 % zoom; of no use where it has a node.
        zoom: Pixels on screen for a pixel at 100 % zoom.
    """

    number: int = Field(ge=1, le=MOST_BOOKMARKS)
    name: str = ""
    node: str | None = None
    position: tuple[float, float] = (0.0, 0.0)
    zoom: float = Field(1.0, gt=0)


def by_number(bookmark: Bookmark) -> int:
    """Sorts bookmarks."""
    return bookmark.number


class WeightsFile(Settings):
    """Weights that belong to a project.

    Attributes:
        path: In memory absolute; in a project file the name of a file beside it.
        sha256: Of its content.
        origin: Where they come from, in words: `best.keras of digits-resnet`.
        names: What the file calls layers of the flat network that have got other names since.
    """

    path: str
    sha256: str
    origin: str = ""
    names: dict[str, str] = Field(default_factory=dict)
