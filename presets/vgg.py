"""Plain convolutional networks after VGG (Simonyan and Zisserman 2014)."""

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings


@preset(
    title="Simplified VGG",
    text="Pairs of convolutions and pooling, then two dense layers: the classic before residual networks.",
    order=30,
)
def svgg() -> Project:
    """Three stages with 64, 128 and 256 filters, then Dense 1024 with dropout."""
    net = NetworkBuilder("Simplified VGG")
    x = net.input((32, 32, 3))
    for filters in (64, 128, 256):
        for _ in range(2):
            x = net.add("Conv2D", x, filters=filters, kernel_size=3, padding="same", activation="relu")
            x = net.add("BatchNormalization", x)
        x = net.add("MaxPooling2D", x, pool_size=2)
    x = net.add("Dense", net.add("Flatten", x), units=1024, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=0.5), units=10, activation="softmax")
    data = DataSettings(source="tfds:cifar10", adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=20, batch_size=64))
