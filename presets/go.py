"""AlphaGo Zero (Silver and others 2017): one residual tower, two heads."""

from typing import Annotated

from pydantic import Field

from designer.catalog.values import Expr, KerasObject
from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import DataSettings, TrainingSettings


@preset(
    title="AlphaGo Zero",
    text="One residual tower with two heads: where to play, and who will win.",
    about="""
    The network of the program that taught itself Go. A tower of residual blocks reads the board; the policy
    head gives a probability for each point and for passing, the value head a number from −1 (lost) to 1
    (won). Each has a loss of its own, and the weights of the losses say which matters more. The full network
    is large, and the fields below begin with its values: for a first try, set blocks to 2, filters to 32 and
    board to 9 there. Only the network is here, not the tree search that plays. It comes without data: choose
    an archive of your own as numpy:FILE.npz, with x_train (positions), y_train.policy (a probability for each
    move) and y_train.value (results from −1 to 1). The tower is one block that is repeated: look inside with
    a double click.
    """,
    group="Several inputs and outputs",
    order=40,
)
def alphago_zero(
    blocks: Annotated[int, Field(ge=1, le=100, description="Residual blocks of the tower")] = 19,
    filters: Annotated[int, Field(ge=1, le=2048, description="Filters of every convolution in it")] = 256,
    board: Annotated[int, Field(ge=2, le=37, description="Points on each side of the board")] = 19,
    planes: Annotated[
        int,
        Field(ge=1, le=1024, description="Planes of the input: stones of both sides now and before, colour"),
    ] = 17,
) -> Project:
    """Convolution, residual tower, policy head and value head."""
    net = NetworkBuilder("AlphaGo Zero")
    residual = net.block(
        "Residual", _residual, {"filters": 256}, text="Two convolutions, added to what came in."
    )
    x = _conv(net, net.input((board, board, planes), name="position"), filters, 3)
    x = net.add(residual, x, filters=filters, repeat=blocks, name="tower")
    policy = net.add("Flatten", _conv(net, x, 2, 1))
    policy = net.add("Dense", policy, units=board**2 + 1, activation="softmax", name="policy")
    value = net.add("Dense", net.add("Flatten", _conv(net, x, 1, 1)), units=256, activation="relu")
    value = net.add("Dense", value, units=1, activation="tanh", name="value")
    training = TrainingSettings(
        optimizer=KerasObject("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
        loss=(KerasObject("CategoricalCrossentropy"), KerasObject("MeanSquaredError")),
        loss_weights=(1.0, 1.0),
    )
    return net.project(outputs=(policy, value)).replace(
        data=DataSettings(source="numpy:go.npz"), training=training
    )


def _residual(net: NetworkBuilder) -> None:
    x = net.port("x")
    inner = _conv(net, x, Expr("filters"), 3)
    inner = net.add("Conv2D", inner, filters=Expr("filters"), kernel_size=3, padding="same")
    net.add("ReLU", net.add("Add", net.add("BatchNormalization", inner), x))


def _conv(net: NetworkBuilder, x: str, filters: int | Expr, kernel_size: int) -> str:
    x = net.add("Conv2D", x, filters=filters, kernel_size=kernel_size, padding="same")
    return net.add("ReLU", net.add("BatchNormalization", x))
