"""Commands that look and tell: `presets`, `summary`, `check`, `data`."""

import argparse
from dataclasses import asdict
from typing import Any

from designer.cli.target import load_target
from designer.cli.text import document, table
from designer.compiler.results import (
    Analysis,
    Problem,
    ReceptiveField,
    TensorSpec,
    field_text,
    shape_text,
)
from designer.data.info import DataInfo
from designer.document.presets import PresetInfo, list_presets
from designer.document.project import Project
from designer.errors import BuildError
from designer.graph.expansion import flat


def presets(options: argparse.Namespace) -> int:
    """List the presets and their parameters."""
    infos = list_presets()
    if options.json:
        print(document([_preset_json(info) for info in infos]))
        return 0
    for info in infos:
        print(f"{info.name}: {info.title}\n    {info.text}")
        for param in info.params:
            print(
                f"    --set {param.name}={param.default}  {param.text}{_limits(param.minimum, param.maximum)}"
            )
    return 0


def summary(options: argparse.Namespace) -> int:
    """Say what a network is made of."""
    project = load_target(options.target, options.set)
    analysis = _analyse(project)
    if analysis.errors:
        problem = analysis.errors[0]
        raise BuildError(f"The network can't be built: {_named(problem)}", problem.fix)
    data = _summary_json(project, analysis)
    if options.json:
        print(document(data))
        return 0
    rows = [
        (
            node["name"],
            node["type"],
            _shapes(node["output_shapes"]),
            f"{node['parameters']:,}",
            f"{node['flops']:,}",
            f"{node['activation_bytes']:,}",
            field_text(analysis.nodes[node["id"]].receptive_field),
        )
        for node in data["nodes"]
    ]
    titles = ("layer", "type", "output shape", "parameters", "FLOPs", "bytes", "receptive field")
    print(table(titles, rows, right=(3, 4, 5, 6)))
    print(
        f"\n{project.name}: {analysis.layers} layers, {analysis.parameters:,} parameters"
        f" ({analysis.trainable:,} trainable), {analysis.flops:,} FLOPs and"
        f" {analysis.activation_bytes:,} bytes of activations for one sample"
    )
    return 0


def check(options: argparse.Namespace) -> int:
    """List what is wrong with a network."""
    from designer.compiler.backend import load_tensorflow
    from designer.training.checks import check_project

    project = load_target(options.target, options.set)
    load_tensorflow()
    problems = check_project(project)
    if options.json:
        print(document({"problems": [_problem_json(problem) for problem in problems]}))
    else:
        for problem in problems:
            print(f"{problem.severity}: {_named(problem)} {problem.fix}".rstrip())
        if not problems:
            print("No problems.")
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def data(options: argparse.Namespace) -> int:
    """Say what a data source holds; fetch it first where that was asked for."""
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    if options.download:
        from designer.cli.download import download

        download(options.source)
    info = _describe(options.source)
    if options.json:
        print(document(asdict(info)))
        return 0
    print(f"{info.title}\n")
    for features in info.inputs:
        print(
            f"{_named_part('samples', features.name)}: {shape_text((None, *features.shape))} {features.dtype}"
        )
    for labels in info.targets:
        text = f"{labels.num_classes} classes" if labels.num_classes else labels.kind
        print(f"{_named_part('labels', labels.name)}: {text}")
    rows = [(name, f"{count:,}") for name, count in info.splits.items()]
    print("\n" + table(("split", "samples"), rows, right=(1,)))
    for split, counts in info.class_counts.items():
        rows = [(name, f"{count:,}") for name, count in zip(info.labels.class_names, counts, strict=True)]
        print("\n" + table((f"class ({split})", "samples"), rows, right=(1,)))
    return 0


def _named_part(part: str, name: str) -> str:
    return f"{part} {name}" if name else part


def _describe(source: str) -> DataInfo:
    from designer.data.download import DownloadNeeded
    from designer.data.sources.registry import describe

    try:
        return describe(source)
    except DownloadNeeded as error:
        error.hint += f" `model-designer data {source} --download` downloads it."
        raise


def _analyse(project: Project) -> Analysis:
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    from designer.compiler.analysis import analyse

    return analyse(project.graph)


def _summary_json(project: Project, analysis: Analysis) -> dict[str, Any]:
    nodes = [
        {
            "id": node.id,
            "name": node.name,
            "type": node.type,
            "output_shapes": [list(spec.shape) for spec in analysis.nodes[node.id].outputs],
            "parameters": analysis.nodes[node.id].parameters,
            "flops": analysis.nodes[node.id].flops,
            "activation_bytes": analysis.nodes[node.id].activation_bytes,
            "receptive_field": _field_json(analysis.nodes[node.id].receptive_field),
            "block": node.name.rpartition(".")[0] or None if "/" in node.id else None,
        }
        for node in flat(project.graph).nodes
    ]
    return {
        "name": project.name,
        "layers": analysis.layers,
        "parameters": {
            "total": analysis.parameters,
            "trainable": analysis.trainable,
            "non_trainable": analysis.non_trainable,
        },
        "flops": analysis.flops,
        "activation_bytes": analysis.activation_bytes,
        "inputs": [_spec_json(spec) for spec in analysis.inputs],
        "outputs": [_spec_json(spec) for spec in analysis.outputs],
        "nodes": nodes,
    }


def _spec_json(spec: TensorSpec) -> dict[str, Any]:
    return {"shape": list(spec.shape), "dtype": spec.dtype}


def _field_json(found: ReceptiveField | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "size": list(found.sizes),
        "jump": [float(jump) for jump in found.jumps],
        "whole_input": found.is_whole,
    }


def _preset_json(info: PresetInfo) -> dict[str, Any]:
    record = asdict(info)
    del record["order"]
    return record


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "node": problem.node,
        "message": problem.message,
        "fix": problem.fix,
    }


def _named(problem: Problem) -> str:
    return f"{problem.name}: {problem.message}" if problem.name else problem.message


def _shapes(shapes: list[list[int | None]]) -> str:
    return ", ".join(shape_text(tuple(shape)) for shape in shapes)


def _limits(minimum: float | None, maximum: float | None) -> str:
    if minimum is None and maximum is None:
        return ""
    return f" ({'' if minimum is None else f'{minimum:g}'} to {'' if maximum is None else f'{maximum:g}'})"
