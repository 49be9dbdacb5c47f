"""Decision records: whole, faithful, loadable, and honest about what changed."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.cli import main
from advisor.problem.elements import Group
from advisor.problem.problem import InputError, Problem
from advisor.problem.questions import Answer
from advisor.ranking.choices import Choices
from advisor.ranking.ranking import Ranking
from advisor.report import RecordError, differences, make_record, markdown
from advisor.report.html import html_page
from advisor.report.record import read_record, review_by, to_json
from advisor.report.tables.ranking import contributions
from advisor.report.tables.ranking import weights as weight_table
from advisor.report.wording import reasons, summary
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.conftest import TINY

DAY = date(2026, 11, 24)


@pytest.fixture
def decision(tiny) -> Decision:
    found = Decision(tiny)
    found.answer("distance", "far")
    found.answer("cargo", "not_sure")
    found.demand("axle", "light")
    found.set_weight("price", 70)
    found.set_input("liking", "cow", 2)
    return found


def record(decision: Decision) -> dict:
    return make_record(decision.assessment, DAY, "https://example.org/?s=even")


def test_the_record_says_what_was_asked_decided_and_why(decision):
    text = markdown(decision.assessment, record(decision))
    assert text.startswith("---\nstatus: proposed\ndate: 2026-11-24\n---\n\n# Which van? ")
    for part in (
        "# Which van? ",
        "## Context and problem statement",
        "- How far does it go? Across the country",
        "- What does it carry? Not sure",
        "- Axle: light axle or better",
        "| Price |",
        "## Considered options",
        "## Decision outcome",
        "Review by 2027-11-24",
        "<https://example.org/?s=even>",
        "Price list, Vans Ltd, <https://example.org/list>, seen 2026-01-05",
    ):
        assert part in text, part


def test_nobody_left_is_not_decided_and_said_once(tiny):
    nobody = Decision(tiny)
    nobody.excluded = ("ant", "bee", "cow")
    text = markdown(assess(nobody.ranking), record(nobody))
    assert "status: proposed\n" in text
    assert "# Which van? Not decided yet" in text
    assert "No decision has been recorded." in text
    for empty in ("nothing to compare", "### Consequences", "## How sure", "## What would"):
        assert empty not in text


def written(ranking: Ranking, **decision: str) -> str:
    return advisor.record(ranking, "md", DAY, **decision)


def test_without_a_decision_the_record_says_what_is_advised_and_no_more(tiny):
    text = written(advisor.rank(tiny, scenario="haul"))
    assert "# Which van? Cow is advised\n" in text
    assert "\nThe advisor advises Cow. No decision has been recorded.\n" in text
    assert "decision-makers" not in text
    assert "hosen option" not in text


def test_people_may_decide_against_the_advice(tiny):
    decided = {"decided": "bee", "by": "Ann,  Bo", "status": "accepted"}
    text = written(advisor.rank(tiny, scenario="haul"), **decided)
    head, body = text.split("---\n", 2)[1:]
    assert head.splitlines()[0] == "status: accepted"
    assert head.splitlines()[2] == 'decision-makers: ["Ann", "Bo"]'
    assert "# Which van? Bee\n" in body
    assert "Chosen option: “Bee”, decided by Ann and Bo. The advisor advises Cow instead." in body
    consequences = body.split("### Consequences")[1].split("###")[0].strip().splitlines()
    assert consequences[0].startswith("- Good, because it is ahead on Price (+")
    assert consequences[-1].startswith("- Bad, because it is behind on Comfort (−")


def test_a_decision_for_what_is_advised_says_so(tiny):
    text = written(
        advisor.rank(tiny, scenario="haul"), decided="cow", status="superseded by ADR-7: B"
    )
    assert 'status: "superseded by ADR-7: B"\n' in text
    assert "Chosen option: “Cow”. The advisor advises Cow too." in text


def test_a_decision_for_what_a_must_have_rules_out_says_so(tiny):
    ranking = advisor.rank(tiny, requirements={"axle": "heavy"})
    text = written(ranking, decided="ant")
    assert "Proposed option: “Ant”." in text
    assert "- Bad, because it misses a must-have. Axle: light axle instead of heavy axle" in text
    by_hand = written(advisor.rank(tiny, excluded=["ant"]), decided="ant")
    assert "It was left out of the comparison, so it has no score" in by_hand


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ({"decided": "dog"}, "van 'dog' is not compared; allowed: ant, bee, cow"),
        ({"status": "done"}, "no status 'done'; allowed: proposed, rejected, accepted, deprecated"),
        ({"status": "superseded by "}, "no status 'superseded by '"),
        (
            {"status": "accepted"},
            "status 'accepted' needs the van that was decided on; allowed: ant",
        ),
    ],
)
def test_a_decision_that_is_none_is_refused(tiny, decision, message):
    for form in ("md", "csv", "json"):
        with pytest.raises(InputError, match=re.escape(message)):
            advisor.record(advisor.rank(tiny), form, DAY, **decision)


def test_who_decided_what_is_in_the_json_and_may_be_missing_in_an_older_one(tiny, decision):
    kept = json.loads(advisor.record(advisor.rank(tiny), "json", decided="ant", by="Ann"))
    assert kept["decision"] == {"status": "proposed", "decided": "ant", "by": ["Ann"]}
    older = record(decision)
    del older["decision"]
    assert differences(read_record(to_json(older)), decision.assessment)[0].startswith("Nothing")


@pytest.fixture
def one_meets(tiny) -> Problem:
    """Only Cow has a heavy axle."""
    light = replace(tiny.capabilities["bee", "axle"], capability="light")
    return replace(tiny, capabilities={**tiny.capabilities, ("bee", "axle"): light})


def test_what_must_haves_leave_is_advised_with_the_reason(one_meets):
    found = Decision(one_meets)
    found.demand("axle", "heavy")
    text = markdown(found.assessment, record(found))
    assert "# Which van? Cow is advised" in text
    assert "- Cow is the only one that meets your must-have Axle (heavy axle)." in text
    assert "- Without the must-have Axle (heavy axle), Bee would lead." in text
    consequences = text.split("### Consequences")[1].split("###")[0]
    assert consequences.strip().splitlines() == [
        "- Good, because it meets the must-have Axle (heavy axle)",
        "- Bad, because the must-have Axle (heavy axle) rules out Bee, which would lead without it",
    ]
    assert "nothing to compare" not in text.split("## Decision outcome")[1]


def test_a_must_have_that_is_met_later_is_a_consequence_and_a_notice(one_meets):
    cells = one_meets.capabilities
    plan = {"capability": "light", "coming": "heavy", "coming_by": "2027-12-31"}
    later = replace(
        one_meets, capabilities={**cells, ("cow", "axle"): replace(cells["cow", "axle"], **plan)}
    )
    text = written(advisor.rank(later, requirements={"axle": "heavy"}))
    assert "Cow is the only one that your must-have Axle (heavy axle) does not rule out." in text
    assert "- Cow is planned to meet Axle by 2027-12-31. Without it, Bee would lead." in text
    assert "“Axle” yet: light axle today, heavy axle planned by 2027-12-31" in text
    assert (
        "- Bad, because it does not meet the must-have Axle (heavy axle) yet: light axle today, "
        "heavy axle planned by 2027-12-31" in text
    )


def test_what_nobody_stated_is_no_driver_and_nobodys_answer(tiny):
    text = written(advisor.rank(tiny, {"liking": 50}))
    drivers = text.split("## Decision drivers")[1].split("##")[0]
    assert "| – Our liking |" not in drivers
    assert "- Our liking has 20\u00a0% of the weight but no effect" in drivers
    assert "no opinion" not in text
    assert text.count("not stated (scored the same for all)") == 3
    rows = csv.DictReader(io.StringIO(contributions(advisor.rank(tiny, {"liking": 50})).to_csv()))
    assert {row["performance"] for row in rows if row["criterion"] == "liking"} == {""}


def test_what_one_entered_is_told_from_what_nobody_did(tiny):
    text = written(advisor.rank(tiny, {"liking": 50}, inputs={"liking": {"cow": 2}}))
    assert "| – Our liking | 20\u00a0% | 50 |" in text
    assert "| everybody wants it |" in text
    assert text.count("not stated (scored at mid-range)") == 2
    assert "no opinion" not in text


def test_an_untouched_input_is_not_quoted_in_a_reason(tiny):
    weights = {"liking": 100, "price": 10, "fuel": 10, "load": 10, "comfort": 10}
    speak_for, _ = reasons(assess(advisor.rank(tiny, weights, inputs={"liking": {"cow": 2}})))
    assert speak_for[0].sentence == "Our liking: Cow “everybody wants it”, Bee not stated"


def test_the_kind_of_project_is_told_only_where_somebody_chose_it(tiny):
    assert "Kind of project" not in written(advisor.rank(tiny))
    assert "Every fact counts the same." not in written(advisor.rank(tiny))
    chosen = written(advisor.rank(tiny, scenario="haul"))
    assert "\nKind of project: Hauling. Big loads over short ways.\n" in chosen
    otherwise = written(advisor.rank(tiny, scenario="haul", answers={"distance": "far"}))
    assert "\nKind of project: Hauling.\n" in otherwise


def test_answers_of_the_kind_of_project_are_told_from_answers_given(tiny):
    haul = replace(tiny.scenario("haul"), answers={"distance": "near", "cargo": "stones"})
    problem = replace(tiny, scenarios=(tiny.scenarios[0], haul))
    text = written(advisor.rank(problem, scenario="haul", answers={"distance": "far"}))
    given, assumed = text.split("## Decision drivers")[0].split("not answered:")
    assert "Answers:\n\n- How far does it go? Across the country\n" in given
    assert "- What does it carry? Stones\n" in assumed
    assert "How far" not in assumed
    assert "- Axle: heavy axle, because of “What does it carry? Stones”" in assumed


def test_json_loads_back_to_the_same_state(decision, tiny):
    again = Decision(tiny, Choices.from_dict(tiny, read_record(to_json(record(decision)))["state"]))
    assert again.to_dict() == decision.to_dict()
    assert again.ranking.to_dict() == decision.ranking.to_dict()
    assert record(again) == record(decision)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "'format' must be 'backend-advisor decision record'"),
        ('{"format": "backend-advisor decision record", "version": 7}', "the record has version 7"),
        (
            '{"format": "backend-advisor decision record", "version": 1}',
            "missing required field `made`",
        ),
        ('{"format": NaN}', "NaN is not a JSON number"),
        ('{"format": 1e999}', "1e999 is too large"),
        ('{"format": "\\ud800"}', "cannot be read as JSON"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(text, message):
    with pytest.raises(RecordError, match=message):
        read_record(text)


@pytest.mark.parametrize(
    ("place", "found", "message"),
    [
        (("made",), "yesterday", "Invalid RFC3339 encoded date - at `$.made`"),
        (("weights", "fuel"), 1e9, "Expected `float` <= 100.0 - at `$.weights[...]`"),
        (("weights", "fuel"), True, "Expected `float`, got `bool` - at `$.weights[...]`"),
        (("result", "ranking", 0), "ant", "Expected `object`, got `str`"),
        (("result", "ranking", 0, "score"), "high", "Expected `float`, got `str`"),
        (("result", "verdict"), 3, "Expected `str | null`, got `int` - at `$.result.verdict`"),
        (("facts", "ant"), [], "Expected `object`, got `array`"),
        (("facts", "ant", "price"), {}, "missing required field `performance`"),
        (("model", "criteria", "price"), "Price", "Expected `object`, got `str`"),
    ],
)
def test_a_record_that_is_wrong_inside_is_refused_with_the_place(decision, place, found, message):
    kept = json.loads(to_json(record(decision)))
    inner = kept
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = found
    with pytest.raises(RecordError, match=re.escape(message)):
        read_record(json.dumps(kept))


def test_a_record_of_two_problems_is_refused(decision):
    kept = json.loads(to_json(record(decision))) | {"problem": "ships"}
    with pytest.raises(RecordError, match="the record names two problems, 'ships' and 'tiny'"):
        read_record(json.dumps(kept))
    with pytest.raises(InputError, match="made for problem 'ships'; allowed: 'tiny'"):
        differences(kept, decision.assessment)


def test_what_a_reader_must_know_is_in_the_record(tiny):
    found = Decision(tiny)
    found.demand("noise", "80")
    kept = record(found)
    (unknown,) = [notice for notice in kept["result"]["notices"] if "Bee" in notice]
    assert "It is unknown whether Bee meets “Noise”" in unknown
    assert unknown in markdown(found.assessment, kept)


def test_what_no_data_can_tell_is_in_the_record_and_the_explanation(tiny):
    said = "Nobody's data can tell whether it rains."
    found = Decision(replace(tiny, unknown=said))
    for text in (markdown(found.assessment, record(found)), str(advisor.explain(found.ranking))):
        assert said in text
        assert text.index("sure") < text.index(said)
    assert said in html_page(found.assessment, record(found)).replace("&#39;", "'")
    assert "What no data" not in str(advisor.explain(advisor.rank(tiny)))


anything = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(data=st.data())
def test_whatever_a_record_holds_it_is_compared_or_refused(tiny, data):
    """One place of a record at a time holds something else, as after an edit by hand."""
    inner: Any = (kept := json.loads(to_json(record(Decision(tiny)))))
    while True:
        key = data.draw(
            st.sampled_from(list(inner) if isinstance(inner, dict) else range(len(inner)))
        )
        deeper = isinstance(inner[key], dict | list) and inner[key]
        if not deeper or data.draw(st.integers(0, 3)) == 0:
            break
        inner = inner[key]
    inner[key] = data.draw(anything)
    try:
        found = read_record(json.dumps(kept))
        decision = Decision(tiny, Choices.from_dict(tiny, found["state"]))
    except InputError:
        return
    assert all(isinstance(said, str) for said in differences(found, decision.assessment))


def test_the_csv_is_enough_to_compute_the_scores_again(decision):
    rows = list(csv.DictReader(io.StringIO(contributions(decision.ranking).to_csv())))
    for row, name in ((r, decision.ranking.name(r)) for r in decision.ranking.order):
        parts = [float(r["value"]) * float(r["share"]) for r in rows if r["van"] == name]
        assert sum(parts) == pytest.approx(decision.ranking.scores[row], abs=1e-4)


def test_the_html_page_opens_with_verdict_status_and_date(tiny):
    ranking = advisor.rank(tiny, scenario="haul")
    page = advisor.record(ranking, "html", DAY, decided="bee", by="Ann, Bo", status="accepted")
    head = page.split("<main>")[1].split("</dl>")[0]
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", head))
    assert told["Verdict"].startswith("Cow is ahead, but not safely.")
    assert told["Decided"] == "Bee"
    assert told["Decision-makers"] == "Ann and Bo"
    assert (told["Status"], told["Date"]) == ("accepted", "2026-11-24")
    assert told["Review by"] == "2027-11-24"


def test_the_html_page_has_titled_charts_before_its_facts_and_sources(tiny):
    page = advisor.record(advisor.rank(tiny), "html", DAY)
    charts_at, facts_at = page.index("<h2>Charts</h2>"), page.index("<h2>More information</h2>")
    assert page.index("<h2>Decision outcome</h2>") < charts_at < facts_at
    shown = page[charts_at:facts_at]
    assert shown.count("<figure>") == shown.count("<figcaption><h3>") == 3
    assert re.findall(r"</span>(.*?)</li>", shown) == ["Cost", "Use"]


def test_each_table_of_the_html_page_scrolls_in_a_named_box(tiny):
    page = advisor.record(advisor.rank(tiny), "html", DAY)
    box = r'<div class="wide" role="region" tabindex="0" aria-label="(.*?)"><table>'
    named = ["Decision drivers", "Considered options", "More information"]
    assert re.findall(box, page) == named
    assert page.count("<table>") == 3


def test_the_html_page_holds_its_charts_and_no_foreign_markup(decision, tiny):
    evil = "</script><script>alert(1)</script>"
    marked = replace(tiny, title=f"Which {evil}?", question=evil)
    found = Decision(marked)
    page = html_page(assess(found.ranking), record(found))
    assert "alert(1)</script>" not in page.replace("<\\/script", "")
    figures = page.split('id="figures">')[1].split("</script>")[0]
    assert len(json.loads(figures.replace("<\\/script", "</script"))) == 3
    assert "http" not in page.split('id="plotly">')[0].split("<main>")[0]


def test_nothing_changed_is_said(decision):
    assert differences(record(decision), decision.assessment) == [
        "Nothing has changed: the same facts, weights and answer."
    ]


def test_what_changed_since_is_said_answer_first(decision, tiny):
    kept = record(decision)
    cell = replace(
        tiny.performances["ant", "price"], performance=40, low=40, high=40, version="2026"
    )
    newer = replace(tiny, performances={**tiny.performances, ("ant", "price"): cell})
    found = differences(kept, Decision(newer, Choices.from_dict(newer, kept["state"])).assessment)
    assert any(re.match(r"Ant had \d+ points of 100 and now has \d+\.$", line) for line in found)
    assert found[-1] == "Price for Ant was 20 k€ and is now 40 k€ (version 2024, now 2026)."
    led = kept["result"]["ranking"][0]["alternative"]
    assert found[0].startswith(("The verdict was", f"{led.title()} led then", "The order", "Ant"))


def test_a_newcomer_and_a_leaver_are_named(decision, tiny):
    kept = record(decision)
    kept["facts"].pop("cow")
    kept["result"]["ranking"] = [r for r in kept["result"]["ranking"] if r["alternative"] != "cow"]
    found = differences(kept, decision.assessment)
    assert any(line.startswith("Cow was not ranked then; it now has") for line in found)
    assert "Cow was not compared then." in found


def changed(tiny: Problem) -> Problem:
    """The vans weighed by another model: two criteria for comfort, one moved, more to answer."""
    comfort = tiny.criterion("comfort")
    new = [replace(comfort, id="seats", name="Seats"), replace(comfort, id="noise", name="Noise")]
    stay = [replace(c, group="run") if c.id == "fuel" else c for c in tiny.criteria]
    cells = {
        (a.id, c.id): replace(tiny.performances[a.id, "comfort"], criterion=c.id)
        for a in tiny.alternatives
        for c in new
    }
    scenarios = [
        replace(s, weights={**s.weights, "seats": s.weights["comfort"], "noise": s.weights["fuel"]})
        for s in tiny.scenarios
    ]
    distance, cargo = tiny.questions
    asked = replace(cargo, choices=(cargo.choices[0], *cargo.choices[1:], Answer("air", "Air")))
    return replace(
        tiny,
        criteria=(*(c for c in stay if c.id != "comfort"), *new),
        groups=(*tiny.groups, Group("run", "Running", "What does it burn?")),
        performances={**tiny.performances, **cells},
        scenarios=tuple(scenarios),
        questions=(distance, asked, replace(cargo, id="crew", question="How big is the crew?")),
        rules=(),
        retired={**tiny.retired, "comfort": "Seats and noise are weighed on their own."},
    )


MODEL_CHANGES = [
    "The model now also weighs Seats (weight 50) and Noise (weight 50).",
    "Comfort was removed from the model; it had a weight of 50 and 3 facts. "
    "Seats and noise are weighed on their own.",
    "The group Running is new.",
    "Fuel moved to the group Running.",
    "The model now asks “How big is the crew?”.",
    "“What does it carry?” can now be answered with “Air”.",
]


def test_what_changed_in_the_model_is_said_before_weights_and_facts(tiny):
    kept = record(Decision(tiny))
    newer = changed(tiny)
    cells = newer.performances
    price = replace(cells["ant", "price"], performance=22, low=22, high=22)
    newer = replace(newer, performances={**cells, ("ant", "price"): price})
    said = differences(kept, Decision(newer, Choices.from_dict(newer, kept["state"])).assessment)
    assert said[-7:] == [*MODEL_CHANGES, "Price for Ant was 20 k€ and is now 22 k€."]


def test_what_went_from_a_model_is_said(tiny):
    kept = record(Decision(changed(tiny)))
    said = differences(kept, Decision(tiny).assessment)
    removed = "Seats was removed from the model; it had a weight of 50 and 3 facts. "
    assert removed in " ".join(said)
    for sentence in (
        "The model now also weighs Comfort (weight 50).",
        "The group Running was removed.",
        "Fuel moved to the group Cost.",
        "The model no longer asks “How big is the crew?”.",
        "“What does it carry?” can no longer be answered with “Air”.",
    ):
        assert sentence in said


def test_a_group_that_is_called_something_else_is_said(tiny):
    groups = (replace(tiny.groups[0], name="Money"), *tiny.groups[1:])
    said = differences(record(Decision(tiny)), Decision(replace(tiny, groups=groups)).assessment)
    assert said == ["The group Cost is now called Money."]


def test_a_record_of_an_earlier_version_tells_criteria_by_its_facts(tiny):
    kept = record(Decision(tiny))
    del kept["model"]
    assert differences(kept, Decision(tiny).assessment)[0].startswith("Nothing has changed")
    read_record(to_json(kept))
    said = differences(kept, Decision(changed(tiny)).assessment)
    assert said[-2:] == [MODEL_CHANGES[0], MODEL_CHANGES[1].replace("Comfort", "comfort")]


def test_one_fact_that_came_later_is_named_alone(tiny):
    kept = record(Decision(tiny))
    del kept["facts"]["ant"]["price"]
    assert differences(kept, Decision(tiny).assessment) == ["Price for Ant is new."]


def test_a_weight_that_is_kept_of_a_criterion_retired_before_is_no_change(tiny):
    decision = Decision(tiny)
    decision.set_weight("radio", 40)
    kept = record(decision)
    assert record(Decision(tiny, Choices.from_dict(tiny, kept["state"]))) == kept
    assert differences(kept, decision.assessment)[0].startswith("Nothing has changed")


def test_the_summary_is_six_sentences_at_most(shipped):
    for scenario in shipped.scenarios:
        said = summary(assess(advisor.rank(shipped, scenario=scenario.id)))
        assert 1 < len(said) <= 6


def test_a_year_from_a_leap_day_is_a_day_that_exists():
    assert review_by(date(2028, 2, 29)) == date(2029, 2, 28)
    assert review_by(DAY) == date(2027, 11, 24)


def test_record_and_diff_on_the_command_line(tmp_path, capsys):
    arguments = ["--data", str(TINY), "--answer", "distance=far", "--weight", "price=70"]
    assert main(["record", *arguments, "--format", "json"]) == 0
    (tmp_path / "record.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["diff", str(tmp_path / "record.json"), "--data", str(TINY)]) == 0
    assert "Nothing has changed" in capsys.readouterr().out
    assert main(["diff", str(tmp_path / "record.json")]) == 1
    assert "saved for problem 'tiny'; allowed: 'python-backend'" in capsys.readouterr().err
    assert main(["diff", str(tmp_path / "none.json")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_who_decided_what_on_the_command_line(capsys):
    decided = ["--decided", "ant", "--by", "Ann, Bo", "--status", "accepted"]
    assert main(["record", "--data", str(TINY), *decided]) == 0
    assert "Chosen option: “Ant”, decided by Ann and Bo." in capsys.readouterr().out
    assert main(["record", "--data", str(TINY), "--status", "open"]) == 1
    assert "no status 'open'; allowed: proposed" in capsys.readouterr().err


def test_drivers_stand_in_their_groups_from_the_weightiest_down(grove):
    assessment = assess(advisor.rank(grove))
    text = markdown(assessment, make_record(assessment, DAY))
    drivers = text.split("## Decision drivers")[1].split("##")[0]
    lines = [line.split(" | ")[:3] for line in drivers.strip().splitlines()[2:]]
    assert [line[0].strip("| ") for line in lines] == [
        "Cost",
        "– Price",
        "– Fuel",
        "Use",
        "– Load",
        "– Comfort",
    ]
    assert lines[0][1:] == ["60\u00a0%", "60"]
    assert "shared by its criteria" in drivers


def test_groups_that_only_sum_their_criteria_say_so(tiny):
    assessment = assess(advisor.rank(tiny, {"price": 8.3333}))
    text = markdown(assessment, make_record(assessment, DAY))
    assert "| Cost | 37\u00a0% | 58.3 | sum of its criteria |" in text
    assert "| – Price | 5\u00a0% | 8.3 |" in text


def test_a_weight_that_rounds_to_nothing_is_not_printed_as_none(tiny):
    weights = {"price": 0.2, "fuel": 100, "load": 100, "comfort": 100}
    ranking = advisor.rank(tiny, weights)
    assert "| – Price | less than 1\u00a0% | 0.2 |" in written(ranking)
    assert weight_table(ranking).rows[0][2] == "less than 1\u00a0%"
