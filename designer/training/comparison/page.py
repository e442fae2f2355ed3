"""A comparison as one HTML page that needs nothing else: no script, no picture from elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from designer.atomic import write_atomically
from designer.errors import TrainingError
from designer.training.comparison.charts import chart
from designer.training.comparison.diff_words import counted, lines, summary
from designer.training.comparison.palette import DARK, LIGHT
from designer.training.comparison.results import best_places, cells, metric_names, result_rows, titles
from designer.training.comparison.runs import Comparison

_TEXT_COLUMNS = (0, 1, 5)


def html(comparison: Comparison, pictures: Mapping[int, str] | None = None) -> str:
    """The whole page.

    Args:
        pictures: Of the drawing of each run by its number, as addresses for `img`: marked with what differs
            from the first one's.
    """
    parts = (
        f"<h1>{escape(comparison.title)}</h1>",
        f"<p>{escape(comparison.text)}</p>" if comparison.text else "",
        _legend(comparison),
        f"<h2>Results</h2>{_results(comparison)}",
        f"<h2>Curves</h2>{_charts(comparison)}",
        f"<h2>Settings</h2>{_settings(comparison)}",
        f"<h2>Drawings</h2>{_drawings(comparison, pictures or {})}",
        f"<footer>Made with Model Designer, {datetime.now():%Y-%m-%d %H:%M}</footer>",
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(comparison.title)}</title><style>{_style()}</style></head>\n"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def write_html(comparison: Comparison, path: Path, pictures: Mapping[int, str] | None = None) -> None:
    """Write the page, whole or not at all.

    Raises:
        TrainingError: It can't be written; what was there is untouched.
    """
    try:
        write_atomically(path, html(comparison, pictures).encode("utf-8", "xmlcharrefreplace"))
    except OSError as error:
        raise TrainingError(
            f"{path} can't be written: {error.strerror or error}.", "Choose another name or folder."
        ) from error


def _style() -> str:
    light, dark = (
        "".join(f"--c{place}:{color};" for place, color in enumerate(colors)) for colors in (LIGHT, DARK)
    )
    return (
        f":root{{color-scheme:light dark;--ground:#fff;--text:#1c2025;--muted:#59616b;--line:#d9dde2;"
        f"--add:#17843f;--remove:#c22f2a;--change:#8a5b00;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--ground:#15171a;--text:#e8eaed;"
        f"--muted:#a9b1bc;--line:#33383f;--add:#5ccf73;--remove:#ff8078;--change:#e5b84b;{dark}}}}}{_RULES}"
    )


_RULES = """
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:1100px;background:var(--ground);color:var(--text);
font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:.5rem 0}
p{max-width:70ch}footer{margin-top:2rem;color:var(--muted);font-size:.85rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;min-width:100%}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--muted);font-weight:600;white-space:nowrap}
td.number,th.number{text-align:right;white-space:nowrap;
font-variant-numeric:tabular-nums}tr.best td{border-bottom-width:2px}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;padding:0;margin:.5rem 0;list-style:none}
.swatch{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin-right:.4rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:1rem}
figure{margin:0;break-inside:avoid}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}
.line{fill:none;stroke-width:2;stroke-linejoin:round}circle{stroke-width:1.5}
.grid{stroke:var(--line)}.axis{stroke:var(--muted)}.tick{fill:var(--muted);font-size:12px}
ul.diff{font:13px/1.5 ui-monospace,monospace;list-style:none;padding:0;margin:.25rem 0;columns:24em}
.added{color:var(--add)}.removed{color:var(--remove)}.changed{color:var(--change)}
details summary{cursor:pointer;color:var(--muted)}img{max-width:100%;border:1px solid var(--line)}
@media print{details::details-content{content-visibility:visible;height:auto}
body{max-width:none}h2{break-after:avoid}}
"""


def _legend(comparison: Comparison) -> str:
    runs = "".join(
        f"<li>{_swatch(place)}{escape(run.title)}</li>" for place, run in enumerate(comparison.runs)
    )
    samples = "".join(
        f'<li><svg viewBox="0 0 34 10" style="width:34px;display:inline-block" aria-hidden="true">'
        f'<line x1="0" y1="5" x2="34" y2="5" stroke="currentColor" stroke-width="2"{dashes}/></svg>'
        f" {name}</li>"
        for name, dashes in (("training", ""), ("validation", ' stroke-dasharray="7 4"'))
    )
    return f'<ul class="legend">{runs}{samples}</ul>'


def _swatch(place: int) -> str:
    return f'<span class="swatch" style="background:var(--c{place})"></span>'


def _results(comparison: Comparison) -> str:
    rows = result_rows(comparison)
    metrics = metric_names(rows)
    body = []
    for place, row in enumerate(rows):
        texts = [escape(text) for text in cells(row, metrics)]
        texts[0] = _swatch(place // 2) + texts[0]
        for column, metric in enumerate(metrics, start=len(texts) - len(metrics)):
            if place in best_places(rows, metric):
                texts[column] = f"<b>{texts[column]}</b>"
        body.append(f'<tr class="{row.weights}">{_tds(texts)}</tr>')
    head = "".join(f"<th{_number_class(place)}>{escape(t)}</th>" for place, t in enumerate(titles(metrics)))
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    )


def _tds(texts: Sequence[str]) -> str:
    return "".join(f"<td{_number_class(place)}>{text}</td>" for place, text in enumerate(texts))


def _number_class(place: int) -> str:
    return "" if place in _TEXT_COLUMNS else ' class="number"'


def _charts(comparison: Comparison) -> str:
    drawn = ((metric, chart(metric, comparison.runs)) for metric in comparison.metrics)
    figures = "".join(
        f"<figure><figcaption>{escape(metric)}</figcaption>{svg}</figure>" for metric, svg in drawn if svg
    )
    return f'<div class="charts">{figures}</div>' if figures else "<p>There is nothing to draw yet.</p>"


def _settings(comparison: Comparison) -> str:
    rows = comparison.config
    differing = [(row.path, *row.values) for row in rows if row.differs]
    alike = [(row.path, row.values[0]) for row in rows if not row.differs]
    heads = ["Setting", *(run.title for run in comparison.runs)]
    text = _table(heads, differing) if differing else "<p>All settings are the same.</p>"
    return (
        f"{text}<details><summary>{len(alike)} settings are the same in all runs</summary>"
        f"{_table(['Setting', 'All runs'], alike)}</details>"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(text) or chr(8211)}</td>' for text in row)}</tr>" for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _drawings(comparison: Comparison, pictures: Mapping[int, str]) -> str:
    parts = [_picture(comparison, 0, pictures)]
    for place in range(1, len(comparison.runs)):
        parts.append(_drawing(comparison, place))
        parts.append(_picture(comparison, place, pictures))
    return "".join(parts)


def _drawing(comparison: Comparison, place: int) -> str:
    """What differs between the drawing of a run and that of the first one."""
    first, run = comparison.runs[0], comparison.runs[place]
    title = f"<h3>From {escape(first.title)} to {escape(run.title)}</h3>"
    if first.project is None or run.project is None:
        return f"{title}<p>The project of one of them can't be read.</p>"
    diff = comparison.drawing_diff(0, place)
    names = {
        block.type: block.name for one in (first, run) if one.project for block in one.project.graph.blocks
    }
    counts = "".join(
        f'<li class="{how}">{sign} {escape(counted(nodes, names))}</li>'
        for how, sign, nodes in (
            ("added", "+", diff.added),
            ("removed", "−", diff.removed),
            ("changed", "~", [change.after for change in diff.changed]),
        )
        if nodes
    )
    listed = "".join(f'<li class="{_how(line)}">{escape(line)}</li>' for line in lines(diff, names))
    each = (
        f'<details><summary>Layer by layer</summary><ul class="diff">{listed}</ul></details>'
        if listed
        else ""
    )
    return f'{title}<p>{escape(summary(diff))}</p><ul class="diff">{counts}</ul>{each}'


def _picture(comparison: Comparison, place: int, pictures: Mapping[int, str]) -> str:
    if place not in pictures:
        return ""
    name = escape(f"The drawing of {comparison.runs[place].title}", quote=True)
    return f'<details><summary>{name}</summary><img alt="{name}" src="{escape(pictures[place])}"></details>'


def _how(line: str) -> str:
    return {"+": "added", "−": "removed", "~": "changed"}.get(line.strip()[:1], "")
