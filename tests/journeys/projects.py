"""Small projects to sit down before."""

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

SCALED = DataSettings(adaptation=Adaptation(scale=1 / 16))


def convolutions() -> Project:
    """Three convolutions on the digits; the second halves the image and doubles the filters."""
    net = NetworkBuilder("Convolutions")
    x = net.input((8, 8, 1))
    for filters, strides in ((4, 1), (8, 2), (8, 1)):
        x = net.add("Conv2D", x, filters=filters, kernel_size=3, strides=strides, padding="same")
    net.add("Dense", net.add("Flatten", x), units=10, activation="softmax")
    return net.project().replace(data=SCALED)


def long_run() -> Project:
    """A network ready to train for longer than anyone waits."""
    net = NetworkBuilder("Long run")
    net.add("Dense", net.add("Flatten", net.input((8, 8, 1))), units=10, activation="softmax")
    return net.project().replace(data=SCALED, training=TrainingSettings(epochs=10_000))
