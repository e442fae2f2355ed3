"""Plain convolutional networks for the small colour images of CIFAR-10."""

from typing import Annotated

from pydantic import Field

from designer.catalog.values import KerasObject
from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

_SOURCE = "tfds:cifar10"
_SMALL = (24, 24)


@preset(
    title="CIFAR CNN",
    text="Two large convolutions with overlapping pooling: a modest, quick baseline for colour images.",
    about="""
    Two 5×5 convolutions, each followed by overlapping pooling and batch normalisation, then a dense layer
    with dropout. It learns fast and soon fits the training images better than new ones: watch the
    validation curve part from the training curve. Try more dropout, fewer dense units, or a third
    convolution, and compare it with Simplified VGG. Data: CIFAR-10, downloaded once (about 170 MB).
    """,
    group="Convolutional networks",
    order=10,
)
def tf2_cifar_cnn(
    filters: Annotated[int, Field(ge=1, le=1024, description="Filters of both convolutions")] = 64,
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of the dense layer")] = 750,
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="Rate of the dropout before the classes")
    ] = 0.5,
) -> Project:
    """Conv 5×5 valid, MaxPooling 3 by 2 and BN, twice; then Dense with dropout."""
    net = NetworkBuilder("CIFAR CNN")
    x = net.input((32, 32, 3))
    for _ in range(2):
        x = net.add("Conv2D", x, filters=filters, kernel_size=5, activation="relu")
        x = net.add("BatchNormalization", net.add("MaxPooling2D", x, pool_size=3, strides=2))
    x = net.add("Dense", net.add("Flatten", x), units=units, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=dropout), units=10, activation="softmax")
    data = DataSettings(source=_SOURCE, adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=20, batch_size=64))


@preset(
    title="Regularised CNN",
    text="Weight decay (L2), dropout and batch normalisation against overfitting, all in one network.",
    about="""
    Four convolutions, of which every second halves the picture in place of pooling. Kernels are held small
    by an L2 regulariser, two dropouts and one batch normalisation do the rest. The loss that is shown
    contains the L2 penalty, so it starts high and never reaches zero: judge by accuracy. Try it with L2 = 0
    and dropout = 0 to see the overfitting that they prevent. The images of CIFAR-10 (downloaded once, about
    170 MB) are made smaller, to 24×24.
    """,
    group="Convolutional networks",
    order=20,
)
def regularised_cifar_cnn(
    l2: Annotated[float, Field(ge=0, le=1, description="Strength of the L2 penalty on the kernels")] = 0.001,
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="Rate of the dropout before the dense layers")
    ] = 0.5,
) -> Project:
    """Hidden layers share activation, regulariser and initialiser: scaled by fan-in, truncated normal."""
    net = NetworkBuilder("Regularised CNN")
    x = _conv(net, net.input((*_SMALL, 3)), 96, 1, l2)
    x = net.add("Dropout", _conv(net, x, 96, 2, l2), rate=0.2)
    x = _conv(net, _conv(net, x, 192, 1, l2), 192, 2, l2)
    x = net.add("Dropout", net.add("BatchNormalization", x), rate=dropout)
    x = net.add("Flatten", x)
    x = net.add("Dense", x, units=256, activation="relu", kernel_regularizer=KerasObject("L2", {"l2": l2}))
    net.add("Softmax", net.add("Dense", x, units=10))
    data = DataSettings(source=_SOURCE, adaptation=Adaptation(resize=_SMALL, scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=30, batch_size=128))


def _conv(net: NetworkBuilder, x: str, filters: int, stride: int, l2: float) -> str:
    return net.add(
        "Conv2D",
        x,
        filters=filters,
        kernel_size=3,
        padding="same",
        activation="relu",
        kernel_initializer=KerasObject("VarianceScaling"),
        kernel_regularizer=KerasObject("L2", {"l2": l2}),
        **({"strides": stride} if stride > 1 else {}),
    )
