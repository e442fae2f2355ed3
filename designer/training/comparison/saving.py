"""Makes a saved comparison of runs, so that it can be trained again elsewhere or with other settings."""

import json
from pathlib import Path

from designer.atomic import write_atomically
from designer.document.comparisons import MOST_VARIANTS, SavedComparison, Variant
from designer.errors import RequestError, TrainingError
from designer.training.comparison.runs import Comparison


def save_comparison(comparison: Comparison, path: Path) -> None:
    """Write a comparison's file, and the projects of its runs into a folder of the same name beside it.

    Raises:
        RequestError: These are too few runs, or the project of one can't be read.
        TrainingError: A file can't be written.
    """
    projects = [(run.title, run.project) for run in comparison.runs if run.project is not None]
    if not 2 <= len(projects) == len(comparison.runs) <= MOST_VARIANTS:
        raise RequestError(
            f"{len(projects)} of {len(comparison.runs)} projects can be read.",
            f"A comparison has two to {MOST_VARIANTS}, one for each run.",
        )
    folder = path.with_suffix("")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        variants = []
        for number, (title, project) in enumerate(projects, start=1):
            file = project.save(folder / f"{number}.json")
            variants.append(Variant(name=title, project=f"{folder.name}/{file.name}"))
        saved = SavedComparison(title=comparison.title, text=comparison.text, variants=tuple(variants))
        text = json.dumps(saved.model_dump(mode="json", exclude_defaults=True), indent=2, ensure_ascii=False)
        write_atomically(path, f"{text}\n".encode())
    except OSError as error:
        raise TrainingError(
            f"{path} can't be written: {error.strerror or error}.", "Choose another name or folder."
        ) from error
