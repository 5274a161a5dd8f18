"""Linked data as pages that people read: plain HTML, without script, with one style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from omaha.linked import LinkedData, local_name
from omaha.model import NAMESPACE
from omaha.rdf.catalog import DATASET
from omaha.rdf.formats import MEDIA_TYPES, Told, Value, to_statements
from omaha.rdf.sparql import LONGEST_QUERY, Limits
from service.linked_words import TEXTS, full, property_names, property_order, short

# Nothing is loaded from anywhere but the style sheet; nothing runs.
POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
STYLE = "/id/style.css"
REPLACED_BY = full("dcterms:isReplacedBy")
_NAMES = tuple(
    full(curie)
    for curie in (
        "skos:prefLabel", "dcterms:title", "rdfs:label", "sssom:subject_label", "foaf:name",
    )
)  # fmt: skip
_NOTATION, _LOCAL = full("skos:notation"), full("notation:local")
_ALL_LANGUAGES = frozenset(_NAMES) | {full("skos:altLabel")}
_MOST_VALUES = 200
_EXAMPLE = """SELECT ?problem ?naam ?zrm WHERE {
  ?problem a def:Problem ; skos:prefLabel ?naam ; skos:broadMatch ?zrm .
  FILTER (LANG(?naam) = "nl")
} ORDER BY ?problem LIMIT 50"""


class LinkedPages:
    """Pages over one set of linked data."""

    def __init__(self, linked: LinkedData) -> None:
        self._linked = linked
        self._order = property_order()

    def page(self, iri: str, described: bytes, lang: str) -> str:
        """The page of an IRI of ours, from what `LinkedData.describe` says of it."""
        told = to_statements(described)
        mine = [each for each in told if each.subject == iri]
        title = self._title(iri, lang)
        words, local = TEXTS[lang], quote(local_name(iri))
        formats = "".join(
            f'<li><a rel="alternate" type="{media}" href="/id/{local}.{suffix}">{suffix}</a></li>'
            for suffix, media in MEDIA_TYPES.items()
        )
        other = "en" if lang == "nl" else "nl"
        body = (
            f'<nav><ul><li><a href="/id/dataset?lang={lang}">{words["home"]}</a></li>'
            f'<li><a href="/sparql?lang={lang}">SPARQL</a></li>'
            f'<li><a href="/.well-known/void" type="text/turtle">VoID</a></li>'
            f'<li><a lang="{other}" href="/id/{local}.html?lang={other}">{words["other"]}</a>'
            f"</li><li>{words['formats']}:</li>{formats}</ul></nav>"
            f"<main><h1>{escape(title)}</h1>"
            f'<p class="iri">{words["address"]}: <code>{escape(iri)}</code></p>'
            f"{self._notice(mine, lang)}<dl>{self._rows(mine, lang)}"
            f"{self._incoming(iri, told, lang)}"
            f"{self._graphs(lang) if iri == DATASET else ''}</dl></main>"
        )
        return document(title, body, lang)

    def _title(self, iri: str, lang: str) -> str:
        """The code and the name of an IRI, in `lang` where it has one, else the IRI shortened."""
        told = to_statements(self._linked.lines(iri, (*_NAMES, _NOTATION)))
        codes = [each.value for each in told if each.predicate == _NOTATION]
        codes.sort(key=lambda value: value.datatype != _LOCAL)
        names = [each for each in told if each.predicate != _NOTATION]
        names.sort(key=lambda t: (_NAMES.index(t.predicate), t.value.lang != lang))
        if not names:
            return short(iri)
        return " ".join([*(each.text for each in codes[:1]), names[0].value.text])

    def _scheme(self, iri: str) -> str:
        """The short name of the scheme of a concept of others, as a mark; "" for ours."""
        within = to_statements(self._linked.lines(iri, [full("skos:inScheme")]))
        named = [
            each.value.text
            for scheme in within
            for each in to_statements(
                self._linked.lines(scheme.value.text, [full("dcterms:identifier")])
            )
        ]
        return f' <span class="lang">({escape(named[0])})</span>' if named else ""

    def _graphs(self, lang: str) -> str:
        """All graphs, on the page of the data set."""
        graphs = [Value(graph, link=True) for graph in self._linked.graphs]
        return self._row(TEXTS[lang]["graphs"], graphs, lang)

    def _notice(self, mine: Iterable[Told], lang: str) -> str:
        successors = [t.value for t in mine if t.predicate == REPLACED_BY]
        if not successors:
            return ""
        links = ", ".join(self._value(each, lang) for each in successors)
        return f'<p class="notice" role="note">{TEXTS[lang]["replaced"]} {links}</p>'

    def _rows(self, mine: Iterable[Told], lang: str) -> str:
        by_property: dict[str, list[Value]] = {}
        for each in mine:
            if not each.value.blank:
                by_property.setdefault(each.predicate, []).append(each.value)
        names = property_names(lang)
        wanted = sorted(by_property, key=lambda p: (self._order.get(p, len(self._order)), p))
        return "".join(
            self._row(names.get(p) or short(p), self._chosen(p, by_property[p], lang), lang)
            for p in wanted
        )

    def _incoming(self, iri: str, told: Iterable[Told], lang: str) -> str:
        found: dict[str, list[Value]] = {}
        for each in told:
            if each.value.link and each.value.text == iri:
                found.setdefault(each.predicate, []).append(Value(each.subject, link=True))
        names = property_names(lang, turned=True)
        return "".join(self._row(names.get(p) or short(p), v, lang) for p, v in found.items())

    @staticmethod
    def _chosen(predicate: str, values: list[Value], lang: str) -> list[Value]:
        """Names in all languages; other texts in one, where it has them."""
        fitting = [v for v in values if v.lang in ("", lang)]
        return values if predicate in _ALL_LANGUAGES or not fitting else fitting

    def _row(self, name: str, values: list[Value], lang: str) -> str:
        shown = [self._value(each, lang) for each in values[:_MOST_VALUES]]
        items = "".join(f"<li>{each}</li>" for each in shown)
        cell = shown[0] if len(shown) == 1 else f"<ul>{items}</ul>"
        left = len(values) - len(shown)
        if left:
            cell += f'<p class="more">{TEXTS[lang]["more"].format(n=left)}</p>'
        return f"<dt>{escape(name)}</dt><dd>{cell}</dd>"

    def _value(self, value: Value, lang: str) -> str:
        text = escape(value.text)
        if not value.link:
            other = value.lang not in ("", lang)
            mark = f' <span class="lang">({value.lang})</span>' if other else ""
            kind = short(value.datatype).partition(":")
            if kind[0] == "notation":
                mark = f' <span class="lang">({escape(kind[2])})</span>'
            spoken = f' lang="{escape(value.lang)}"' if value.lang else ""
            return f"<span{spoken}>{text}</span>{mark}"
        if value.text.startswith(NAMESPACE) and value.text in self._linked:
            name = escape(self._title(value.text, lang))
            here = quote(local_name(value.text))
            return f'<a href="/id/{here}?lang={lang}">{name}</a>{self._scheme(value.text)}'
        if value.text.startswith(("http://", "https://")):
            name = escape(self._title(value.text, lang))
            link = f'<a rel="external noreferrer" href="{text}">{name}</a>'
            return link + self._scheme(value.text)
        return text


def query_page(lang: str, limits: Limits) -> str:
    """A form in which a SPARQL query can be typed."""
    words = TEXTS[lang]
    told = words["limits"].format(seconds=limits.seconds, memory=limits.memory, rows=limits.rows)
    other = "en" if lang == "nl" else "nl"
    body = (
        f'<nav><ul><li><a href="/id/dataset?lang={lang}">{words["home"]}</a></li>'
        f'<li><a lang="{other}" href="/sparql?lang={other}">{words["other"]}</a></li></ul></nav>'
        f'<main><h1>SPARQL</h1><form action="/sparql" method="get">'
        f'<p><label for="query">{words["query"]}</label></p><p><textarea id="query" name="query" '
        f'rows="12" maxlength="{LONGEST_QUERY}" required spellcheck="false">'
        f"{escape(_EXAMPLE)}</textarea></p>"
        f"<p><button>{words['ask']}</button></p></form><p>{told}</p></main>"
    )
    return document("SPARQL", body, lang)


def document(title: str, body: str, lang: str) -> str:
    """A whole page around a body that is escaped already; its foot says what it is for."""
    words = {name: escape(text) for name, text in TEXTS[lang].items()}
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – Omaha System</title><link rel="stylesheet" href="{STYLE}">'
        f"</head><body>{body}<footer><p>{words['intended']}</p>"
        f"<p>{words['translation']} {words['unregistered']}</p></footer></body></html>\n"
    )
