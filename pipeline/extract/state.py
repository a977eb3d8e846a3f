"""What is passed along while a sentence is read: the clauses found, and what earlier pieces leave to later ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import RecordType, Status

Units = tuple[int, int]


@dataclass(slots=True)
class Found:
    """A clause in units of its row; `bearers` None means: inherit, an empty list: the text names nobody."""

    start: int
    end: int
    type: RecordType
    bearers: list[Units] | None
    modal: Units | None
    rule: str
    condition: Units | None = None
    piece: int = 0
    thing: bool = False  # the subject is a thing: units in brackets may still bear the task
    status: Status = "prescribed"
    given: bool = False  # a named body assigns it: news of that reports an assignment


@dataclass(slots=True)
class Outcome:
    """What a sentence gave and what it passes on: the last bearers (None: no subject), modal, cue; `party`: it is only a name."""

    found: list[Found]
    bearers: list[Units] | None = None
    modal: Units | None = None
    cue: str | None = None
    party: list[Units] | None = None
    give: bool = False


@dataclass(slots=True)
class Ground:
    """Where the sentence stands: `task`: bare verb phrases bind; `statements`: what a party does within its office binds.

    `background`: the sentence only tells; `cue` and `give` are those of the lead-in above it.
    """

    task: bool = False
    statements: bool = False
    background: bool = False
    cue: str | None = None
    give: bool = False


@dataclass(slots=True)
class State:
    """What earlier pieces of the sentence pass on to later ones."""

    bearers: list[Units] | None = None
    pending: list[Units] = field(default_factory=list)  # names that wait for their predicate
    modal: Units | None = None
    cue: str | None = None
    active: bool = False  # something has bound already: bare verb phrases go on with it
    purpose: bool = False
    charge: bool = False  # 负责 + verb: the coordinate verbs are charges too
    give: bool = False
    sanction: bool = False
    vow: bool = False
    blocked: bool = False
    condition: Units | None = None
    opened: int | None = None  # where the first piece without a record began

    def bind(self, modal: Units, cue: str) -> None:
        """Let a cue bind from here on."""
        self.modal, self.cue, self.active, self.purpose, self.blocked = modal, cue, True, False, False

    def wait(self, name: Units) -> None:
        """Let a name wait for its predicate; what stood before it opens no condition behind it."""
        self.pending, self.opened = [*self.pending, name], None

    def rest(self) -> None:
        """Forget at a strong border what reaches no further."""
        self.purpose, self.condition, self.charge, self.blocked, self.opened = False, None, False, False, None
