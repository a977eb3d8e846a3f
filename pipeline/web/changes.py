"""What the forms change: a verdict on a record, what became of a commitment, who the visitor is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.register import tracking, verdicts
from pipeline.register.journal import Journal
from pipeline.register.tables import commitments, documents
from pipeline.register.texts import text
from pipeline.register.tracking import EntryError
from pipeline.web import asked, correct, views

if TYPE_CHECKING:
    from pipeline.web.app import Site

ENTRIES = ("status", "progress", "owner", "due", "done_on", "recipient", "consequence", "grade", "note")
FRAGMENT = "x-zeren-part"  # a script asks for the part of the page that changed


def view(site: Site, request: Request) -> views.Row | None:
    """Return what the page of the request's commitment shows, with what a form said and why it was refused left empty."""
    with site.register.reading() as connection:
        found = views.record(connection, request.path_params["record_id"], site.today())
    return found and found | {"refused": None, "form": {}}


def verdict(site: Site, request: Request, form: asked.Form, visitor: asked.Visitor) -> Response:
    """Confirm, correct or reject a record, or take the verdict back."""
    record_id = request.path_params["record_id"]
    chosen = _one(form, "verdict")
    if chosen not in (*verdicts.VERDICTS, "open"):
        return site.problem(request, 422, "problem.form")
    try:
        with site.register.writing() as connection:
            c = commitments.c
            found = select(documents, c.record_id).join(commitments, c.document_id == documents.c.document_id)
            document = connection.execute(found.where(c.record_id == record_id)).mappings().first()
            if document is None:
                return site.problem(request, 404, "problem.missing")
            fields = None
            if chosen == "corrected":
                words = text(connection, document["document_id"])
                if words is None:
                    raise EntryError("the register has no text of this document; update it from a run, then correct the record")
                fields = correct.fields(form, verdicts.current(connection, record_id), dict(document), words)
            journal = Journal(connection, visitor.name or "web", _one(form, "why") or None)
            version = asked.number(_one(form, "verdict_version"), 0)
            verdicts.judge(connection, journal, record_id, None if chosen == "open" else chosen, fields, version=version)
    except EntryError as error:
        return _refused(site, request, form, str(error))
    return _done(site, request)


def entries(site: Site, request: Request, form: asked.Form, visitor: asked.Visitor) -> Response:
    """Enter what became of a commitment. Evidence is an address on the web: a file of the server is none of the visitor's."""
    record_id = request.path_params["record_id"]
    try:
        with site.register.writing() as connection:
            if connection.execute(select(commitments.c.record_id).where(commitments.c.record_id == record_id)).first() is None:
                return site.problem(request, 404, "problem.missing")
            held = tracking.entered(connection, record_id)
            if asked.number(_one(form, "version"), 0) != held["version"]:
                raise EntryError("somebody else wrote here meanwhile; what you see now is what holds")
            given = [
                f"{name}={_one(form, name)}" for name in ENTRIES if name in form and _one(form, name) != tracking.shown(name, held[name])
            ]
            address = _one(form, "evidence").strip()
            if address and (urlsplit(address).scheme.lower() not in tracking.WEB or any(letter.isspace() for letter in address)):
                raise EntryError("evidence: only addresses that begin with https:// are taken here; files by `zeren register set`")
            journal = Journal(connection, visitor.name or "web", _one(form, "why") or None)
            tracking.assign(connection, journal, record_id, [*given, *([f"evidence={address}"] if address else [])], site.today())
    except (EntryError, tracking.RegisterError) as error:
        return _refused(site, request, form, str(error))
    return _done(site, request)


def session(site: Site, request: Request) -> Response:
    """Show who the visitor is, and the form that changes it."""
    return site.page(request, "session.html", "session", refused=False, back=_local(request.query_params.get("back", "/")))


def sign(site: Site, request: Request, form: asked.Form, visitor: asked.Visitor) -> Response:
    """Take the visitor's name, and the token where one is needed."""
    to = _local(_one(form, "back"))
    if visitor.needs_token and not visitor.may_write:
        if not site.sessions.knows(_one(form, "token").strip()):
            return site.page(request, "session.html", "session", 403, refused=True, back=to)
        site.sessions.sign_in(visitor.session)
    response = RedirectResponse(to, 303)
    name = " ".join(_one(form, "name").split())[: asked.LONGEST]
    response.set_cookie("zeren_name", quote(name), max_age=31_536_000, samesite="strict", httponly=True)
    return response


def _done(site: Site, request: Request) -> Response:
    if FRAGMENT in request.headers:
        return site.page(request, "card.html", "", **(view(site, request) or {}))
    return RedirectResponse(f"/records/{quote(request.path_params['record_id'], safe='')}", 303)


def _refused(site: Site, request: Request, form: asked.Form, why: str) -> Response:
    """Show the page again with what was entered, and why it was not taken."""
    found: dict[str, Any] | None = view(site, request)
    if found is None:
        return site.problem(request, 404, "problem.missing")
    template = "card.html" if FRAGMENT in request.headers else "record.html"
    return site.page(request, template, "list", 422, **found | {"refused": why, "form": form})


def _one(form: asked.Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _local(path: str) -> str:
    """Return a path of this site; whatever leads elsewhere leads to its first page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path else "/"
