"""How the learning rate changes during a run, in epochs and in parts of the optimiser's own learning rate.

Every schedule says what the optimiser's `learning_rate` is multiplied by at a time; `training.schedules` has
the formulas. A time is in epochs since the run started, with fractions.
"""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, field_validator

from designer.document.base import Settings

Epochs = Annotated[float, Field(ge=0, le=1_000_000)]
Factor = Annotated[float, Field(ge=0, le=1_000_000)]
Point = tuple[Epochs, Factor]


class BaseSchedule(Settings):
    """Base of all schedules.

    Attributes:
        warmup_epochs: How long the rate rises in a straight line from 0 to the schedule's value.
    """

    warmup_epochs: Epochs = 0.0


class Constant(BaseSchedule):
    """The optimiser's learning rate, all the time."""

    kind: Literal["constant"] = "constant"


class _Table(BaseSchedule):
    points: tuple[Point, ...] = ((0.0, 1.0),)

    @field_validator("points")
    @classmethod
    def _rising(cls, points: tuple[Point, ...]) -> tuple[Point, ...]:
        times = [time for time, _ in points]
        if not times or any(later <= earlier for earlier, later in pairwise(times)):
            raise ValueError("there must be points, each later than the one before")
        return points


class Steps(_Table):
    """A step table: from each point's time on its factor holds, as in Keras's PiecewiseConstantDecay.

    Attributes:
        points: Time and factor; the first factor also holds before.
    """

    kind: Literal["steps"] = "steps"


class Piecewise(_Table):
    """Straight lines between points; the first and the last factor hold outside.

    Attributes:
        points: Time and factor.
    """

    kind: Literal["piecewise"] = "piecewise"


class Exponential(BaseSchedule):
    """Keras's ExponentialDecay: factor rate ** (time / decay_epochs).

    Attributes:
        staircase: Whether the exponent is rounded down, so that the rate falls once per `decay_epochs`.
    """

    kind: Literal["exponential"] = "exponential"
    rate: float = Field(0.9, gt=0, le=1)
    decay_epochs: float = Field(1.0, gt=0, le=1_000_000)
    staircase: bool = False


class Cosine(BaseSchedule):
    """Keras's CosineDecayRestarts: half a cosine from 1 down to `alpha`, again and again.

    Attributes:
        first_epochs: Length of the first cycle; 0 for one cycle that lasts the whole run.
        t_mul: Each cycle is this many times as long as the one before.
        m_mul: Each cycle starts at this part of where the one before started.
        alpha: The least factor.
    """

    kind: Literal["cosine"] = "cosine"
    first_epochs: Epochs = 0.0
    t_mul: float = Field(2.0, gt=0, le=1000)
    m_mul: float = Field(1.0, gt=0, le=1000)
    alpha: float = Field(0.0, ge=0, le=1)


class OneCycle(BaseSchedule):
    """Smith's one-cycle policy: up to the optimiser's rate along half a cosine, then down along another.

    Attributes:
        rise: The part of the run during which the rate rises.
        start_divisor: The run starts with the optimiser's rate divided by this.
        end_divisor: It ends with the starting rate divided by this.
    """

    kind: Literal["one_cycle"] = "one_cycle"
    rise: float = Field(0.3, gt=0, lt=1)
    start_divisor: float = Field(25.0, ge=1, le=1_000_000)
    end_divisor: float = Field(10_000.0, ge=1, le=1e9)


class Plateau(BaseSchedule):
    """Reduce on plateau: what Keras's ReduceLROnPlateau does after each epoch.

    Attributes:
        monitor: Name of the metric, as training tells it at the end of an epoch.
        factor: What the rate is multiplied by once the metric gets no better.
        patience: Epochs without improvement before that.
        min_delta: The least change that counts as improvement.
        cooldown: Epochs after a reduction that don't count.
        min_factor: The least part of the optimiser's rate.
    """

    kind: Literal["plateau"] = "plateau"
    monitor: str = "val_loss"
    factor: float = Field(0.1, gt=0, lt=1)
    patience: int = Field(10, ge=1)
    min_delta: float = Field(0.0001, ge=0)
    cooldown: int = Field(0, ge=0)
    min_factor: float = Field(0.0, ge=0, le=1)


Schedule = Annotated[
    Constant | Steps | Piecewise | Exponential | Cosine | OneCycle | Plateau, Field(discriminator="kind")
]
