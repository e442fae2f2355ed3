"""The tables of `run.db`, a SQLite file in WAL mode that other programs may read while it is written.

| table | columns |
| --- | --- |
| `meta` | `key`, `value` as JSON: `schema` (this version), `id`, `name`, `status`, `message`, `started` and `alive` (seconds since 1970, the last sign of life), `seed`, `epochs`, `steps_per_epoch`, `versions`, `environment`, `branched_from`…; set by people: `title`, `tags`, `archived` |
| `series` | `id`, `scope` (`batch`, `epoch` or `histogram`), `name` (a metric's, or `layer/weight`) |
| `metrics` | `series`, `step`, `epoch`, `value`: every point ever measured; NULL stands for NaN |
| `levels` | `series`, `width` (64 or 1,024), `first_step`, `last_step`, `count`, `low`, `high`, `mean`, `num_nan`: so many neighbouring points of `metrics` as one; the newest of a series may have fewer. NaN is left out of `low`, `high` and `mean` |
| `undone` | `rewind` (counts from 1), `series`, `step`, `epoch`, `value`: points that were taken out of `metrics` when the user rolled the run back |
| `histograms` | `series`, `step`, `epoch`, `sample` (counts samplings from 0), `low`, `high`, `counts` (little-endian uint16, one for each bin), `mean`, `std`, `non_finite` |
| `events` | `id`, `time` (seconds since the run started), `event`, `data` (the event as JSON); batches and histograms are left out, since the tables above hold them |
| `notes` | `id`, `time` (seconds since 1970), `text`: what people wrote about the run |

A run is over when `status` is none of `preparing` and `running`. One that still says so, but whose `run.lock` nobody holds, was
interrupted; so was one of an earlier program, without that file, that gave no sign of life for `SILENCE_S` seconds.

Version 1 had neither `levels` nor `undone`.
"""  # noqa: E501 - a table row is one line

from typing import Literal

Scope = Literal["batch", "epoch", "histogram"]

SCHEMA_VERSION = 2
LEVELS_SINCE = 2
ALIVE_INTERVAL_S = 2.0
SILENCE_S = 15.0
COUNTS_DTYPE = "<u2"

TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY, scope TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (scope, name)
);
CREATE TABLE IF NOT EXISTS metrics (
    series INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL, value REAL,
    PRIMARY KEY (series, step)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS levels (
    series INTEGER NOT NULL, width INTEGER NOT NULL, first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,
    count INTEGER NOT NULL, low REAL, high REAL, mean REAL, num_nan INTEGER NOT NULL,
    PRIMARY KEY (series, width, first_step)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS undone (
    rewind INTEGER NOT NULL, series INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (rewind, series, step)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS histograms (
    series INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL, sample INTEGER NOT NULL,
    low REAL, high REAL, counts BLOB NOT NULL, mean REAL, std REAL, non_finite INTEGER NOT NULL,
    PRIMARY KEY (series, step)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, event TEXT NOT NULL, data TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, time REAL NOT NULL, text TEXT NOT NULL);
"""
