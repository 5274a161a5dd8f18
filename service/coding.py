"""From a request to `omaha.code_note` and back, within what the key allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import anyio
import anyio.to_thread
import orjson
from fastapi import Request

from omaha import Coder, code_note
from omaha.access import Key, Sight, choose_discipline, limit_answer
from omaha.disciplines import find_discipline
from omaha.errors import NoteTooLongError
from omaha.identifiers import refuse_bsn
from omaha.model import CodedNote, Note
from omaha.output import coded_note_to_json
from service.backend import Backend, backend_of, coder_of, key_of, state_of
from service.metrics import Metrics
from service.schemas import NoteIn

# A note of this many characters takes long enough to be felt by other requests: it is coded
# in a thread, where the interpreter takes turns. A shorter one is done before a thread starts.
LONG = 5_000


@dataclass(frozen=True)
class Desk:
    """Codes notes for one caller; `turns` is how many long ones at a time, of all callers.

    `coder` gives the coder of the caller's organisation as it is at that moment.
    """

    backend: Backend
    coder: Callable[[], Coder]
    metrics: Metrics
    note_limit: int
    key: Key | None
    turns: anyio.CapacityLimiter

    async def answer(self, asked: NoteIn) -> bytes:
        """The coded note as JSON.

        Raises NoteTooLongError, BsnRefusedError, InputError, NotAllowedError, and whatever
        the coder raises.
        """
        note, sight = self.admit(asked)
        answer = await self.code(note)
        engine = self.backend.engine
        return orjson.dumps(coded_note_to_json(limit_answer(answer, sight, engine.vocabulary)))

    def admit(self, asked: NoteIn) -> tuple[Note, Sight]:
        """The note as the coder takes it, and what of the answer may be seen."""
        refuse_bsn("id", asked.id)
        refuse_bsn("discipline", asked.discipline)
        for code in asked.open_problems or ():
            refuse_bsn("open_problems", code)
        known = find_discipline(asked.discipline) if asked.discipline else None
        allowed = self.key.disciplines if self.key else ()
        note = Note(
            text=asked.text,
            lang=asked.lang,
            discipline=choose_discipline(asked.discipline, known, allowed),
            id=asked.id,
            max_problems=asked.max_problems,
            threshold=asked.threshold,
            open_problems=None if asked.open_problems is None else tuple(asked.open_problems),
        )
        sight = self.key.sight if self.key else Sight()
        return note, sight.narrowed(asked.contents or ())

    async def code(self, note: Note) -> CodedNote:
        """One note coded and counted; raises NoteTooLongError and whatever the coder raises."""
        if len(note.text) > self.note_limit:
            raise NoteTooLongError(len(note.text), self.note_limit)
        coded = False
        try:
            answer = await self._code(note)
            coded = True
        finally:
            self.metrics.note(coded=coded)
        return answer

    async def _code(self, note: Note) -> CodedNote:
        coder = self.coder()
        if len(note.text) <= LONG:
            return code_note(note, coder)
        return await anyio.to_thread.run_sync(code_note, note, coder, limiter=self.turns)


def desk_for(request: Request) -> Desk:
    """The desk for the caller of this request."""
    state = state_of(request)
    return Desk(
        backend_of(request),
        partial(coder_of, request),
        state.metrics,
        state.settings.note_limit,
        key_of(request),
        state.turns,
    )
