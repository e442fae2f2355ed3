"""ResNet-152 as `keras.applications` builds it: 517 layers, drawn layer by layer."""

from designer.document.builder import NetworkBuilder
from designer.document.project import Project

_STAGES = ((64, 3), (128, 8), (256, 36), (512, 3))


def resnet152() -> Project:
    """He et al. 2015, for 224×224 colour images and 1,000 classes."""
    net = NetworkBuilder("ResNet-152")
    x = net.add("ZeroPadding2D", net.input((224, 224, 3)), padding=3)
    x = net.add("Conv2D", x, filters=64, kernel_size=7, strides=2)
    x = net.add("ZeroPadding2D", _norm_relu(net, x), padding=1)
    x = net.add("MaxPooling2D", x, pool_size=3, strides=2)
    for stage, (filters, num_blocks) in enumerate(_STAGES):
        for block in range(num_blocks):
            x = _block(net, x, filters, stride=2 if stage and not block else 1, is_first=not block)
    x = net.add("GlobalAveragePooling2D", x)
    net.add("Dense", x, units=1000, activation="softmax")
    return net.project()


def _block(net: NetworkBuilder, x: str, filters: int, *, stride: int, is_first: bool) -> str:
    shortcut = x
    if is_first:
        shortcut = _norm(net, net.add("Conv2D", x, filters=4 * filters, kernel_size=1, strides=stride))
    inner = _norm_relu(net, net.add("Conv2D", x, filters=filters, kernel_size=1, strides=stride))
    inner = _norm_relu(net, net.add("Conv2D", inner, filters=filters, kernel_size=3, padding="same"))
    inner = _norm(net, net.add("Conv2D", inner, filters=4 * filters, kernel_size=1))
    return net.add("Activation", net.add("Add", shortcut, inner), activation="relu")


def _norm(net: NetworkBuilder, x: str) -> str:
    return net.add("BatchNormalization", x, epsilon=1.001e-5)


def _norm_relu(net: NetworkBuilder, x: str) -> str:
    return net.add("Activation", _norm(net, x), activation="relu")
