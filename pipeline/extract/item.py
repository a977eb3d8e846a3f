"""The item a sentence belongs to: its clauses inherit bearers, modal and times."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.extract.fields import basis, recipient
from pipeline.extract.grammar import grammar
from pipeline.extract.line import Line
from pipeline.extract.scope import Lead, Scope
from pipeline.extract.state import Found, Outcome
from pipeline.records import Bearer, Clause, Span, Timex

UNMEASURED = 0.6  # confidence of a rule that fired too seldom to be measured
ANNOUNCEMENT = 60  # characters up to which words such as 现印发 make a clause a mere formula


@dataclass(slots=True)
class Item:
    """The sentences from one number to the next; `carried` are the bearers that a sentence without subject has, `speaker` is `we`."""

    clauses: list[Clause] = field(default_factory=list)
    carried: tuple[Bearer, ...] | None = None
    speaker: tuple[Bearer, ...] | None = None

    def carry(self, line: Line, outcome: Outcome) -> None:
        """Remember the subject of a sentence for the sentences after it; we stay the subject of our own answer."""
        if outcome.bearers is not None and (outcome.found or line.opens):
            self.carried = line.bearers(outcome.bearers)
            pronouns = line.row.grammar.words.bearers.pronouns
            if self.speaker is None and len(self.carried) == 1 and self.carried[0].quote.casefold() in pronouns:
                self.speaker = self.carried
        if self.speaker:
            self.carried = self.speaker

    def add(self, found: Found, line: Line, lead: Lead, scope: Scope, deadlines: tuple[Timex, ...]) -> None:
        """Add a clause with what it inherits; those that only announce a list or are a formula are left out."""
        if _announces(found, line):
            return
        actors = self._actors(found, line, lead, scope)
        deadlines = deadlines or lead.deadlines
        modal = line.maybe(found.modal)
        if modal is None and found.bearers is None:
            modal = lead.modal
        row, sentence = line.row, line.sentence
        clause = Clause(
            language=row.grammar.language,
            type=found.type,
            status=found.status,
            action=line.quote((found.start, found.end)),
            actors=actors,
            modal=modal,
            deadlines=deadlines,
            recipient=line.maybe(recipient(row, found.start, found.end)),
            condition=line.maybe(found.condition),
            basis=tuple(line.quote(span) for span in basis(row, found.start, found.end)),
            sentence=Span(line.text, sentence.start, sentence.end),
            block=sentence.block,
            rules=(f"{row.grammar.language}.{found.type}.{found.rule}",),
            confidence=row.grammar.words.confidence.get(f"{found.type}.{found.rule}", UNMEASURED),
        )
        self.clauses.append(clause)

    def _actors(self, found: Found, line: Line, lead: Lead, scope: Scope) -> tuple[Bearer, ...]:
        if found.bearers is not None:
            return line.bearers(found.bearers, "clause")
        asked = found.modal is not None and line.row.word(*found.modal) in scope.grammar.words.context.asks
        if scope.addressees and asked:
            return scope.addressees
        return self.carried or lead.bearers or ()

    def set_time(self, line: Line) -> None:
        """Give the times of a sentence that only sets a time to the clauses before it."""
        times = tuple(time.timex for time in line.row.times)
        self.clauses = [replace(clause, deadlines=with_closing(clause.deadlines, times)) for clause in self.clauses]


def with_closing(own: tuple[Timex, ...], closing: tuple[Timex, ...]) -> tuple[Timex, ...]:
    """Return a clause's times with those that a later sentence sets for all before it: these too where it has none, or where it was due
    once so far and is from then on (8月底前完成自评。… 2027年起，每年2月底前完成上述工作。)."""
    again = any(time.timex == "SET" for time in closing) and not any(time.timex == "SET" for time in own)
    return (*own, *closing) if again or not own else own


def asks_what_was_named(act: str, language: str) -> bool:
    """Tell whether an act is no other than those before it: 完成上述工作."""
    words = grammar(language).words.context
    return any(act.endswith(word) and act.removesuffix(word).strip() in words.time_verbs for word in words.sets_time)


def _announces(found: Found, line: Line) -> bool:
    """Tell whether a clause only announces the list that follows (`做好以下工作：`) or is a formula of publication."""
    context = line.row.grammar.words.context
    quote = line.row.letters(found.start, found.end).casefold()
    if any(word in quote for word in context.non_tasks) and (line.opens or len(quote) < ANNOUNCEMENT):
        return True
    return line.opens and any(word in quote for word in context.list_objects)
