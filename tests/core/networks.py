"""Well-known networks, drawn layer by layer as keras.applications builds them."""

from collections.abc import Sequence

from designer.document.builder import NetworkBuilder
from designer.document.project import Project


class Layers(NetworkBuilder):
    """A network with the groups of layers that all of them are made of."""

    def normed(self, x: str, filters: int, kernel_size: int = 1, **params: int | str) -> str:
        """A convolution and what normalises it."""
        conv = self.add("Conv2D", x, filters=filters, kernel_size=kernel_size, **params)
        return self.add("BatchNormalization", conv, epsilon=1.001e-5)

    def active(self, x: str) -> str:
        return self.add("Activation", x, activation="relu")

    def begun(self) -> str:
        """From 224×224 images to a map of 56×56."""
        x = self.add("ZeroPadding2D", self.input((224, 224, 3)), padding=3)
        x = self.active(self.normed(x, 64, 7, strides=2))
        return self.add("MaxPooling2D", self.add("ZeroPadding2D", x, padding=1), pool_size=3, strides=2)

    def ended(self, x: str) -> Project:
        self.add("Dense", self.add("GlobalAveragePooling2D", x), units=1000, activation="softmax")
        return self.project()


def resnet(stages: Sequence[int]) -> Project:
    """ResNet-50, 101 or 152 with so many bottlenecks in each stage."""
    net = Layers("ResNet")
    x = net.begun()
    for stage, num_blocks in enumerate(stages):
        for block in range(num_blocks):
            strides, filters = 2 if stage and not block else 1, 64 * 2**stage
            shortcut = x if block else net.normed(x, 4 * filters, strides=strides)
            inner = net.active(net.normed(x, filters, strides=strides))
            inner = net.active(net.normed(inner, filters, 3, padding="same"))
            x = net.active(net.add("Add", shortcut, net.normed(inner, 4 * filters)))
    return net.ended(x)


def densenet() -> Project:
    """DenseNet-121."""
    net = Layers("DenseNet")
    x = net.begun()
    for filters, num_layers in ((128, 6), (256, 12), (512, 24), (0, 16)):
        for _ in range(num_layers):
            inner = net.active(net.add("BatchNormalization", x))
            inner = net.active(net.normed(inner, 128))
            inner = net.add("Conv2D", inner, filters=32, kernel_size=3, padding="same")
            x = net.add("Concatenate", x, inner)
        if filters:
            x = net.add(
                "Conv2D", net.active(net.add("BatchNormalization", x)), filters=filters, kernel_size=1
            )
            x = net.add("AveragePooling2D", x)
    return net.ended(x)


def mobilenet_v2() -> Project:
    """Seventeen inverted residuals, those with stride 1 and equal channels with a shortcut."""
    net = Layers("MobileNetV2")
    x, before = net.begun(), 64
    for filters, num_blocks, first in (
        (24, 2, 2),
        (32, 3, 2),
        (64, 4, 2),
        (96, 3, 1),
        (160, 3, 2),
        (320, 1, 1),
    ):
        for block in range(num_blocks):
            strides = 1 if block else first
            inner = net.add("ReLU", net.normed(x, 6 * before), max_value=6)
            inner = net.add("DepthwiseConv2D", inner, kernel_size=3, strides=strides, padding="same")
            inner = net.add("ReLU", net.add("BatchNormalization", inner), max_value=6)
            inner = net.normed(inner, filters)
            x = net.add("Add", x, inner) if strides == 1 and before == filters else inner
            before = filters
    return net.ended(x)


def inception() -> Project:
    """Six modules of four branches after Szegedy et al. 2015."""
    net = Layers("Inception")
    x = net.begun()
    for filters in (32, 64, 64, 128, 160, 160):
        one = net.active(net.normed(x, 64))
        two = net.active(net.normed(net.active(net.normed(x, 48)), 64, 5, padding="same"))
        three = net.active(net.normed(net.active(net.normed(x, 64)), 96, 3, padding="same"))
        pooled = net.add("AveragePooling2D", x, pool_size=3, strides=1, padding="same")
        x = net.add("Concatenate", one, two, three, net.active(net.normed(pooled, filters)))
    return net.ended(x)
