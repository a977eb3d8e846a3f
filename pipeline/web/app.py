"""The running site: which address shows what, and which form changes what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.register import Register, RegisterError, rows
from pipeline.register.journal import author
from pipeline.register.scores import BYS
from pipeline.web import asked, changes, downloads, views
from pipeline.web.guard import Guard, Sessions
from pipeline.web.render import Served, html

LINKS = Served()
Answer = Callable[["Site", Request], Response]
Change = Callable[["Site", Request, asked.Form, asked.Visitor], Response]


class Site:
    """One register as pages. Every page reads it at one moment; a change is one transaction."""

    def __init__(self, register: Register, sessions: Sessions, who: str | None, today: Callable[[], date]) -> None:
        self.register, self.sessions, self.who, self.today = register, sessions, who, today

    def visitor(self, request: Request) -> asked.Visitor:
        """Return who looks at the page."""
        session = request.state.session
        token = self.sessions.token is not None
        name = asked.name(request) or ("" if token else self.who or author())
        return asked.Visitor(session, self.sessions.may_write(session), token, name, self.sessions.mark(session))

    def page(self, request: Request, template: str, at: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page; `at` is its place in the navigation."""
        language = asked.language(request)
        visitor = self.visitor(request)
        path = request.url.path if request.method == "GET" else "/" + "/".join(request.url.path.split("/")[1:3])
        kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang" and request.method == "GET"]
        given = {"session": visitor, "path": path, **values}

        def tongue(code: str) -> str:
            return f"{path}?{urlencode([*kept, ('lang', code)])}"

        response = HTMLResponse(html(template, language, LINKS, at=at, tongue=tongue, **given), status)
        if request.query_params.get("lang") == language:
            response.set_cookie("zeren_lang", language, max_age=31_536_000, samesite="strict", httponly=True)
        return response

    def problem(self, request: Request, status: int, key: str, told: str = "") -> Response:
        """Return a page that says what is wrong."""
        return self.page(request, "problem.html", "", status, key=key, told=told)

    def on(self, request: Request) -> date:
        """Return the day that a page looks from."""
        return asked.day(request.query_params.get("on")) or self.today()


def application(
    register: Register,
    *,
    token: str | None = None,
    hosts: tuple[str, ...] = (),
    who: str | None = None,
    today: Callable[[], date] = date.today,
) -> Starlette:
    """Return the site of a register.

    With `token` nothing is changed before a visitor gave it; `hosts` are the names the site answers for, all where there are none;
    changes carry the name `who` unless the visitor gives one.
    """
    site = Site(register, Sessions(token), who, today)

    def shows(answer: Answer) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            try:
                return answer(site, request)
            except RegisterError as error:
                return site.problem(request, 404, "problem.register", str(error))

        return endpoint

    def changing(change: Change, *, signing: bool = False) -> Callable[[Request], Any]:
        """Return an endpoint that changes something: only for who may, and only from a form of this site."""

        async def endpoint(request: Request) -> Response:
            try:
                form = await asked.form(request)
            except asked.TooMuch:
                return await run_in_threadpool(site.problem, request, 413, "problem.large")
            return await run_in_threadpool(answer, request, form)

        def answer(request: Request, form: asked.Form) -> Response:
            visitor = site.visitor(request)
            bearer = request.headers.get("authorization", "").partition("Bearer ")[2]
            trusted = bool(bearer) and site.sessions.knows(bearer)  # a program, not a browser: no other site can add this header
            if not trusted and not site.sessions.marked(visitor.session, next(iter(form.get("mark", ())), "")):
                return site.problem(request, 403, "problem.form")
            if not (signing or trusted or visitor.may_write):
                return site.problem(request, 403, "problem.token")
            try:
                return change(site, request, form, visitor)
            except RegisterError as error:
                return site.problem(request, 409, "problem.register", str(error))

        return endpoint

    pages: tuple[tuple[str, Answer], ...] = (
        ("/", record_list),
        ("/records/{record_id}", record),
        ("/records/{record_id}/card", record_card),
        ("/documents", document_list),
        ("/documents/{document_id}", document),
        ("/documents/{document_id}/roles", document_roles),
        ("/documents/{document_id}/changes", document_changes),
        ("/due", due),
        ("/scoreboard", scores),
        ("/agenda", agenda),
        ("/session", changes.session),
        ("/commitments.{ending}", downloads.table),
        ("/register.ics", downloads.calendar),
    )
    forms: tuple[tuple[str, Callable[[Request], Any]], ...] = (
        ("/records/{record_id}/verdict", changing(changes.verdict)),
        ("/records/{record_id}/entries", changing(changes.entries)),
        ("/session", changing(changes.sign, signing=True)),
    )
    routes = [
        *(Route(path, shows(answer), methods=["GET"]) for path, answer in pages),
        *(Route(path, endpoint, methods=["POST"]) for path, endpoint in forms),
        Mount("/static", StaticFiles(packages=[("pipeline.web", "static")])),
    ]

    def not_found(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/static/"):
            return PlainTextResponse("no such file\n", 404)
        return site.problem(request, 404, "problem.missing")

    app = Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)], exception_handlers={404: not_found})
    app.state.site = site
    return app


# ---- pages ----


def record_list(site: Site, request: Request) -> Response:
    """Show the commitments that a query asks for."""
    query = asked.query(request)
    with site.register.reading() as connection:
        named = query.get("document")
        document_id = rows.resolve_document(connection, named) if named else None
        wanted = asked.wanted(query | ({"document": document_id} if document_id else {}))
        found = views.record_list(connection, wanted, asked.order(query), asked.number(request.query_params.get("page")), site.today())
    return site.page(request, "list.html", "list", query=query, **found)


def record(site: Site, request: Request) -> Response:
    """Show one commitment."""
    found = changes.view(site, request)
    return site.page(request, "record.html", "list", **found) if found else site.problem(request, 404, "problem.missing")


def record_card(site: Site, request: Request) -> Response:
    """Show the part of a commitment's page that stands beside its document."""
    found = changes.view(site, request)
    return site.page(request, "card.html", "", **found) if found else site.problem(request, 404, "problem.missing")


def document_list(site: Site, request: Request) -> Response:
    """Show the documents."""
    with site.register.reading() as connection:
        found = views.document_list(connection)
    return site.page(request, "documents.html", "documents", documents=found)


def document(site: Site, request: Request) -> Response:
    """Show a document with its clauses marked."""
    with site.register.reading() as connection:
        part = asked.number(request.query_params.get("part"))
        found = views.document(connection, request.path_params["document_id"], part)
    return site.page(request, "document.html", "documents", **found) if found else site.problem(request, 404, "problem.missing")


def document_roles(site: Site, request: Request) -> Response:
    """Show who does what in a document, and who answers to whom."""
    with site.register.reading() as connection:
        document_id = rows.resolve_document(connection, request.path_params["document_id"])
        found = views.roles(connection, document_id) | {"document": views.document_row(connection, document_id)}
    return site.page(request, "roles.html", "documents", **found)


def document_changes(site: Site, request: Request) -> Response:
    """Show what an amended document changed."""
    with site.register.reading() as connection:
        document_id = rows.resolve_document(connection, request.path_params["document_id"])
        found = views.changes(connection, document_id)
        held = views.document_row(connection, document_id)
    if found is None:
        return site.problem(request, 404, "problem.unamended")
    return site.page(request, "changes.html", "documents", document=held, **found)


def due(site: Site, request: Request) -> Response:
    """Show what is overdue and due soon, by bearer."""
    asked_ = request.query_params
    within = asked.number(asked_.get("within"), -1)
    with site.register.reading() as connection:
        document_id = rows.resolve_document(connection, asked_["document"]) if asked_.get("document") else None
        page = asked.number(asked_.get("page"))
        found = views.due_board(connection, site.on(request), within if within >= 0 else None, document_id, page)
    return site.page(request, "due.html", "due", query={"document": asked_.get("document", "")}, **found)


def scores(site: Site, request: Request) -> Response:
    """Show how many commitments were met."""
    by = next((known for known in BYS if known == request.query_params.get("by")), BYS[0])
    with site.register.reading() as connection:
        found = views.scores(connection, by, site.on(request), None)
    return site.page(request, "scores.html", "scores", **found)


def agenda(site: Site, request: Request) -> Response:
    """Show what the next review looks at."""
    with site.register.reading() as connection:
        found = views.agenda(connection, site.on(request), None)
    return site.page(request, "agenda.html", "agenda", **found)
