"""A document's sentences in order: each is read in its place, and what it says of those under it goes into the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.attach import attach
from pipeline.extract.bearers import split_names
from pipeline.extract.clauses import read_sentence
from pipeline.extract.grammar import grammar
from pipeline.extract.item import Item, asks_what_was_named
from pipeline.extract.joins import is_topic
from pipeline.extract.labelled import Labels
from pipeline.extract.leads import forbidden, is_party, open_lead, take_side, told_duties
from pipeline.extract.line import Line
from pipeline.extract.nested import with_nested
from pipeline.extract.phrases import verb_phrase
from pipeline.extract.row import Row
from pipeline.extract.scope import BELOW_TITLE, Lead, Scope, document_kind
from pipeline.extract.state import Found, Ground, Outcome
from pipeline.extract.times import times_of
from pipeline.records import Annotated, Clause, Document, Sentence, Timex
from pipeline.timex import find_in

LONGEST = 3000  # characters of a sentence read at a time
STOPS = "。.；;，,"  # a line that ends in one says something, and heads nothing
BORDER = re.compile(r"[，,；;。.、\n]")
READ = frozenset({"title", "heading", "paragraph", "list_item", "table_row", "answer", "question"})


@dataclass(slots=True)
class Reading:
    """One document being read: the scope of each of its languages and the times of its blocks."""

    document: Document
    scopes: dict[str, Scope] = field(default_factory=dict)
    times: dict[int, list[Timex]] = field(default_factory=dict)

    def scope(self, language: str) -> Scope:
        """Return the scope of a language's blocks."""
        if language not in self.scopes:
            words = grammar(language)
            self.scopes[language] = Scope(words, document_kind(self.document, words))
        return self.scopes[language]

    def times_in(self, line: Line) -> list[tuple[int, int, Timex]]:
        """Return the times of a sentence with their places in its row's text (a block's times are found at once)."""
        number, sentence = line.sentence.block, line.sentence
        if number not in self.times:
            self.times[number] = find_in(self.document, line.block.start, line.block.end, line.row.grammar.language)
        inside = [time for time in self.times[number] if time.start >= sentence.start and time.end <= sentence.end]
        return [(*line.view.folded(time.start - sentence.start, time.end - sentence.start), time) for time in inside]


def read(annotated: Annotated, labels: Labels) -> list[Clause]:
    """Return the clauses of all blocks, in order of reading; labels and what stands beside the tasks of a table hold none. `labels` learn
    whom lines that lead into lists charge with them."""
    document, done = annotated.document, list[Clause]()
    reading, item, number = Reading(document), Item(), -1
    sentences = _handy(annotated)
    for place, sentence in enumerate(sentences):
        block = document.blocks[sentence.block]
        if block.kind not in READ or block.language == "other" or labels.hold(sentence.start):
            continue
        first, number = sentence.block != number, sentence.block
        line = Line(document, sentence, first, _ahead(document, sentences, place))
        if block.kind == "table_row":
            row = labels.rows.get(sentence.block)
            if row is None or row.cell(sentence.start) is None:
                continue
        scope = reading.scope(block.language)
        if first or line.rank is not None:
            done += item.clauses
            item = Item()
            scope.enter(line.rank, prose=first, heading=line.heading)
            take_side(line, scope)
        line.row.times = times_of(line.row, reading.times_in(line), scope.kind == "news")
        told = told_duties(line, scope)
        item.carried = told or item.carried
        charged = told or scope.charged()
        owned = not told and scope.owned()
        labels.charge(sentence.start, charged, owned)
        for found in _sentence(line, scope, item):
            if charged and found.bearers == []:  # a thing is its subject
                action = line.quote((found.start, found.end))
                labels.charge(action.start, ())
                labels.charge(action.end, charged, owned)
    return done + item.clauses


def _handy(annotated: Annotated) -> list[Sentence]:
    """Return the sentences, one without end cut at its last border before LONGEST characters: reading a row costs more than its length."""
    text, done = annotated.document.text, list[Sentence]()
    for sentence in annotated.sentences:
        start = sentence.start
        while sentence.end - start > LONGEST:
            borders = [match.end() for match in BORDER.finditer(text, start + 1, start + LONGEST)]
            stop = borders[-1] if borders else start + LONGEST
            done.append(Sentence(start, stop, sentence.block))
            start = stop
        done.append(Sentence(start, sentence.end, sentence.block) if start > sentence.start else sentence)
    return done


def _ahead(document: Document, sentences: list[Sentence], place: int) -> str:
    """Return the first letters of the next sentence of the same block."""
    following = sentences[place + 1] if place + 1 < len(sentences) else None
    if following is None or following.block != sentences[place].block:
        return ""
    return document.text[following.start : following.start + 6].casefold()


def _sentence(line: Line, scope: Scope, item: Item) -> list[Found]:
    """Read a sentence into its item, then pass on what it opens; return what was read."""
    lead = scope.inherited()
    ground = _ground(line, scope, lead)
    if line.text.rstrip().endswith(("?", "？")):
        return []
    outcome = Outcome([]) if forbidden(line) else read_sentence(line.row, ground)
    outcome.found = _kept(line, scope, outcome)
    owners = attach(line.row, outcome.found)
    if line.row.times and _only_time(line, outcome):
        outcome.found = []
    if not outcome.found and line.row.times and line.says("sets_time"):
        item.set_time(line)
    if is_party(line, outcome):
        outcome.found, outcome.party = [], split_names(line.row, line.row.first, len(line.row.forms) - line.opens)
    for number, found in enumerate(outcome.found):
        item.add(found, line, lead, scope, tuple(time.timex for time in owners.get(number, ())))
    item.carry(line, outcome)
    open_lead(line, scope, item, outcome, lead)
    return outcome.found


def _ground(line: Line, scope: Scope, lead: Lead) -> Ground:
    """Return what binds at a sentence's place, and bring the scope up to date with its heading or question."""
    row, words = line.row, scope.grammar.words
    if line.rank is not None:
        scope.started = True
    if line.short and line.text[-1] not in STOPS and line.says("background_headings") and _is_topic(row):
        scope.telling = line.rank if line.rank is not None else BELOW_TITLE
    if line.block.kind == "question":
        scope.asked = line.says("task_questions")
    listed = lead.task or (lead.list and (lead.cue is not None or bool(lead.bearers)))
    answers = line.block.kind == "answer" and scope.asked
    announced = bool(line.ahead) and line.ahead.startswith(words.context.follow_up)
    section = scope.kind in ("task", "contract") and scope.started
    decided = words.context.decides.match(row.text) is not None or lead.decided
    return Ground(
        task=section or listed or answers or announced or decided or line.block.kind == "table_row",
        statements=scope.kind in ("law", "contract") or answers or decided or (section and not line.heading),
        background=(scope.telling is not None and line.block.kind != "table_row") or line.says("background"),
        cue=lead.cue,
        give=lead.give,
    )


def _is_topic(row: Row) -> bool:
    """Tell whether a row does not begin with a verb phrase."""
    return row.first < len(row.forms) and verb_phrase(row, row.first, len(row.forms)) is None


def _orders(line: Line, found: list[Found]) -> bool:
    """Tell whether a line ends as a sentence or as one of several and opens with a verb phrase or with who does what:
    （二）研究解决重大问题； or 2.教育局：建立台账。"""
    return line.text[-1] in STOPS and (not _is_topic(line.row) or any(clause.bearers for clause in found))


def _kept(line: Line, scope: Scope, outcome: Outcome) -> list[Found]:
    """Return a sentence's clauses with the nested ones, without those of a bare topic or a question; news reports what was assigned."""
    found = outcome.found
    if line.short and scope.grammar.head_last and is_topic(line.row) and not _orders(line, found):
        found = [f for f in found if f.modal is not None or f.type == "assignment" or f.rule.startswith("list")]
    if line.block.kind == "question":
        found = []
    for clause in found:
        if clause.given and scope.kind == "news":
            clause.status = "reported"
    return with_nested(line.row, found, line.heading)


def _only_time(line: Line, outcome: Outcome) -> bool:
    """Tell whether a sentence says no more than until when (`以上工作要在2月底前完成`)."""
    found, row = outcome.found, line.row
    if len(found) != 1:
        return False
    start = found[0].start
    while start in row.hits and "adverb" in row.hits[start].labels and row.hits[start].end < found[0].end:
        start = row.hits[start].end  # 全部完成: the adverb adds no object
    act = row.word(start, found[0].end)
    return act in row.grammar.words.context.time_verbs or asks_what_was_named(act, row.grammar.language)
