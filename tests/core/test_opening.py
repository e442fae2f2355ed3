"""Every node of an opened document has a place, worked out where the file is read."""

import json
from pathlib import Path

from designer.document.builder import NetworkBuilder
from designer.document.files import save_project
from designer.document.opening import open_document


def test_nodes_without_a_position_are_laid_out_and_others_stay(tmp_path: Path) -> None:
    net, path = NetworkBuilder("Net"), tmp_path / "net.json"
    net.add("ReLU", net.add("ReLU", net.input((8,))))
    save_project(net.project(), path)
    data = json.loads(path.read_text())
    data["view"]["positions"] = {"n2": [500.0, 600.0]}
    path.write_text(json.dumps(data))
    document = open_document(path)
    assert document.positions.keys() == document.graph.nodes.keys()
    assert document.positions["n2"] == (500.0, 600.0)
    assert document.is_clean
