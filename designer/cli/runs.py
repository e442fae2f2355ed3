"""The command `runs`: lists runs, and changes what people say about them."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from designer import paths
from designer.cli.text import document, table
from designer.errors import RequestError

if TYPE_CHECKING:
    from designer.training.runs import RunSummary


def runs(options: argparse.Namespace) -> int:
    """List the runs of a folder, newest first; or change, delete or export one of them."""
    folder = Path(options.run_dir) if options.run_dir else paths.runs_dir()
    if (options.export is None) != (options.output is None):
        raise RequestError("--export and --output belong together.", "Write --export RUN csv --output FILE.")
    for change in _CHANGES:
        words = getattr(options, change)
        if words is not None:
            return _change(change, words, folder, options)
    return _list(folder, options)


def _list(folder: Path, options: argparse.Namespace) -> int:
    from designer.training.folder import RunFolder
    from designer.training.run_export import summary_json
    from designer.training.run_parameters import read_parameters
    from designer.training.run_search import search
    from designer.training.runs import list_runs

    everything = list_runs(folder)
    listed = [run for run in everything if options.archived or not run.is_archived]
    if options.search:
        listed = search(listed, options.search, lambda run: read_parameters(RunFolder(run.folder)))
    if options.json:
        print(document([summary_json(run) for run in listed]))
    elif listed:
        print(_table(listed))
    else:
        print(f"No run in {folder} is like that." if everything else f"There are no runs in {folder}.")
    return 0


def _table(listed: "list[RunSummary]") -> str:
    head = ["run", "project", "status", "epochs", "last metrics"]
    rows = [
        [run.id, run.label, run.status, f"{run.epochs_done}/{run.epochs}", metrics_text(run.metrics)]
        for run in listed
    ]
    if any(run.tags for run in listed):
        head.append("tags")
        for row, run in zip(rows, listed, strict=True):
            row.append(", ".join(run.tags))
    return table(head, rows, right=(3,))


def metrics_text(metrics: Mapping[str, float]) -> str:
    """Metrics in a line."""
    return ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())


_CHANGES = ("rename", "tag", "untag", "note", "archive", "unarchive", "delete", "export")


def _change(change: str, words: list[str], folder: Path, options: argparse.Namespace) -> int:
    from designer.training import run_edits
    from designer.training.run_export import FORMATS, export_run, summary_json
    from designer.training.runs import find_run, summarise

    run = find_run(words[0], folder)
    match change, words[1:]:
        case "rename", [title]:
            run_edits.rename(run, title)
        case "tag", [tag]:
            run_edits.add_tags(run, [tag])
        case "untag", [tag]:
            run_edits.remove_tags(run, [tag])
        case "note", [text]:
            run_edits.set_note(run, text)
        case ("archive", []):
            run_edits.archive(run)
        case ("unarchive", []):
            run_edits.unarchive(run)
        case "delete", []:
            run_edits.delete(run)
            print(f"{run.path} is in the trash now.")
            return 0
        case "export", [("csv" | "json") as kind]:
            export_run(run, kind, Path(options.output))
            print(options.output)
            return 0
        case _:
            raise RequestError(f"Runs can't be exported as {words[1]}.", f"Choose {' or '.join(FORMATS)}.")
    summary = summarise(run)
    print(document(summary_json(summary)) if options.json else _table([summary]))
    return 0
