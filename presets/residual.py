"""Residual networks for small images, and the plain twin that shows what the shortcuts are for."""

from typing import Annotated

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

_STAGES = ((64, 2), (128, 5), (256, 5), (512, 2))
_CIFAR = DataSettings(source="tfds:cifar10", adaptation=Adaptation(scale=1 / 255))
_Classes = Annotated[int, Field(ge=2, le=10_000, description="Number of classes")]


@preset(
    title="Digits ResNet",
    text="A small residual network for the 8×8 digits that come with the program. Learns in seconds.",
    about="""
    Real scans of handwritten digits that come with the program, so nothing is downloaded and a run takes
    less than a minute on two cores. It shows the whole way from data to a trained network, and residual
    blocks in a small size. Try one block in place of two, twice the filters, or pull out an Add, and
    compare the runs. Batch statistics follow fast (momentum 0.9), since an epoch has few steps.
    """,
    group="First steps",
    order=0,
)
def digits_resnet(
    filters: Annotated[
        int, Field(ge=4, le=256, description="Filters of the first stage; the second has twice as many")
    ] = 16,
    blocks: Annotated[int, Field(ge=1, le=8, description="Residual blocks in each of the two stages")] = 2,
    *,
    shortcuts: Annotated[bool, Field(description="Add its input to what each block computes")] = True,
) -> Project:
    """Two stages of residual blocks; batch statistics follow fast, since steps are few."""
    net = NetworkBuilder("Digits ResNet")
    x = net.add("Conv2D", net.input((8, 8, 1), name="digits"), filters=filters, kernel_size=3, padding="same")
    x = _relu(net, _norm(net, x, momentum=0.9))
    for stage in range(2):
        for block in range(blocks):
            stride = 2 if stage and not block else 1
            x = _small_block(net, x, filters * 2**stage, stride, shortcut=shortcuts)
    x = net.add("GlobalAveragePooling2D", x)
    net.add("Dense", x, units=10, activation="softmax", name="classes")
    data = DataSettings(source="digits", adaptation=Adaptation(scale=1 / 16))
    return net.project().replace(data=data, training=TrainingSettings(epochs=12, batch_size=32))


@preset(
    title="ResNet-30",
    text="Thirty weighted layers with shortcuts, for 32×32 colour images. Compare it with its plain twin.",
    about="""
    Four stages of residual blocks with 64 to 512 filters. Each block adds its input to what it computes, so
    that even the first layers get clear gradients. Here normalisation follows the activation, on purpose;
    try the usual order. Train it beside Plain-30, the same without shortcuts, and lay their curves over
    each other. With 15.6 million parameters it is slow without a GPU. Data: CIFAR-10, downloaded once
    (about 170 MB).
    """,
    group="Residual networks",
    order=10,
)
def resnet30(classes: _Classes = 10) -> Project:
    """Four stages of 2, 5, 5 and 2 residual blocks with 64, 128, 256 and 512 filters."""
    return _thirty("ResNet-30", classes, shortcuts=True)


@preset(
    title="Plain-30",
    text="ResNet-30 without its shortcuts: watch how much harder the same depth is to train.",
    about="""
    The same layers in the same order, without the shortcuts and their Adds. It has nearly as many
    parameters as ResNet-30 and could in principle compute the same, but its loss falls more slowly: depth
    alone makes training harder. Compare the two runs, and the weight histograms of their first layers. It
    is as slow as its twin without a GPU. Data: CIFAR-10, downloaded once (about 170 MB).
    """,
    group="Residual networks",
    order=11,
)
def plain30(classes: _Classes = 10) -> Project:
    """`resnet30` without shortcuts and Adds."""
    return _thirty("Plain-30", classes, shortcuts=False)


def _thirty(name: str, classes: int, *, shortcuts: bool) -> Project:
    net = NetworkBuilder(name)
    x = net.add("Conv2D", net.input((32, 32, 3)), filters=64, kernel_size=3, padding="same")
    x = _norm(net, _relu(net, x))
    for stage, (filters, num_blocks) in enumerate(_STAGES):
        for block in range(num_blocks):
            x = _block(net, x, filters, stride=2 if stage and not block else 1, shortcut=shortcuts)
    x = net.add("Flatten", net.add("AveragePooling2D", x, pool_size=4))
    net.add("Dense", x, units=classes, activation="softmax")
    return net.project().replace(data=_CIFAR, training=TrainingSettings(epochs=20, batch_size=128))


def _block(net: NetworkBuilder, x: str, filters: int, *, stride: int, shortcut: bool) -> str:
    """Stack conv → ReLU → BN → conv → Add → ReLU → BN; normalisation follows the activation on purpose."""
    inner = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", **_strides(stride))
    inner = net.add("Conv2D", _norm(net, _relu(net, inner)), filters=filters, kernel_size=3, padding="same")
    if shortcut:
        if stride > 1:
            x = net.add("Conv2D", x, filters=filters, kernel_size=1, padding="same", strides=stride)
        inner = net.add("Add", inner, x)
    return _norm(net, _relu(net, inner))


def _small_block(net: NetworkBuilder, x: str, filters: int, stride: int, *, shortcut: bool) -> str:
    inner = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", **_strides(stride))
    inner = _relu(net, _norm(net, inner, momentum=0.9))
    inner = _norm(net, net.add("Conv2D", inner, filters=filters, kernel_size=3, padding="same"), momentum=0.9)
    if not shortcut:
        return _relu(net, inner)
    if stride > 1:
        x = net.add("Conv2D", x, filters=filters, kernel_size=1, padding="same", strides=stride)
    return _relu(net, net.add("Add", inner, x))


def _relu(net: NetworkBuilder, x: str) -> str:
    return net.add("ReLU", x)


def _norm(net: NetworkBuilder, x: str, **params: float) -> str:
    return net.add("BatchNormalization", x, **params)


def _strides(stride: int) -> dict[str, int]:
    return {"strides": stride} if stride > 1 else {}
