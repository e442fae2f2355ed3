"""Transfer learning: what a network has learnt elsewhere, kept as it is below a head of one's own."""

from typing import Annotated

from pydantic import Field

from designer import paths
from designer.document.builder import NetworkBuilder
from designer.document.files import open_project
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings


@preset(
    title="ResNet-50, frozen",
    text="A ResNet-50 that doesn't learn, as one node, with a single unit of its own behind it.",
    about="""
    The layers of a ResNet-50 are frozen, so that of its 23.6 million parameters only the 2,049 of the last
    unit learn. It begins with random weights: give it those that were learnt on ImageNet, from a file or
    fetched by Keras, and compare both runs, and both with the small networks that are trained from scratch.
    Thaw the backbone later and go on with a small learning rate. Data: the photos of cats_vs_dogs,
    downloaded once (about 800 MB) and resized.
    """,
    group="Cats and dogs",
    order=40,
)
def resnet50_transfer(
    size: Annotated[
        int, Field(ge=32, le=512, description="Height and width that the photos are resized to")
    ] = 100,
) -> Project:
    """Input, ResNet-50 without its head, global average pooling, one sigmoid unit."""
    net = NetworkBuilder("ResNet-50 transfer")
    graph = open_project(paths.resources_dir() / "backbones" / "resnet50.json").graph
    text = "The network of He et al. 2015 without its head, as keras.applications has it."
    backbone = net.adopt("ResNet50", graph, text=text, is_nested=True)
    x = net.add(backbone, net.input((size, size, 3), name="photo"), name="resnet50", trainable=False)
    net.add("Dense", net.add("GlobalAveragePooling2D", x), units=1, activation="sigmoid", name="is_dog")
    data = DataSettings(source="tfds:cats_vs_dogs", adaptation=Adaptation(resize=(size, size)))
    return net.project().replace(data=data, training=TrainingSettings(epochs=5, batch_size=32))
