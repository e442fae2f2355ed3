"""The tables of `run.db`, a SQLite file in WAL mode that other programs may read while it is written.

| table | columns |
| --- | --- |
| `meta` | `key`, `value` as JSON: `schema` (this version), `id`, `name`, `status`, `message`, `started` and `alive` (seconds since 1970, the last sign of life), `seed`, `epochs`, `steps_per_epoch`, `versions`… |
| `series` | `id`, `scope` (`batch`, `epoch` or `histogram`), `name` (a metric's, or `layer/weight`) |
| `metrics` | `series`, `step`, `epoch`, `value`: every point ever measured; NULL stands for NaN |
| `histograms` | `series`, `step`, `epoch`, `sample` (counts samplings from 0), `low`, `high`, `counts` (little-endian uint16, one for each bin), `mean`, `std`, `non_finite` |
| `events` | `id`, `time` (seconds since the run started), `event`, `data` (the event as JSON); batches and histograms are left out, since the tables above hold them |
| `notes` | `id`, `time` (seconds since 1970), `text`: what people wrote about the run |

A run is over when `status` is none of `preparing` and `running`; one that still says so, but gave no sign of life for
`SILENCE_S` seconds, was interrupted.
"""  # noqa: E501 - a table row is one line

from typing import Literal

Scope = Literal["batch", "epoch", "histogram"]

SCHEMA_VERSION = 1
ALIVE_INTERVAL_S = 2.0
SILENCE_S = 15.0
COUNTS_DTYPE = "<u2"

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE series (id INTEGER PRIMARY KEY, scope TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (scope, name));
CREATE TABLE metrics (
    series INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL, value REAL,
    PRIMARY KEY (series, step)
) WITHOUT ROWID;
CREATE TABLE histograms (
    series INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL, sample INTEGER NOT NULL,
    low REAL, high REAL, counts BLOB NOT NULL, mean REAL, std REAL, non_finite INTEGER NOT NULL,
    PRIMARY KEY (series, step)
) WITHOUT ROWID;
CREATE TABLE events (id INTEGER PRIMARY KEY, time REAL NOT NULL, event TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE notes (id INTEGER PRIMARY KEY, time REAL NOT NULL, text TEXT NOT NULL);
"""
