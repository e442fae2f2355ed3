"""Wide residual networks (Zagoruyko and Komodakis 2016), with dropout inside the blocks."""

from typing import Annotated

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings
from designer.errors import PresetError

_GROUP_FILTERS = (16, 32, 64)
_INPUT_SIZE = 32


@preset(
    title="Wide ResNet",
    text="WRN-n-k: few, wide residual blocks with dropout. Try width against depth at equal parameters.",
    about="""
    A plain residual network gains little from more depth; wider blocks learn as much with fewer layers and
    use the computer better. Depth n must be 6N + 4: 16-4 has about as many parameters as 40-2, and 28-10 is
    the large one of the paper. Compare two of them of equal size, by epochs and by time. Dropout lies
    inside the blocks and drops whole maps. Data: CIFAR-10, downloaded once (about 170 MB).
    """,
    group="Residual networks",
    order=20,
)
def wide_resnet(
    num_convs: Annotated[int, Field(ge=10, le=400, description="Depth n: 10, 16, 22, 28, 34, 40…")] = 40,
    width: Annotated[
        int, Field(ge=1, le=20, description="Width k: every group has k times the usual filters")
    ] = 2,
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="Rate of the spatial dropout in each block")
    ] = 0.3,
    classes: Annotated[int, Field(ge=2, le=10000, description="Number of classes")] = 10,
) -> Project:
    """Three groups of (num_convs − 4) / 6 blocks, each group at half the resolution of the one before."""
    num_blocks = _blocks_per_group(num_convs)
    net = NetworkBuilder(f"WRN-{num_convs}-{width}")
    x = _conv(net, net.input((_INPUT_SIZE, _INPUT_SIZE, 3)), 16)
    x = _norm_relu(net, x)
    for filters in _GROUP_FILTERS:
        x = _first_block(net, x, filters * width, dropout)
        for _ in range(num_blocks - 1):
            x = _further_block(net, x, filters * width, dropout)
        x = _norm_relu(net, x)
    x = net.add("AveragePooling2D", x, pool_size=_INPUT_SIZE // 2 ** len(_GROUP_FILTERS))
    x = net.add("Dense", net.add("Flatten", x), units=128, activation="relu")
    net.add("Dense", x, units=classes, activation="softmax")
    data = DataSettings(source="tfds:cifar10", adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=20, batch_size=64))


def _blocks_per_group(num_convs: int) -> int:
    num_blocks, rest = divmod(num_convs - 4, 6)
    if rest:
        below = 6 * num_blocks + 4
        raise PresetError(
            f"num_convs={num_convs} is no legal depth: it must be 6N + 4.",
            f"The nearest legal values are {below} and {below + 6}.",
        )
    return num_blocks


def _first_block(net: NetworkBuilder, x: str, filters: int, dropout: float) -> str:
    inner = _norm_relu(net, _conv(net, x, filters, strides=2))
    inner = _conv(net, net.add("SpatialDropout2D", inner, rate=dropout), filters)
    shortcut = net.add("Conv2D", x, filters=filters, kernel_size=1, strides=2, padding="same")
    return net.add("Add", inner, shortcut)


def _further_block(net: NetworkBuilder, x: str, filters: int, dropout: float) -> str:
    inner = _conv(net, _norm_relu(net, x), filters)
    inner = _norm_relu(net, net.add("SpatialDropout2D", inner, rate=dropout))
    return net.add("Add", _conv(net, inner, filters), x)


def _conv(net: NetworkBuilder, x: str, filters: int, **params: int) -> str:
    return net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", **params)


def _norm_relu(net: NetworkBuilder, x: str) -> str:
    return net.add("ReLU", net.add("BatchNormalization", x))
