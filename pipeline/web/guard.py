"""Who may do what: the hosts a page answers for, the headers it carries, sessions, tokens and forms that no other site can send."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "zeren_session"
SESSIONS = 10_000  # sessions that are remembered as signed in
LOCAL = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Sessions:
    """The secrets of one running server: who presented the token, and the mark that its own forms carry."""

    def __init__(self, token: str | None) -> None:
        self.token = token
        self.secret = secrets.token_bytes(32)
        self.signed: OrderedDict[str, None] = OrderedDict()

    def mark(self, session: str) -> str:
        """Return what a form of this session must carry: another site can neither read nor make it."""
        return hmac.new(self.secret, session.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def marked(self, session: str, given: str) -> bool:
        """Tell whether a form carries the mark of its session."""
        return hmac.compare_digest(self.mark(session).encode(), given.encode("utf-8", "replace"))

    def knows(self, given: str) -> bool:
        """Tell whether this is the token."""
        return self.token is not None and hmac.compare_digest(self.token.encode(), given.encode("utf-8", "replace"))

    def sign_in(self, session: str) -> None:
        """Remember that a session presented the token."""
        self.signed[session] = None
        while len(self.signed) > SESSIONS:
            self.signed.popitem(last=False)

    def may_write(self, session: str) -> bool:
        """Tell whether a session may change the register."""
        return self.token is None or session in self.signed


class Guard:
    """ASGI middleware: refuses unknown hosts and requests that another site sent, gives each visitor a session, sets the headers."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session, fresh = _session(headers.get("cookie", ""))
        scope.setdefault("state", {})["session"] = session

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                made = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    made[name] = value
                if not scope["path"].startswith("/static/"):
                    made["cache-control"] = "no-store"
                    if fresh:
                        made.append("set-cookie", f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        refused = self._refused(scope, headers)
        if refused:
            await PlainTextResponse(refused, 403)(scope, receive, marked)
        else:
            await self.app(scope, receive, marked)

    def _refused(self, scope: Scope, headers: Headers) -> str | None:
        """Return why a request is not answered; None where it is."""
        host = headers.get("host", "")
        if self.hosts and _name(host) not in self.hosts:
            return f"this server does not answer for the name {_name(host)[:100]!r}; start it with --allow-host to let it\n"
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return None
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") or (origin and urlsplit(origin).netloc != host):
            return "the form was sent by another site; nothing was changed\n"
        return None


def is_local(host: str) -> bool:
    """Tell whether an address to listen on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """Return a Host header without its port."""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0].lower()


def _session(cookie: str) -> tuple[str, bool]:
    try:
        found = SimpleCookie(cookie).get(COOKIE)
    except CookieError:
        found = None
    if found and len(found.value) == 43 and found.value.isascii():
        return found.value, False
    return secrets.token_urlsafe(32), True
