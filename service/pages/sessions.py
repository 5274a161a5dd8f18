"""Short-lived sessions: a signed token that stands for a key, without its secret.

A token names the key and when it ends, and is signed with a secret that the workers of one
start share. Nothing is kept, so nothing has to be shared or cleared; a revoked key ends its
sessions too, since the key is looked up again for each.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from time import time

COOKIE = "omaha_session"
# A request that comes with the cookie and changes something must carry this header. Another
# site cannot send it without being asked first by the browser, which is answered with no.
PAGE_HEADER = b"x-omaha-page"
_PREFIX = "omaha_session_"


def new_secret() -> str:
    """A secret to sign with: 256 random bits."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes and reads tokens; each lasts `seconds`.

    >>> sessions = Sessions("secret", 60)
    >>> sessions.key_id(sessions.token("a1b2c3d4"))
    'a1b2c3d4'
    >>> sessions.key_id("omaha_session_a1b2c3d4.99999999999.forged") is None
    True
    >>> Sessions("secret", -1).key_id(Sessions("secret", -1).token("a1b2c3d4")) is None
    True
    """

    secret: str
    seconds: int

    def token(self, key_id: str) -> str:
        """A token for that key, from now on."""
        said = f"{key_id}.{int(time()) + self.seconds}"
        return f"{_PREFIX}{said}.{self._sign(said)}"

    def key_id(self, token: str) -> str | None:
        """The id of the key that a token stands for; None when it is not ours, or has ended."""
        said, _, signature = token.removeprefix(_PREFIX).rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(said).encode()):
            return None
        key_id, _, until = said.partition(".")
        return key_id if int(until) > time() else None

    @staticmethod
    def fits(token: str) -> bool:
        """Whether a token is one of a session, not of a key."""
        return token.startswith(_PREFIX)

    def _sign(self, said: str) -> str:
        return hmac.new(self.secret.encode(), said.encode(), sha256).hexdigest()
