"""One page shown: in whose language, to whom, with which headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import HTMLResponse

from omaha.access import Key
from service.backend import key_of, state_of
from service.pages.headers import page_headers
from service.pages.rendering import Pages, choose_language


@dataclass(frozen=True, slots=True)
class Shown:
    """How a request is answered. `keep` is the query that keeps a chosen language."""

    pages: Pages
    lang: str
    keep: str

    @classmethod
    def of(cls, request: Request) -> Self:
        """What the address and the browser ask for."""
        asked = request.query_params.get("lang")
        lang = choose_language(asked, request.headers.get("accept-language", ""))
        return cls(state_of(request).pages, lang, f"?lang={lang}" if asked == lang else "")

    def texts(self, section: str) -> dict[str, str]:
        """The texts of one section."""
        return self.pages.texts[self.lang][section]


def show(
    request: Request,
    template: str,
    here: str,
    *,
    status: int = 200,
    data: Any = None,
    **values: Any,
) -> HTMLResponse:
    """A page. `here` is its name in the menu; `data` is what its script reads."""
    shown, state, key = Shown.of(request), state_of(request), key_of(request)
    sent = {
        "lang": shown.lang,
        "signed_in": state.open or key is not None,
        "page_texts": {**shown.texts("page"), **shown.texts("shortcuts")},
        **(data or {}),
    }
    versions = state.backend.versions if state.backend else {}
    html = shown.pages.render(
        template,
        shown.lang,
        here=here,
        keep=shown.keep,
        organisation=key.organisation if key else "",
        versions=" · ".join(versions.values()),
        data=sent,
        **values,
    )
    return HTMLResponse(html, status, page_headers(state.settings.embedders))


def message(request: Request, here: str, name: str, status: int) -> HTMLResponse:
    """A page that only says something: `name` and `name` + ``_why`` are texts."""
    texts = Shown.of(request).texts("page")
    return show(
        request,
        "message.html",
        here,
        status=status,
        title=texts[name],
        why=texts[f"{name}_why"],
        refresh=status == 503,
    )


def turned_away(request: Request, here: str, scope: str) -> HTMLResponse | None:
    """The page that says to sign in, unless the caller may see what needs that scope."""
    key: Key | None = key_of(request)
    if state_of(request).open or (key is not None and scope in key.scopes):
        return None
    texts = Shown.of(request).texts("page")
    why = texts["sign_in_needed"] if key is None else texts["scope_needed"]
    answer = show(request, "signed_out.html", here, status=401 if key is None else 403, why=why)
    if key is None:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="omaha"'
    return answer
