"""Questions and answers of an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import last_letter
from pipeline.records import BlockKind

SPEAKER = re.compile(r"(?:\*\*)?(?P<name>[^\W\d_][^:：?？!.。，,;；\n]{0,70}?)(?:\*\*)?\s?[:：](?:\*\*)?[ \t\xa0\u3000]*")
INTRODUCED = re.compile(r"(?P<name>[^,，–(]{4,60}?)(?: ?[,，–(]| - )")
SIGNS = ("dash", "star", "bullet")
LONGEST_SPEAKER = 80
LONGEST_THANKS = 60  # the interviewer's last word
HEAD = 8  # blocks in which an interview is announced
TAIL = 12  # blocks among which the byline stands


class Turn(NamedTuple):
    """What opens a turn: whether it asks, by which sign (or `named`, `mark`), who speaks, and where the words begin."""

    asks: bool
    sign: str
    speaker: str | None
    body: int


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `question` and `answer` (and who speaks) where the text alternates between them; else leave all as it is.

    A turn opens with a mark (`问：`, `PV:`, `-`, `*`) or a speaker's name; what follows it up to the next turn belongs to it.
    """
    turns = {i: turn for i, piece in enumerate(pieces) if piece.kind is None and (turn := opening(text, piece, marks))}
    asked = [i for i, turn in turns.items() if turn.asks]
    replies = [turns[j] for i in asked for j in range(i + 1, i + 4) if j in turns and not turns[j].asks]
    if not replies or (len(replies) < 2 and not announced(text, pieces, marks)):
        return
    signs = {turns[i].sign for i in asked}
    own = {sign for sign in signs - {reply.sign for reply in replies} if sign in SIGNS}  # signs only the interviewer uses
    person = introduced(text, pieces, marks)
    mode: BlockKind | None = None
    speaker: str | None = None
    for i in range(asked[0], len(pieces)):
        piece, turn = pieces[i], turns.get(i)
        if piece.kind is not None:
            continue
        thanks = turn is not None and mode == "answer" and turn.sign in signs and piece.end - piece.start <= LONGEST_THANKS
        if turn and ((turn.asks and turn.sign in signs) or turn.sign in own or thanks):
            mode, speaker = "question", turn.speaker
        elif turn and not turn.asks and (turn.sign in ("named", "mark") or mode == "question"):
            mode, speaker = "answer", turn.speaker or person
        elif piece.number is not None or (piece.family in SIGNS and mode == "answer"):
            piece.speaker = speaker
            continue
        elif mode is None or closing(text, piece, pieces, i):
            continue
        elif turn is None and mode == "question" and not own and last_letter(text, pieces[i - 1]) in "?？":
            mode, speaker = "answer", person
        piece.kind, piece.speaker = mode, speaker
        if turn:
            piece.body, piece.family, piece.number = max(piece.body, turn.body), None, None


def opening(text: str, piece: Piece, marks: Vocabulary) -> Turn | None:
    """Return the turn that the piece may open."""
    reach = min(piece.end, piece.body + LONGEST_SPEAKER)
    named = text.find(":", piece.body, reach) > 0 or text.find("：", piece.body, reach) > 0
    if not named and piece.family not in SIGNS:
        return None
    said = SPEAKER.match(text, piece.body, reach) if named else None
    who = said["name"].strip("* ") if said else ""
    if piece.family in SIGNS:
        if last_letter(text, piece) in "?？":
            return Turn(True, piece.family, None, piece.body)
        if said and marks.person.fullmatch(who):
            return Turn(False, "named", who, said.end())
        return Turn(False, piece.family, None, piece.body)
    if not said or piece.family is not None:
        return None
    if who.casefold() in marks.questioners:
        if marks.person.fullmatch(text[said.end() : piece.end].strip()):
            return None  # 主持人：赵丽华 tells who was in the chair
        return Turn(True, "named", who, said.end())
    if who.casefold() in marks.answerers:
        return Turn(False, "mark", None, said.end())
    return Turn(False, "named", who, said.end()) if marks.person.fullmatch(who) else None


def announced(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> bool:
    """Whether the head of the document says that it is an interview."""
    return any(marks.interview.search(text[piece.start : min(piece.end, piece.start + 1000)].casefold()) for piece in pieces[:HEAD])


def introduced(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> str | None:
    """Return who is interviewed, where one of the first lines names a person, then an office, and announces the interview."""
    for piece in pieces[:HEAD]:
        line = text[piece.body : min(piece.end, piece.body + 400)]
        who = INTRODUCED.match(line)
        if who and marks.interview.search(line.casefold()) and marks.person.fullmatch(who["name"].strip()):
            return who["name"].strip()
    return None


def closing(text: str, piece: Piece, pieces: Sequence[Piece], place: int) -> bool:
    """Whether the piece is the byline after the last turn: short, unmarked and without a full stop, near the end."""
    return place >= len(pieces) - TAIL and piece.end - piece.start <= 50 and last_letter(text, piece) not in ".。!！?？…"
