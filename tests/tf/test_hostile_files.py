"""Damaged, huge and hostile model files: one clear line each, and nothing of them is run."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers

import designer
from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.importing.projects import import_file
from designer.compiler.weights import stored_in
from designer.errors import ImportModelError, WeightsError
from tests.tf.models import sequential, spread

Make = Callable[[Path], None]


def config(*, edit: Callable[[dict[str, Any]], None] = lambda _data: None) -> bytes:
    data = json.loads(sequential().to_json())
    edit(data)
    return json.dumps(data).encode()


def archive(**members: bytes) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in members.items():
                file.writestr(name.replace("__", "."), data)

    return make


def text(data: bytes | str) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    return make


def truncated(path: Path) -> None:
    sequential().save(path.with_suffix(".keras"))
    path.write_bytes(path.with_suffix(".keras").read_bytes()[:2000])


def encrypted(path: Path) -> None:
    archive(config__json=config())(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def bzip2(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("config.json", config())


def forged_size(path: Path) -> None:
    """Says that its weights are packed in more bytes than the whole file has."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", config())
        file.writestr("model.weights.h5", bytes(200 * 2**20))
        file.getinfo("model.weights.h5").compress_size = 100 * 2**20


def odd_attribute(path: Path) -> None:
    with h5py.File(path, "w") as file:
        scalar = h5py.h5s.create(h5py.h5s.SCALAR)
        h5py.h5a.create(file.id, b"model_config", h5py.h5t.UNIX_D32LE, scalar)


def wrong_checksum(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("config.json", config())
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"Sequential"', b'"Sequentiul"'))


def same_names(data: dict[str, Any]) -> None:
    wrong_source(data)
    for layer in data["config"]["layers"]:
        layer["name"] = "same"


def unknown_layer(data: dict[str, Any]) -> None:
    layer = data["config"]["layers"][1]
    layer.update({"module": "mine", "class_name": "Net", "registered_name": "mine>Net"})


def fifo(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def only_weights(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["layers/dense/vars/0"] = np.zeros(3)


def cut_hdf5(path: Path) -> None:
    only_weights(path)
    path.write_bytes(path.read_bytes()[:100])


def circle() -> bytes:
    x = keras.Input((3,))
    data = json.loads(keras.Model(x, layers.Dense(3, name="b")(layers.Dense(3, name="a")(x))).to_json())
    second = data["config"]["layers"][1]["inbound_nodes"][0]["args"][0]
    second["config"]["keras_history"][0] = "b"
    return json.dumps(data).encode()


def wrong_source(data: dict[str, Any]) -> None:
    data["config"]["output_layers"] = [["nowhere", 0, 0]]
    data["config"]["input_layers"] = []
    for layer in data["config"]["layers"]:
        layer["name"] = layer["config"]["name"]


def many_layers() -> bytes:
    one = '{"class_name": "ReLU", "config": {}}'
    return f'{{"class_name": "Sequential", "config": {{"layers": [{",".join([one] * 30_000)}]}}}}'.encode()


def deep_models() -> bytes:
    data: dict[str, Any] = {"class_name": "ReLU", "config": {}}
    for _ in range(100):
        data = {"class_name": "Sequential", "config": {"name": "s", "layers": [data]}}
    return json.dumps(data).encode()


HOSTILE: dict[str, tuple[Make, str]] = {
    "nothing": (text(""), "is no Keras model"),
    "wrong magic": (text(b"\x80\x04pickle"), "is no Keras model"),
    "not JSON": (text('{"class_name": '), "its description is not JSON"),
    "deep JSON": (text("[" * 200_000), "nested too deeply"),
    "no model": (text('{"a": 1}'), "It describes no Keras model"),
    "subclass": (text('{"class_name": "Net", "config": {}}'), "a Net with code of its own"),
    "folder": (folder, "is a folder"),
    "pipe": (fifo, "is no ordinary file"),
    "truncated archive": (truncated, "is damaged: it is no zip archive, as a .keras file must be"),
    "encrypted archive": (encrypted, "is encrypted"),
    "wrong checksum": (wrong_checksum, "is damaged: Bad CRC-32"),
    "many parts": (archive(**{f"part{number}": b"" for number in range(10_001)}), "10,001 parts"),
    "no description": (archive(other=b"1"), "there is no config.json in it"),
    "path out of the archive": (archive(**{"../config__json": config()}), "there is no config.json in it"),
    "packed description": (archive(config__json=b" " * (65 * 2**20)), "more than 64 MiB"),
    "packed weights": (
        archive(config__json=config(), model__weights__h5=bytes(200 * 2**20)),
        "more than it can honestly hold",
    ),
    "another packing": (bzip2, "is packed in a way that Keras never uses"),
    "forged size": (forged_size, "more than it can honestly hold"),
    "an attribute of an odd type": (odd_attribute, "is damaged"),
    "weights alone": (only_weights, "holds weights only, no network"),
    "cut HDF5": (cut_hdf5, "is damaged"),
    "many layers": (text(many_layers()), "more than 20,000 layers"),
    "deep models": (text(deep_models()), "nested more than 32 deep"),
    "circle": (text(circle()), "feed each other in a circle"),
    "same names": (text(config(edit=same_names)), "have the same name"),
    "wrong source": (text(config(edit=wrong_source)), "isn't there"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_holds_no_model_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    make, message = HOSTILE[name]
    make(tmp_path / "model")
    with pytest.raises(ImportModelError) as caught:
        designer.import_model(tmp_path / "model")
    assert message in caught.value.message
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def hdf5(fill: Callable[[h5py.File], None]) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)
    return buffer.getvalue()


def external_link(file: h5py.File) -> None:
    file["layers/dense/vars/0"] = h5py.ExternalLink("/etc/passwd", "/")


def soft_link(file: h5py.File) -> None:
    file["layers/dense/vars/0"] = h5py.SoftLink("/layers")


def external_data(file: h5py.File) -> None:
    file.create_dataset("layers/dense/vars/0", (48, 3), "f4", external=[("/etc/passwd", 0, 576)])


def other_shape(file: h5py.File) -> None:
    file.create_dataset("layers/dense/vars/0", (10**6, 10**6), "f4")


def texts(file: h5py.File) -> None:
    file["layers/dense/vars/0"] = ["text"]


def loop(file: h5py.File) -> None:
    group = file.create_group("layers/conv2d/vars")
    group["0"] = file["layers"]


def odd_types(file: h5py.File) -> None:
    group = file.create_group("layers/dense/vars")
    group["0"] = h5py.Empty("f4")
    h5py.h5d.create(group.id, b"1", h5py.h5t.UNIX_D32LE, h5py.h5s.create(h5py.h5s.SCALAR))


def empty(_file: h5py.File) -> None:
    pass


FILLS = (external_link, soft_link, external_data, other_shape, texts, loop, odd_types, empty)


@pytest.mark.parametrize("fill", FILLS, ids=lambda fill: fill.__name__)
def test_weights_that_cannot_be_trusted_are_left_out_and_the_network_comes(
    fill: Callable[[h5py.File], None], tmp_path: Path
) -> None:
    archive(config__json=config(), model__weights__h5=hdf5(fill))(tmp_path / "net.keras")
    imported = import_file(tmp_path / "net.keras")
    assert len(imported.project.graph.nodes) == 6
    assert imported.remarks
    about_kernel = [str(remark) for remark in imported.remarks if "dense/kernel" in str(remark)]
    assert all("not in" in remark or "shape" in remark for remark in about_kernel)


def test_code_in_a_file_is_never_run(tmp_path: Path) -> None:
    x = keras.Input((4,))
    marker = tmp_path / "was-run"
    code = layers.Lambda(lambda value, path=str(marker): [value, Path(path).touch()][0])  # type: ignore[func-returns-value]
    model = keras.Model(x, code(x))
    assert marker.exists()
    model.save(tmp_path / "net.keras")
    marker.unlink(missing_ok=True)
    [remark] = import_file(tmp_path / "net.keras").missing
    assert "never taken out" in remark.message
    assert not marker.exists()


def test_huge_shapes_take_no_memory(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["config"]["layers"][-1]["config"]["units"] = 10**12

    archive(config__json=config(edit=edit), model__weights__h5=hdf5(other_shape))(tmp_path / "net.keras")
    assert len(import_file(tmp_path / "net.keras").project.graph.nodes) == 6


def test_weights_of_an_unknown_layer_are_read_within_the_size_of_the_file(tmp_path: Path) -> None:
    def claim(file: h5py.File) -> None:
        file.create_dataset("layers/net/vars/0", (10**6, 10**4), "f4", chunks=(1, 10**4))

    archive(config__json=config(edit=unknown_layer), model__weights__h5=hdf5(claim))(tmp_path / "net.keras")
    remarks = [str(remark) for remark in import_file(tmp_path / "net.keras").remarks]
    assert any("claims to hold more than its size allows" in remark for remark in remarks)


def test_groups_of_an_unknown_layer_may_not_go_in_circles(tmp_path: Path) -> None:
    def fill(file: h5py.File) -> None:
        group = file.create_group("layers/net")
        group["again"] = group

    archive(config__json=config(edit=unknown_layer), model__weights__h5=hdf5(fill))(tmp_path / "net.keras")
    remarks = [str(remark) for remark in import_file(tmp_path / "net.keras").remarks]
    assert any("in circles" in remark for remark in remarks)


def many_ways(file: h5py.File, top: str) -> None:
    """Groups that each link to the one before 8 times: 14 of them make 8 ** 13 paths."""
    group = file.create_group("bottom")
    for number in range(13):
        outer = file.create_group(f"g{number}")
        for way in range(8):
            outer[f"way{way}"] = group
        group = outer
    file[top] = group


def test_groups_of_an_unknown_layer_are_looked_into_once(tmp_path: Path) -> None:
    inside = hdf5(lambda file: many_ways(file, "layers/net"))
    archive(config__json=config(edit=unknown_layer), model__weights__h5=inside)(tmp_path / "net.keras")
    remarks = [str(remark) for remark in import_file(tmp_path / "net.keras").remarks]
    assert any("in circles" in remark for remark in remarks)


def test_all_entries_of_a_file_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.compiler.importing.hdf5._MOST_ENTRIES", 20)

    def fill(file: h5py.File) -> None:
        group = file.create_group("group")
        for number in range(9):
            group.create_group(f"inner{number}")
            file[f"again{number}"] = group

    (tmp_path / "weights").write_bytes(hdf5(fill))
    with pytest.raises(WeightsError, match="more than 20 entries"), Hdf5File(tmp_path / "weights") as file:
        stored_in(file)


def test_missing_members_cost_only_themselves(tmp_path: Path) -> None:
    model = spread(sequential())
    model.save(tmp_path / "whole.keras")
    with zipfile.ZipFile(tmp_path / "whole.keras") as file:
        archive(config__json=file.read("config.json"))(tmp_path / "net.keras")
    imported = import_file(tmp_path / "net.keras")
    assert [str(remark) for remark in imported.remarks] == [
        "The file has no weights; training begins with fresh ones."
    ]
