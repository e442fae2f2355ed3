"""The command `export`."""

import argparse
import os
import sys
from pathlib import Path

from designer.cli.target import load_target
from designer.cli.text import document
from designer.compiler.results import Analysis
from designer.document.project import Project
from designer.errors import DesignerError, RequestError
from designer.imports import quick_imports


def export(options: argparse.Namespace) -> int:
    """Draw a network into a file."""
    output = Path(options.output)
    if not output.absolute().parent.is_dir():
        raise RequestError(f"There is no folder {output.parent} for {output.name}.", "Make it first.")
    project = load_target(_project_file(options.target), options.set)
    analysis = _analyse(project)
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window, so no need of a display
    with quick_imports():
        from designer.app import export_picture

    picture = export_picture(
        project, analysis, output, kind=options.to, theme=options.theme, scale=options.scale
    )
    if picture.note:
        sys.stderr.write(f"{picture.note}\n")
    if options.json:
        print(document({"path": str(output), "width_px": picture.width_px, "height_px": picture.height_px}))
    else:
        print(f"{output}: {picture.width_px} × {picture.height_px} px")
    return 0


def _project_file(target: str) -> str:
    """The project that a run's folder keeps, or else the target itself."""
    frozen = Path(target) / "project.json"
    return str(frozen) if frozen.is_file() else target


def _analyse(project: Project) -> Analysis:
    from designer import api
    from designer.compiler.backend import load_tensorflow

    try:
        load_tensorflow()
    except DesignerError as error:
        sys.stderr.write(" ".join(f"The picture has no shapes. {error}".split()) + "\n")
        return Analysis()
    return api.analyse(project)
