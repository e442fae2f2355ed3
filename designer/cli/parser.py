"""What can be said on the command line. Nothing heavy is imported before a command runs."""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from designer import __version__
from designer.cli import compare, describe, export, importing, run, runs, trials, window
from designer.errors import RequestError, did_you_mean

_SOURCE_HELP = "digits, tfds:NAME[:split], keras:NAME or numpy:FILE.npz"
_GENERAL = {"-h", "--help", "--version"}
_EXPORTS = ("svg", "png", "pdf")
_LEAST_SCALE, _LARGEST_SCALE = 0.05, 10.0
_RUN_CHANGES = (
    ("--rename", ("RUN", "TITLE"), "give a run a title"),
    ("--tag", ("RUN", "TAG"), "add a tag to a run"),
    ("--untag", ("RUN", "TAG"), "take a tag from a run"),
    ("--note", ("RUN", "TEXT"), "write a note about a run"),
    ("--archive", ("RUN",), "list a run only with --archived from now on"),
    ("--unarchive", ("RUN",), "bring an archived run back"),
    ("--delete", ("RUN",), "move a run to the trash"),
    ("--export", ("RUN", "FORMAT"), "write the metrics of a run as csv or json to --output"),
)
_COMMANDS = (
    *("open", "demo", "presets", "summary", "check", "data"),
    *("train", "resume", "runs", "compare", "comparisons", "find-rate", "overfit"),
    *("export", "import"),
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other failure does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. `{self.prog} --help` lists what there is.\n")


def with_command(words: Sequence[str]) -> list[str]:
    """Put the command `open` before words that name none: nothing at all, or a project file.

    Raises:
        RequestError: The first word is a misspelt command and no file.
    """
    first = next((word for word in words if not word.startswith("-")), None)
    if first in _COMMANDS or (first is None and _GENERAL & set(words)):
        return list(words)
    hint = did_you_mean(first or "", _COMMANDS)
    if first and hint and not Path(first).suffix and not Path(first).exists():
        raise RequestError(f'There is no command "{first}".', hint)
    return ["open", *words]


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; each sets `run` to the function that does it."""
    parser = _Parser(
        prog="model-designer",
        description="Draw Keras networks, train them, watch them learn. Without a command: the window.",
    )
    parser.add_argument("--version", action="version", version=f"Model Designer {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser, required=True)
    _add_window_commands(commands)
    _add_describing_commands(commands)
    _add_run_commands(commands)
    _add_compare_commands(commands)
    _add_trial_commands(commands)
    _add_export_command(commands)
    _add_import_command(commands)
    return parser


def _command(
    commands: "argparse._SubParsersAction[_Parser]", name: str, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.add_argument("--debug", action="store_true", help="show a traceback when something fails")
    return command


def _add_window_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "open", "open the window, on a project or a model if one is given")
    command.add_argument(
        "project", nargs="?", metavar="FILE", help="a project file, or a Keras model to import"
    )
    command.set_defaults(run=window.open_window)
    command = _command(commands, "demo", "open the window on the digits and train at once")
    command.add_argument("--offscreen", action="store_true", help="needs no display; ends with the training")
    command.add_argument("--screenshot", metavar="PNG", help="leave a picture of the window here at the end")
    command.add_argument("--epochs", type=_positive, metavar="N", help="other than the preset's")
    command.add_argument("--run-dir", metavar="DIR", help="parent folder of runs")
    command.set_defaults(run=window.demo)


def _add_describing_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "presets", "list the presets and their parameters")
    _add_json(command)
    command.set_defaults(run=describe.presets)
    command = _command(commands, "summary", "layers, shapes, parameters and FLOPs of a network")
    _add_target(command)
    _add_json(command)
    command.set_defaults(run=describe.summary)
    command = _command(commands, "check", "list the problems of a network; status 1 if one is an error")
    _add_target(command)
    _add_json(command)
    command.set_defaults(run=describe.check)
    command = _command(commands, "data", "what a data source holds")
    command.add_argument("source", metavar="SOURCE", help=_SOURCE_HELP)
    command.add_argument("--download", action="store_true", help="fetch a dataset that isn't on disk yet")
    _add_json(command)
    command.set_defaults(run=describe.data)


def _add_run_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "train", "train a network without a window")
    _add_target(command)
    _add_training_options(command)
    command.add_argument("--run-dir", metavar="DIR", help="parent folder of runs")
    command.add_argument(
        "--fresh-weights", action="store_true", help="pass over the weights that belong to the project"
    )
    command.add_argument("--json", action="store_true", help="one event a line as JSON on standard output")
    command.add_argument(
        "--process", action="store_true", help="train in a process of its own, which may die without this one"
    )
    command.set_defaults(run=run.train)
    command = _command(commands, "resume", "go on with a run, exactly from its last checkpoint")
    command.add_argument("folder_or_id", metavar="RUN", help="a run's folder or id")
    command.add_argument("--epochs", type=_positive, metavar="N", help="train until this epoch instead")
    command.add_argument("--run-dir", metavar="DIR", help="parent folder of runs")
    command.add_argument("--json", action="store_true", help="one event a line as JSON on standard output")
    command.set_defaults(run=run.resume)
    _add_runs_command(commands)


def _add_runs_command(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "runs", "list the runs; or rename, tag, delete, export… one of them")
    command.add_argument("--run-dir", metavar="DIR", help="parent folder of runs")
    command.add_argument(
        "--search", metavar="TEXT", help='words and comparisons that apply: "resnet val_accuracy>0.9"'
    )
    command.add_argument("--archived", action="store_true", help="list archived runs too")
    command.add_argument("--output", metavar="PATH", help="the file for --export; replaced if it exists")
    changes = command.add_mutually_exclusive_group()
    for option, words, text in _RUN_CHANGES:
        changes.add_argument(option, nargs=len(words), metavar=words, help=text)
    _add_json(command)
    command.set_defaults(run=runs.runs)


def _add_compare_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "compare", "train a saved comparison, or look at runs side by side")
    command.add_argument(
        "targets",
        nargs="+",
        metavar="COMPARISON_OR_RUN",
        help="a comparison's name or file, or folders or ids of runs",
    )
    _add_training_options(command)
    command.add_argument("--run-dir", metavar="DIR", help="parent folder of runs")
    command.add_argument("--html", metavar="PATH", help="write it as one HTML page, too")
    _add_json(command)
    command.set_defaults(run=compare.compare)
    command = _command(commands, "comparisons", "list the saved comparisons")
    _add_json(command)
    command.set_defaults(run=compare.comparisons)


def _add_training_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", metavar="SOURCE", help=_SOURCE_HELP)
    command.add_argument("--epochs", type=_positive, metavar="N", help="passes over the data")
    command.add_argument("--batch-size", type=_positive, metavar="N", help="samples in a batch")
    command.add_argument("--seed", type=int, metavar="N", help="seed of weights, dropout and order")
    command.add_argument(
        "--steps-per-epoch", type=_positive, metavar="N", help="batches in an epoch, for a quick try"
    )


def _add_trial_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "find-rate", "find a learning rate by a short test; nothing is kept of it")
    _add_target(command)
    command.add_argument("--data", metavar="SOURCE", help=_SOURCE_HELP)
    command.add_argument("--low", type=_rate, metavar="RATE", help="the first learning rate; 1e-7 by default")
    command.add_argument("--high", type=_rate, metavar="RATE", help="the last learning rate; 10 by default")
    command.add_argument("--steps", type=_positive, metavar="N", help="batches at most; 100 by default")
    command.add_argument("--plot", action="store_true", help="draw the curve with characters")
    _add_json(command)
    command.set_defaults(run=trials.find_rate)
    command = _command(
        commands, "overfit", "see whether a network can memorise one batch; status 1 if it can't"
    )
    _add_target(command)
    command.add_argument("--data", metavar="SOURCE", help=_SOURCE_HELP)
    command.add_argument("--steps", type=_positive, metavar="N", help="weight updates; 200 by default")
    _add_json(command)
    command.set_defaults(run=trials.overfit)


def _add_export_command(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "export", "draw a network, with its shapes, into a file")
    _add_target(command, "a project file, preset:NAME, or the folder of a run")
    command.add_argument("--to", required=True, choices=_EXPORTS, help="kind of file")
    command.add_argument("--output", required=True, metavar="PATH", help="the file; replaced if it exists")
    command.add_argument("--theme", choices=("light", "dark"), default="light", help="colours of a picture")
    command.add_argument(
        "--scale", type=_scale, default=1.0, metavar="N", help="size of a picture; 1 by default"
    )
    _add_json(command)
    command.set_defaults(run=export.export)


def _add_import_command(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(commands, "import", "make a project of a Keras model file; nothing in it is run")
    command.add_argument("model", metavar="MODEL", help="a .keras, .h5 or Keras JSON file")
    command.add_argument("--output", required=True, metavar="PROJECT", help="the project file to write")
    _add_json(command)
    command.set_defaults(run=importing.import_model)


def _add_target(command: argparse.ArgumentParser, text: str = "a project file, or preset:NAME") -> None:
    command.add_argument("target", metavar="TARGET", help=text)
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the preset; may be repeated",
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive whole number")
    return number


_positive.__name__ = "positive whole number"


def _rate(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a finite number above 0")
    return number


_rate.__name__ = "number"


def _scale(text: str) -> float:
    number = float(text)
    if not _LEAST_SCALE <= number <= _LARGEST_SCALE:
        raise argparse.ArgumentTypeError(f"{text} is not between {_LEAST_SCALE:g} and {_LARGEST_SCALE:g}")
    return number


_scale.__name__ = "number"
