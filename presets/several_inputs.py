"""Networks with two Inputs: joined branches, and one layer called at two places."""

from typing import Annotated

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import DataSettings, TrainingSettings

_Steps = Annotated[int, Field(ge=1, le=1000, description="Length of both sequences and of the output")]
_Features = Annotated[int, Field(ge=1, le=10_000, description="Numbers at each step of the sequences")]
_Units = Annotated[int, Field(ge=1, le=4096, description="Units of every LSTM")]


@preset(
    title="Two inputs",
    text="Two Inputs of different size, each with a dense layer of its own, joined by Add.",
    about="""
    Shows how branches are joined: an Add needs equal shapes, so each branch first brings its input to as
    many units. Try Concatenate in place of Add, which takes any sizes, or a third Input. It comes without
    data: choose an archive of your own as numpy:FILE.npz, with x_train.input_16 and x_train.input_32 (16
    and 32 numbers a sample) and y_train (four numbers).
    """,
    group="Several inputs and outputs",
    order=10,
)
def two_inputs(
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of both branches")] = 8,
    outputs: Annotated[int, Field(ge=1, le=10_000, description="Numbers in the output")] = 4,
) -> Project:
    """Input 16 and Input 32, a Dense each, Add, Dense."""
    net = NetworkBuilder("Two inputs")
    branches = [
        net.add("Dense", net.input((width,), name=f"input_{width}"), units=units, activation="relu")
        for width in (16, 32)
    ]
    net.add("Dense", net.add("Add", *branches), units=outputs, name="output")
    return net.project().replace(
        data=DataSettings(source="numpy:two_inputs.npz"), training=TrainingSettings(epochs=20)
    )


@preset(
    title="Siamese LSTM",
    text="One LSTM reads two sequences with the same weights; another writes a third from both.",
    about="""
    Both sequences are read by one and the same layer, so what it learns from one holds for the other, and
    its weights count once. Compare it with Two-branch LSTM, which has a layer for each: where both
    sequences are of one kind, sharing needs less data; where they differ, two layers do better. It comes
    without data: choose an archive of your own as numpy:FILE.npz, with x_train.first, x_train.second and
    y_train, each of 10 steps of 32 numbers a sample.
    """,
    group="Several inputs and outputs",
    order=20,
)
def siamese_lstm(steps: _Steps = 10, features: _Features = 32, units: _Units = 32) -> Project:
    """A shared LSTM on both Inputs."""
    return _two_sequences("Siamese LSTM", steps, features, units, is_shared=True)


@preset(
    title="Two-branch LSTM",
    text="The same with an LSTM for each sequence: what sharing saves, and what it costs.",
    about="""
    The twin of Siamese LSTM: each sequence has an LSTM of its own, which makes 8,320 parameters more. Train
    both on the same data and compare their runs. It comes without data: choose an archive of your own as
    numpy:FILE.npz, with x_train.first, x_train.second and y_train, each of 10 steps of 32 numbers a sample.
    """,
    group="Several inputs and outputs",
    order=30,
)
def two_branch_lstm(steps: _Steps = 10, features: _Features = 32, units: _Units = 32) -> Project:
    """An LSTM for each Input."""
    return _two_sequences("Two-branch LSTM", steps, features, units, is_shared=False)


def _two_sequences(name: str, steps: int, features: int, units: int, *, is_shared: bool) -> Project:
    net = NetworkBuilder(name)
    first, second = (net.input((steps, features), name=name) for name in ("first", "second"))
    one = net.add("LSTM", first, units=units, name="read" if is_shared else "read_first")
    if is_shared:
        other = net.share(one, second, name="read_again")
    else:
        other = net.add("LSTM", second, units=units, name="read_second")
    x = net.add("RepeatVector", net.add("Concatenate", one, other), n=steps)
    net.add("LSTM", x, units=units, return_sequences=True, name="write")
    return net.project().replace(
        data=DataSettings(source="numpy:sequences.npz"), training=TrainingSettings(epochs=20)
    )
