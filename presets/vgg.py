"""Plain convolutional networks after VGG (Simonyan and Zisserman 2014)."""

from typing import Annotated

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings


@preset(
    title="Simplified VGG",
    text="Pairs of convolutions and pooling, then two dense layers: the classic before residual networks.",
    about="""
    Two 3×3 convolutions and a pooling, three times, with twice the filters each time: the pattern of VGG in
    small. Four fifths of the parameters are in the first dense layer. Try global average pooling in its
    place, or a fourth stage, and compare it with a Wide ResNet of as many parameters. Data: CIFAR-10,
    downloaded once (about 170 MB).
    """,
    group="Convolutional networks",
    order=30,
)
def svgg(
    units: Annotated[int, Field(ge=1, le=16_384, description="Units of the dense layer")] = 1024,
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="Rate of the dropout before the classes")
    ] = 0.5,
    classes: Annotated[int, Field(ge=2, le=10_000, description="Number of classes")] = 10,
) -> Project:
    """Three stages with 64, 128 and 256 filters, then one Dense with dropout."""
    net = NetworkBuilder("Simplified VGG")
    x = net.input((32, 32, 3))
    for filters in (64, 128, 256):
        for _ in range(2):
            x = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", activation="relu")
            x = net.add("BatchNormalization", x)
        x = net.add("MaxPooling2D", x, pool_size=2)
    x = net.add("Dense", net.add("Flatten", x), units=units, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=dropout), units=classes, activation="softmax")
    data = DataSettings(source="tfds:cifar10", adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=20, batch_size=64))
