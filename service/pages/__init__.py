"""Pages for people: what they are made of, who is signed in, and what they may load."""

from service.pages.rendering import Pages
from service.pages.sessions import COOKIE, PAGE_HEADER, Sessions, new_secret

__all__ = ["COOKIE", "PAGE_HEADER", "Pages", "Sessions", "new_secret"]
