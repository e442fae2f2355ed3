"""`python -m benchmarks [NAME…] [--json]`: each NAME is a module here whose `measure()` gives figures."""

import argparse
import json
from importlib import import_module

from benchmarks.figures import as_json, as_table

NAMES = (
    *("startup", "gui", "canvas", "analysis", "blocks", "layout", "folding", "importing", "slices"),
    *("run_store", "training", "resuming", "tensorboard", "memory_cycles"),
)
PARTS = ("peer",)  # of canvas


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed.")
    known = NAMES + PARTS
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="NAME", help=", ".join(known))
    parser.add_argument("--json", action="store_true", help="print JSON with machine, date and versions")
    options = parser.parse_args()
    figures = [
        figure for name in options.names or NAMES for figure in import_module(f"benchmarks.{name}").measure()
    ]
    print(json.dumps(as_json(figures), indent=1) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
