"""`proposed_actions`, `proposed_reports`, `settle_proposals`: whose, and once only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.cycle._told_later import windows
from alsjournal.cycle._words import Words
from alsjournal.errors import ConfigError, DisclosureError, InputError
from alsjournal.ingest.config import read_programme
from alsjournal.journal import Journal

M1, M2, M3 = (f"m-{c * 12}" for c in "123")  # M2 allows counts, M3 keeps all
PROMISE = "I will ring the garage about the van by Friday."
HEARD = "It rained. I rang the garage about the van and it is sold. We had tea."
AGREED = {"record": {"proposals": "set"}}


def text(number: int, session: int, member: str, said: str) -> dict[str, object]:
    place = {"set_id": "A", "session": session, "member": member}
    return {"reflection_id": f"r{number}", **place, "text": said}


ROWS = {
    "permissions": [
        {"member": M1, "use": "quote", "reach": "set"},
        {"member": M2, "use": "counts", "reach": "set"},
        {"member": M3, "use": "self", "reach": "set"},
    ],
    "reflections": [
        text(1, 1, M1, f"A long day. {PROMISE}"),
        text(2, 1, M2, "We agreed that Zebedee rings the council next week."),
        text(3, 2, M1, HEARD),
        text(4, 2, M2, "Zebedee said that the garage had sold the van at last."),
        text(5, 2, M3, "I will speak to Zebedee tomorrow."),
        text(6, 1, M2, "Nothing of the kind, a quiet afternoon."),
    ],
    "actions": [
        {
            "action_id": "a1",
            "set_id": "A",
            "session": 1,
            "owner": M1,
            "text": "Ring the garage about the van.",
        }
    ],
}


def journal(**provenance: object) -> Journal:
    tables = {name: pd.DataFrame(rows) for name, rows in ROWS.items()}
    return Journal(tables, provenance=provenance)


def decided(ids: list[str], decision: str = "confirm", **more: str) -> pd.DataFrame:
    row = {"decision": decision, "by": "set", "when": "2026-05-04", **more}
    return pd.DataFrame([{"proposal_id": one, **row} for one in ids])


@pytest.fixture
def store(tmp_path: Path) -> als.JournalStore:
    kept = als.JournalStore(tmp_path / "j.duckdb")
    kept.write(journal())
    return kept


def found(source: Journal, audience: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    actions = als.proposed_actions(source, audience=audience)
    reports = als.proposed_reports(source, audience=audience)
    return actions.to_frame(), reports.to_frame()


@pytest.mark.parametrize("audience", ["programme", "public", "set:A"])
def test_others_get_no_proposals(audience: str) -> None:
    for function in (als.proposed_actions, als.proposed_reports):
        with pytest.raises(DisclosureError, match=r"member:<pseudonym>"):
            function(journal(), audience=audience)


def test_a_member_has_their_own_alone() -> None:
    actions, reports = found(journal(), f"member:{M1}")
    assert actions["text"].str.contains("ring the garage").all()
    assert actions["owner"].tolist() == ["writer"]
    assert len(reports) == 1
    assert "garage" in reports["text"][0]
    assert reports["owner"].tolist() == ["writer"]
    kept, _ = found(journal(), f"member:{M3}")
    assert "tomorrow" in kept["text"][0]


def test_a_set_that_agreed_and_research_read_what_may_be_quoted() -> None:
    for audience in ("set:A", "research"):
        actions, reports = found(journal(**AGREED), audience)
        both = pd.concat([actions, reports])
        assert len(actions) == 1
        assert len(reports) == 1
        assert not both["text"].str.contains("Zebedee").any()
    assert found(journal(**AGREED), "set:A")[1]["owner"].tolist() == ["not said"]


def test_a_report_is_of_a_later_session() -> None:
    _, reports = found(journal(), f"member:{M2}")
    assert set(reports["session"]) == {2}
    assert reports["action"].tolist() == ["Ring the garage about the van."]
    assert reports["owner"].tolist() == ["other"]


def test_what_is_confirmed_is_in_the_record_once(store: als.JournalStore) -> None:
    actions, reports = found(store.read(), f"member:{M1}")
    ids = [actions["proposal_id"][0], reports["proposal_id"][0]]
    before = als.hearing_back(store.read(), audience="research").to_frame()
    assert before["actions"].iloc[-1] == 1
    rows = decided([*ids, "none"], status="changed")
    done = als.settle_proposals(store, rows)
    assert done.confirmed == tuple(ids)
    assert done.unknown == ("none",)
    after = store.read()
    added = after.table("actions").iloc[-1]
    assert (added["owner"], added["session"]) == (M1, 1)
    assert "ring the garage" in added["text"]
    (report,) = after.table("action_reports").to_dict("records")
    assert (report["action_id"], report["session"]) == ("a1", 2)
    assert report["status"] == "changed"
    states = pd.concat(found(after, f"member:{M1}"))
    states = states.set_index("proposal_id")["state"]
    assert (states[ids] == "confirmed").all()
    again = als.settle_proposals(store, rows.assign(when="2026-06-01"))
    assert again.unchanged == tuple(ids)
    for name in ("actions", "action_reports", "codings"):
        assert store.read().table(name).equals(after.table(name))


def test_what_is_rejected_is_noted_and_not_in_the_record(
    store: als.JournalStore,
) -> None:
    actions, _ = found(store.read(), f"member:{M1}")
    ids = list(actions["proposal_id"])
    assert als.settle_proposals(store, decided(ids, "reject")).rejected == tuple(ids)
    assert len(store.read().table("actions")) == 1
    assert set(found(store.read(), f"member:{M1}")[0]["state"]) == {"rejected"}
    assert als.settle_proposals(store, decided(ids)).confirmed == tuple(ids)
    contrary = als.settle_proposals(store, decided(ids, "reject"))
    assert contrary.contrary == tuple(ids)
    assert len(store.read().table("actions")) == 2


def test_words_go_no_further_than_their_writer_allowed(
    store: als.JournalStore,
) -> None:
    _, reports = found(store.read(), f"member:{M2}")
    als.settle_proposals(store, decided(list(reports["proposal_id"]), status="done"))
    (report,) = store.read().table("action_reports").to_dict("records")
    assert report["status"] == "done"
    assert pd.isna(report["text"])


def test_a_report_on_record_stays(store: als.JournalStore) -> None:
    kept = {"action_id": "a1", "session": 2, "status": "done", "text": "Sold."}
    store.write(Journal({"action_reports": pd.DataFrame([kept])}))
    _, reports = found(store.read(), f"member:{M1}")
    ids = list(reports["proposal_id"])
    done = als.settle_proposals(store, decided(ids, status="dropped"))
    assert done.on_record == tuple(ids)
    assert store.read().table("action_reports")["text"].tolist() == ["Sold."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "maybe"}, "confirm or reject"),
        ({"by": M1}, "as a role"),
        ({"by": "themes/1"}, "as a role"),
        ({"when": "soon"}, "a day"),
        ({"status": "half"}, "done, part"),
        ({"proposal_id": ""}, "id of a proposal"),
    ],
)
def test_a_decision_that_cannot_be_meant_stops_all(
    store: als.JournalStore, change: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        als.settle_proposals(store, decided(["x"]).assign(**change))


def test_a_confirmed_report_needs_a_status(store: als.JournalStore) -> None:
    _, reports = found(store.read(), f"member:{M1}")
    with pytest.raises(InputError, match="status"):
        als.settle_proposals(store, decided(list(reports["proposal_id"])))
    assert not len(store.read().table("action_reports"))


def test_decisions_are_no_findings(store: als.JournalStore) -> None:
    actions, _ = found(store.read(), f"member:{M1}")
    als.settle_proposals(store, decided(list(actions["proposal_id"])))
    kept = store.read()
    assert not len(als.indicators(kept, kept.codings(), audience="research"))


def test_the_setting_is_one_of_two(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    for said in ("set", "writer", "all"):
        path.write_text(f'[record]\nproposals = "{said}"\n', encoding="utf-8")
        if said == "all":
            with pytest.raises(ConfigError, match="writer, set"):
                read_programme(path, files=False)
        else:
            assert read_programme(path, files=False).proposals == said


def test_the_verb_proposes_and_settles(store: als.JournalStore, tmp_path: Path) -> None:
    kept, who = str(store.path), f"member:{M1}"
    told = CliRunner().invoke(app, ["proposals", kept, "--audience", who])
    assert told.exit_code == 0, told.output
    assert "Ring the garage about the van." in told.output
    out = tmp_path / "out.csv"
    words = ["proposals", kept, "--audience", who, "--csv", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    ids = list(pd.read_csv(out)["proposal_id"])
    decided(ids, status="done").to_csv(tmp_path / "d.csv", index=False)
    words = ["proposals", kept, "--settle", str(tmp_path / "d.csv")]
    done = CliRunner().invoke(app, words)
    assert "2 confirmed, 0 rejected." in done.output
    assert CliRunner().invoke(app, ["proposals", kept]).exit_code == 2
    refused = CliRunner().invoke(app, ["proposals", kept, "--audience", "programme"])
    assert refused.exit_code == 1


@given(st.text(alphabet="ab .?!\n", max_size=60))
def test_windows_lie_in_the_text(said: str) -> None:
    assert all(0 <= start < end <= len(said) for start, end in windows(said))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_share_is_a_share(asked: str, told: str) -> None:
    words = Words([asked, told, "Something else."])
    assert 0 <= words.share(asked, told) <= 1.0 + 1e-9
    assert words.share(asked, asked) in (0.0, pytest.approx(1.0))
