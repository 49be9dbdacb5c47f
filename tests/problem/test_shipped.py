"""The facts that ship: complete, sourced, and about the question the project was founded on."""

import json
import re
from datetime import date

import numpy as np
import pytest

import advisor
from advisor.problem.folder import check
from advisor.problem.paths import DATA
from advisor.report.wording.evidence import bases, count_bases

FOUNDING_SCENARIOS = {"deadline_crud", "cms_shop", "small_service", "proxy_legacy", "realtime_api"}


def test_no_fault():
    assert check() == []


def test_alternatives_and_criteria(shipped):
    assert [a.id for a in shipped.alternatives][:3] == ["django", "flask", "fastapi"]
    facts = [c for c in shipped.criteria if c.kind == "fact"]
    assert 12 <= len(facts) <= 16
    assert 4 <= len(shipped.groups) <= 5
    assert {s.id for s in shipped.scenarios} >= FOUNDING_SCENARIOS


def test_every_fact_has_a_source_with_a_day(shipped):
    for (alternative, criterion), cell in shipped.performances.items():
        if cell.basis == "input":
            continue
        where = f"{alternative} × {criterion}"
        source = shipped.sources[cell.source]
        assert date.fromisoformat(source.seen) >= date.fromisoformat(cell.as_of), where
        assert cell.version, where
        assert cell.note, where


def test_every_source_is_used(shipped):
    reasons = " ".join(w.reason for s in shipped.scenarios for w in s.weights.values())
    reasons += " ".join(cell.note for cell in shipped.performances.values())
    reasons += " ".join(rule.reason for rule in shipped.rules)
    reasons += " ".join(cell.note for cell in shipped.capabilities.values())
    used = {cell.source for cell in shipped.performances.values()}
    used |= {cell.source for cell in shipped.capabilities.values()}
    used |= set(re.findall(r"\[([\w-]+)\]", reasons))
    assert used - {""} == set(shipped.sources)


def test_visitors_inputs_are_neutral(shipped):
    for j, criterion in enumerate(shipped.criteria):
        if criterion.kind == "input":
            assert np.ptp(shipped.values[:, j]) == 0
            assert shipped.values[0, j] == pytest.approx(0.5)


def test_anchors_leave_room_beyond_the_three(shipped):
    """Anchors come from the whole field, not from the extremes of those compared."""
    facts = [j for j, c in enumerate(shipped.criteria) if c.value_function != "levels"]
    at_both_ends = [
        shipped.criteria[j].id
        for j in facts
        if {shipped.values[:, j].min(), shipped.values[:, j].max()} == {0.0, 1.0}
    ]
    counted = {"data_admin", "api_contract", "html_site", "support_months"}
    assert set(at_both_ends) <= counted  # none or all of a few can be had, so both ends occur


@pytest.mark.parametrize("scenario", sorted(FOUNDING_SCENARIOS))
def test_a_scenario_says_why_for_every_weight(shipped, scenario):
    reasons = [weight.reason for weight in shipped.scenario(scenario).weights.values()]
    assert all(len(reason) > 15 for reason in reasons)


def test_none_is_best_for_every_kind_of_project(shipped):
    leaders = {
        ranking.alternatives[ranking.order[0]]
        for ranking in (advisor.rank(shipped, scenario=s.id) for s in shipped.scenarios)
    }
    assert len(leaders) > 1


def test_a_capability_and_the_fact_it_repeats_agree(shipped):
    for alternative in shipped.alternatives:
        capability = shipped.capabilities[alternative.id, "support_months"].capability
        performance = shipped.performances[alternative.id, "support_months"].performance
        assert float(capability) == performance


def test_every_question_acts_and_no_reason_is_given_twice_for_one_target(shipped):
    acting = {rule.question for rule in shipped.rules}
    assert acting == {question.id for question in shipped.questions}
    assert 8 <= len(shipped.questions) <= 12
    said = [(rule.reason, rule.target) for rule in shipped.rules if rule.weighs]
    assert len(said) == len(set(said))


def test_most_facts_are_measured_or_documented(shipped):
    everybody = shipped.including(other.id for other in shipped.others)
    for problem in (shipped, everybody):
        found = count_bases(problem)
        known = found.total() - found["unknown"]
        assert found["measured"] + found["documented"] >= 0.6 * known
    assert count_bases(shipped)["unknown"] == 0
    assert bases(shipped).startswith("48 facts about 3 frameworks: ")


def test_what_is_said_to_be_exercised_was_seen_to_work(shipped):
    seen = json.loads((DATA / "measurements" / "features.json").read_text("utf-8"))["frameworks"]
    shown_by = {
        "admin": "staff_pages",
        "accounts": "permission",
        "orm_migrations": "stored",
        "openapi": "openapi",
        "websockets": "websocket",
    }
    exercised = [c for c in shipped.capabilities.values() if "[contract-run]" in c.note]
    assert len(exercised) > 10
    for cell in exercised:
        feature = seen[cell.alternative]["features"][shown_by[cell.requirement]]
        assert feature["outcome"] == "works", (cell.alternative, cell.requirement)
