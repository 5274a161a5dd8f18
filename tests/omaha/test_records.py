"""Records: what may not be seen goes from every part of them."""

from __future__ import annotations

from omaha.access import Sight
from omaha.loading import Engine
from omaha.record_reading import read_record
from omaha.records import Record, limit_record


def test_what_may_not_be_seen_goes_from_every_part(engine: Engine) -> None:
    sent = {
        "problems": [{"code": "24", "signs": [{"code": "2411", "text": "jeuk"}]}, {"code": "01"}],
        "goals": [{"problem": "24", "scale": "status", "value": 4}],
        "interventions": [{"problem": "24", "category": "02", "target": "63", "text": "zalf"}],
    }
    whole = read_record(sent, "note", engine.vocabulary)
    assert isinstance(whole, Record)

    assert limit_record(whole, Sight(), engine.vocabulary) is whole
    seen = limit_record(whole, Sight.of(["domain/I"]), engine.vocabulary)
    assert [problem.code for problem in seen.coded.problems] == ["01"]
    assert (seen.goals, seen.texts, seen.coded.interventions) == ((), (), ())
    no_signs = limit_record(whole, Sight.of(["problem", "category", "target"]), engine.vocabulary)
    assert [text.kind for text in no_signs.texts] == ["target"]
    assert limit_record(whole, Sight.of(["problem", "target"]), engine.vocabulary).texts == ()
