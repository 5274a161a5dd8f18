"""The frame of a page for printing: one HTML file that asks nothing of any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from omaha.views.wording import WORDS

Cell = str | tuple[str, ...]
_STYLE = """
@page { size: A4; margin: 15mm }
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 60rem;
  margin: 1.5rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 0 .3rem } h2 { font-size: 1.1rem; margin: 1.4rem 0 .4rem }
h3 { font-size: 1rem; margin: 0 0 .3rem }
h2, h3, caption { break-after: avoid }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .6rem }
.tile { border: 1px solid #555; padding: .6rem; break-inside: avoid }
ul { margin: .2rem 0; padding-left: 1.1rem } li { margin: .15rem 0 }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border: 1px solid #777; padding: .25rem .45rem; text-align: left; vertical-align: top }
thead { display: table-header-group } tr { break-inside: avoid }
td ul, td { hyphens: auto; overflow-wrap: anywhere } .plan table { table-layout: fixed }
.plan thead th:nth-child(1) { width: 19% } .plan thead th:nth-child(2) { width: 33% }
.plan thead th:nth-child(3) { width: 23% }
.small { font-size: .85rem; color: #333 } .said { border: 2px solid #000; padding: .5rem }
svg { max-width: 100%; height: auto; break-inside: avoid }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt } }
"""


def page(title: str, lang: str, parts: Iterable[str], notices: Iterable[str]) -> str:
    """A whole page; `parts` are HTML already, `title` and `notices` plain text.

    >>> "<title>A &amp; B</title>" in page("A & B", "en", [], [])
    True
    """
    words = WORDS[lang]
    said = "".join(f'<p class="said">{escape(text)}</p>' for text in notices)
    foot = " ".join(text for text in (words["advice"], words["unofficial"]) if text)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body><main>"
        f"<h1>{escape(title)}</h1>{said}\n{''.join(parts)}\n</main>"
        f'<footer><p class="small">{escape(foot)}</p></footer></body></html>\n'
    )


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with a caption; the first cell of each row is its heading.

    Cells are plain text, or several of them as a list.

    >>> "<td>&lt;</td>" in table("T", ["a", "b"], [["1", "<"]])
    True
    """
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    return escape(cell) if isinstance(cell, str) else bullets(cell)


def bullets(items: Iterable[str]) -> str:
    """A list of plain texts, nothing without one."""
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{lines}</ul>" if lines else ""
