"""What a page may load, who may frame it, and whose cookie it is."""

from __future__ import annotations

from starlette.requests import Request

from service.pages.sessions import COOKIE
from service.settings import is_loopback


def page_headers(embedders: tuple[str, ...]) -> dict[str, str]:
    """The headers of a page; `embedders` are the origins that may frame it and get its result.

    >>> page_headers(("https://ecd.example",))["Content-Security-Policy"].split("; ")[-1]
    "frame-ancestors 'self' https://ecd.example"
    """
    allowed = " ".join(("'self'", *embedders))
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        f"form-action {allowed}",
        f"frame-ancestors {allowed}",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "same-origin",
        # A page may hold a note that a case system sent: it is kept by no cache.
        "Cache-Control": "no-store",
        "Vary": "Accept-Language, Cookie",
    }


def session_cookie(request: Request, value: str, seconds: int) -> str:
    """A Set-Cookie header. Without `Secure` on this machine only, where there is no TLS."""
    secure = "" if is_loopback(request.url.hostname or "") else "; Secure"
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"


def may_send(request: Request, embedders: tuple[str, ...]) -> bool:
    """Whether a form came from the page itself or from an origin that may embed it."""
    origin = request.headers.get("origin", "")
    own = (f"http://{request.url.netloc}", f"https://{request.url.netloc}")
    return origin in embedders or origin in own
