"""Whether a run goes on with the data and versions that it began with."""

import hashlib
from typing import Any

import numpy as np

from designer.errors import TrainingError
from designer.training.preparation import Prepared, versions
from designer.training.reporter import RunReporter

_MAY_DIFFER = "It goes on; what it comes to may differ from what it would have been."


def check_continuity(prepared: Prepared, reporter: RunReporter, num_steps: int) -> None:
    """Compare what a run goes on with to what it began with, and note that for the next time.

    Args:
        num_steps: Batches in an epoch.

    Raises:
        TrainingError: There are more or fewer batches in an epoch, so no place in it is the same.
    """
    digest, packages = _digest(prepared.first_batch()), versions()
    before = reporter.noted("continuity")
    if before is None:
        reporter.note(continuity={"steps": num_steps, "digest": digest, "versions": packages})
        return
    source = prepared.pipeline.info.source
    if before["steps"] != num_steps:
        raise TrainingError(
            f"The data of the run has changed: an epoch of {source} had {before['steps']} batches, "
            f"it has {num_steps} now.",
            "Bring the data back as it was, or start a new run with the weights of this one.",
        )
    if before["digest"] != digest:
        reporter.notice(f"The samples of {source} aren't what they were when the run began.", _MAY_DIFFER)
    changed = [name for name, version in packages.items() if before["versions"].get(name) != version]
    if changed:
        reporter.notice(f"The run began with other versions of {', '.join(changed)}.", _MAY_DIFFER)


def _digest(batch: Any) -> str:
    """Of the samples and labels of a batch."""
    import tensorflow as tf

    digest = hashlib.sha256()
    for tensor in tf.nest.flatten(batch):
        digest.update(np.ascontiguousarray(tensor).tobytes())
    return digest.hexdigest()
