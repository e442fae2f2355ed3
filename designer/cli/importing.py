"""The command `import`."""

import argparse
from pathlib import Path

from designer.cli.text import document
from designer.compiler.importing.records import Remark
from designer.document.project import Project
from designer.errors import RequestError


def import_model(options: argparse.Namespace) -> int:
    """Make a project of a model file, and say what couldn't be taken over."""
    from designer.compiler.backend import load_tensorflow

    output = Path(options.output)
    if not output.absolute().parent.is_dir():
        raise RequestError(f"There is no folder {output.parent} for {output.name}.", "Make it first.")
    load_tensorflow()
    from designer.compiler.importing.projects import import_file

    imported = import_file(Path(options.model))
    imported.project.save(output)
    if options.json:
        print(document(_report(output, imported.project, imported.remarks)))
    else:
        print(f"{output}: {_contents(imported.project)}")
        for remark in imported.remarks:
            print(f"{'missing' if remark.is_missing else 'note'}: {remark}")
    return 0


def _contents(project: Project) -> str:
    parts = [f"{len(project.graph.nodes):,} nodes"]
    if project.graph.blocks:
        parts.append(f"{len(project.graph.blocks):,} nested models")
    parts.append("weights" if project.weights else "no weights")
    return ", ".join(parts)


def _report(output: Path, project: Project, remarks: tuple[Remark, ...]) -> dict[str, object]:
    return {
        "path": str(output),
        "nodes": len(project.graph.nodes),
        "blocks": len(project.graph.blocks),
        "weights": project.weights is not None,
        "remarks": [
            {"node": remark.where, "message": remark.message, "missing": remark.is_missing}
            for remark in remarks
        ],
    }
