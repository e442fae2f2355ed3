"""Three small networks that tell cats from dogs and differ only in their heads, to be compared."""

from typing import Annotated

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

_Size = Annotated[int, Field(ge=16, le=512, description="Height and width that the photos are resized to")]
_Units = Annotated[int, Field(ge=1, le=10_000, description="Units of each of the two dense layers")]


@preset(
    title="Dense head",
    text="Three convolutions, then two dense layers that take every pixel of the last map.",
    about="""
    The usual head of older networks: the last map is flattened, and 922,000 of the 989,000 parameters are
    in the first dense layer behind it. It learns the training photos by heart within a few epochs while the
    validation accuracy stands still. Train it together with its two siblings, with dropout and with global
    average pooling, and compare their runs. Data: the photos of cats_vs_dogs, downloaded once (about 800
    MB) and resized.
    """,
    group="Cats and dogs",
    order=10,
)
def cats_dogs_fc(size: _Size = 100, units: _Units = 100) -> Project:
    """Flatten, twice Dense, one sigmoid unit."""
    return _dense_head("Cats & dogs, dense", size, units, dropout=0)


@preset(
    title="Dropout head",
    text="The dense head with dropout after each dense layer: the same parameters, less overfitting.",
    about="""
    The same network as the one with the plain dense head, with dropout after both dense layers. It has not
    one parameter more, but can rely on no single unit, so it learns more slowly and fits new photos better.
    Try other rates, and look where training and validation curves part. Data: the photos of cats_vs_dogs,
    downloaded once (about 800 MB) and resized.
    """,
    group="Cats and dogs",
    order=20,
)
def cats_dogs_fc_dropout(
    size: _Size = 100,
    units: _Units = 100,
    dropout: Annotated[float, Field(ge=0.01, le=0.9, description="Rate after each dense layer")] = 0.5,
) -> Project:
    """The dense head with Dropout after each Dense."""
    return _dense_head("Cats & dogs, dropout", size, units, dropout)


@preset(
    title="Pooling head",
    text="Global average pooling in place of dense layers: 17 times fewer parameters.",
    about="""
    Each of the 64 last maps is averaged to one number, and one unit decides. Without dense layers the
    network has 57,000 parameters in place of 989,000, can hardly learn photos by heart, and takes photos of
    any size. It needs more epochs; compare it with the two dense heads after the same time and after the
    same epochs. Data: the photos of cats_vs_dogs, downloaded once (about 800 MB) and resized.
    """,
    group="Cats and dogs",
    order=30,
)
def cats_dogs_gap(size: _Size = 100) -> Project:
    """Global average pooling, one sigmoid unit."""
    net = NetworkBuilder("Cats & dogs, pooling")
    return _finished(net, net.add("GlobalAveragePooling2D", _convolutions(net, size)), size)


def _dense_head(name: str, size: int, units: int, dropout: float) -> Project:
    net = NetworkBuilder(name)
    x = net.add("Flatten", _convolutions(net, size))
    for _ in range(2):
        x = net.add("Dense", x, units=units, activation="relu")
        if dropout:
            x = net.add("Dropout", x, rate=dropout)
    return _finished(net, x, size)


def _convolutions(net: NetworkBuilder, size: int) -> str:
    x = net.input((size, size, 3), name="photo")
    for filters in (32, 64, 64):
        x = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same")
        x = net.add("ReLU", net.add("BatchNormalization", net.add("MaxPooling2D", x)))
    return x


def _finished(net: NetworkBuilder, x: str, size: int) -> Project:
    net.add("Dense", x, units=1, activation="sigmoid", name="is_dog")
    data = DataSettings(source="tfds:cats_vs_dogs", adaptation=Adaptation(resize=(size, size), scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=15, batch_size=32))
