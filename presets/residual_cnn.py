"""The classic small CIFAR-10 network with residual blocks in the place of its hidden convolutions."""

from typing import Annotated

from pydantic import Field

from designer.catalog.values import Expr
from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings


@preset(
    title="Residual CNN",
    text="A small network of blocks: each is one node that can be opened, changed and repeated.",
    about="""
    The small convolutional network that tutorials begin with, its hidden convolutions replaced by residual
    blocks. A block is one node with parameters: double-click one to see what is inside, and change it there
    for all its places. Try to repeat the second 64-filter block (its repeat count is in the inspector), or
    take out the Add and see what the shortcut was for. Data: CIFAR-10, downloaded once (about 170 MB).
    """,
    group="Residual networks",
    order=5,
)
def residual_cnn(
    filters: Annotated[
        int, Field(ge=1, le=1024, description="Filters of the first half; the second has twice as many")
    ] = 32,
    repeats: Annotated[int, Field(ge=1, le=50, description="Residual blocks after the wider one")] = 1,
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of the dense layer")] = 512,
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="Rate of the dropout before the classes")
    ] = 0.5,
) -> Project:
    """Conv, Residual 32, pooling, two Residual 64, pooling, Dense 512 with dropout."""
    net = NetworkBuilder("Residual CNN")
    residual = net.block(
        "Residual",
        lambda inside: _residual(inside, project=False),
        {"filters": 32},
        text="Two convolutions, added to what came in.",
    )
    wider = net.block(
        "Wider residual",
        lambda inside: _residual(inside, project=True),
        {"filters": 64},
        text="The same with a 1×1 convolution on the shortcut, where the channels become more.",
    )
    x = net.input((32, 32, 3))
    x = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", activation="relu")
    x = _pool(net, net.add(residual, x, filters=filters))
    x = net.add(wider, x, filters=2 * filters)
    x = _pool(net, net.add(residual, x, filters=2 * filters, repeat=repeats))
    x = net.add("Dense", net.add("Flatten", x), units=units, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=dropout), units=10, activation="softmax")
    data = DataSettings(source="tfds:cifar10", adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=20, batch_size=64))


def _residual(net: NetworkBuilder, *, project: bool) -> None:
    """Draw conv → BN → ReLU → conv → BN → Add → ReLU."""
    x = net.port("x")
    filters = Expr("filters")
    inner = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same")
    inner = net.add("ReLU", net.add("BatchNormalization", inner))
    inner = net.add("Conv2D", inner, filters=filters, kernel_size=3, padding="same")
    inner = net.add("BatchNormalization", inner)
    shortcut = net.add("Conv2D", x, filters=filters, kernel_size=1, name="shortcut") if project else x
    net.add("ReLU", net.add("Add", inner, shortcut))


def _pool(net: NetworkBuilder, x: str) -> str:
    return net.add("Dropout", net.add("MaxPooling2D", x, pool_size=2), rate=0.25)
