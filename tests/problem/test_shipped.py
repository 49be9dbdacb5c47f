"""The facts that ship: complete, sourced, and about the question the project was founded on."""

import json
import re
from datetime import date
from itertools import combinations

import numpy as np
import pytest

import advisor
from advisor.mcda.methods.correlation import FEWEST_ALTERNATIVES
from advisor.problem.folder import check
from advisor.problem.paths import DATA
from advisor.ranking.answers import advise
from advisor.report.wording.evidence import bases, count_bases

FOUNDING_SCENARIOS = {"deadline_crud", "cms_shop", "small_service", "proxy_legacy", "realtime_api"}


def test_no_fault():
    assert check() == []


def test_alternatives_and_criteria(shipped):
    assert [a.id for a in shipped.alternatives][:3] == ["django", "flask", "fastapi"]
    assert 8 <= len(shipped.groups) <= 10
    for group in shipped.groups:  # what a person can weigh against one another at a time
        assert len(shipped.criteria_in(group.id)) <= 5
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
    reasons = " ".join(
        weight.reason
        for scenario in shipped.scenarios
        for weight in (*scenario.weights.values(), *scenario.group_weights.values())
    )
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
    counted = {"html_site", "support_months"}
    assert set(at_both_ends) <= counted  # none or all of a few can be had, so both ends occur


@pytest.mark.parametrize("scenario", sorted(FOUNDING_SCENARIOS))
def test_a_scenario_says_why_for_every_weight(shipped, scenario):
    """By its own words, or by those of the answers that it consists of."""
    described = shipped.scenario(scenario)
    weights = (*described.weights.values(), *described.group_weights.values())
    assert all(len(weight.reason) > 15 for weight in weights)
    acting = {rule.question for rule in advise(shipped, described, {}).rules}
    assert len(described.answers) >= 4
    assert len(acting) >= len(described.answers) - 1  # one may say that nothing changes


def test_none_is_best_for_every_kind_of_project(shipped):
    leaders = {
        ranking.alternatives[ranking.order[0]]
        for ranking in (advisor.rank(shipped, scenario=s.id) for s in shipped.scenarios)
    }
    assert len(leaders) > 1


# Criteria whose fact is that of a must-have.
REPEATED = {
    "data_layer": "orm_migrations",
    "accounts": "accounts",
    "screens": "admin",
    "api_contract": "openapi",
    "data_choice": "sqlalchemy",
}


def test_a_capability_and_the_fact_it_repeats_agree(shipped):
    for alternative in (*shipped.alternatives, *shipped.others):
        capability = shipped.capabilities[alternative.id, "support_months"].capability
        performance = shipped.performances[alternative.id, "support_months"].performance
        assert float(capability) == performance
        for criterion, requirement in REPEATED.items():
            offered = shipped.capabilities[alternative.id, requirement]
            level = shipped.requirement(requirement).strength(offered.capability)
            fact = shipped.performances[alternative.id, criterion]
            where = (alternative.id, criterion)
            assert (fact.performance, fact.source) == (level, offered.source), where


def test_facts_say_what_was_inspected_and_read(shipped):
    """Each figure of the records under `data/measurements` is the one that is scored."""
    inspected = json.loads((DATA / "measurements" / "inspected.json").read_text("utf-8"))["runs"]
    read = json.loads((DATA / "measurements" / "documented.json").read_text("utf-8"))["frameworks"]
    on_django = {"djangorestframework", "django-ninja"}
    for alternative in (*shipped.alternatives, *shipped.others):
        one = alternative.id
        facts = {c.id: shipped.performances[one, c.id] for c in shipped.criteria}
        for run in inspected:
            assert facts["concepts"].performance == len(run[one]["concepts"])
            assert facts["frames"].performance == len(run[one]["frames"])
        probes = {k: v for k, v in run[one]["probes"].items() if not k.startswith("product_")}
        outcomes = [probe["outcome"] for probe in probes.values()]
        safe = facts["secure_defaults"]
        assert safe.low <= outcomes.count("passed") <= safe.high
        assert safe.high <= 11 - outcomes.count("failed")
        addons = read[one]["addons"], read["django"]["addons"]
        counted = addons if one in on_django else addons[:1]
        assert facts["addons"].performance == sum(found["recent"] for found in counted)
        used = sum(found["among_top_15000"] for found in counted)
        kept = sum(found["ranked_recent"] for found in counted)
        share = facts["addons_kept"].performance
        assert share == pytest.approx(100 * kept / used, abs=0.05) if used else np.isnan(share)
        if one not in on_django:
            assert facts["documentation"].performance == read[one]["tasks_taught"]


# Absolute correlation over all alternatives from which two facts say much the same.
ALIKE = 0.85


def test_facts_of_different_groups_do_not_say_the_same_unless_that_is_declared(shipped):
    everybody = shipped.including(other.id for other in shipped.others)
    facts = [j for j, c in enumerate(everybody.criteria) if c.kind == "fact"]
    cells = everybody.performances
    known = np.array(
        [
            [not np.isnan(cells[a.id, c.id].performance) for c in everybody.criteria]
            for a in everybody.alternatives
        ]
    )
    for one, other in combinations(facts, 2):
        first, second = everybody.criteria[one], everybody.criteria[other]
        both = known[:, one] & known[:, other]
        if first.group == second.group or both.sum() < FEWEST_ALTERNATIVES:
            continue
        together = np.corrcoef(everybody.values[both][:, [one, other]].T)[0, 1]
        declared = second.id in first.goes_with or first.id in second.goes_with
        assert declared == (abs(together) > ALIKE), (first.id, second.id, together)


def test_what_overlaps_by_construction_shares_one_weight(shipped):
    groups = {c.id: c.group for c in shipped.criteria}
    for criterion in shipped.criteria:
        if criterion.overlaps:
            assert groups[criterion.overlaps] == criterion.group
            assert criterion.group in shipped.scenarios[0].group_weights


def test_what_hardly_tells_the_three_apart_does_not_weigh_much_unnoticed(shipped):
    """A range below 0.15 of the scale cannot decide; where it weighs all the same, that is said."""
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        for j, criterion in enumerate(shipped.criteria):
            if criterion.kind == "fact" and np.ptp(shipped.values[:, j]) < 0.15:
                assert ranking.weights[j] < 0.2, (scenario.id, criterion.id)
                said = any("hardly differ" in n and criterion.name in n for n in ranking.notices)
                assert said == (ranking.weights[j] >= 0.05), (scenario.id, criterion.id)


def test_every_question_acts_and_no_reason_is_given_twice_for_one_target(shipped):
    acting = {rule.question for rule in shipped.rules}
    assert acting == {question.id for question in shipped.questions}
    assert 8 <= len(shipped.questions) <= 13
    said = [(rule.reason, rule.target) for rule in shipped.rules if rule.weighs]
    assert len(said) == len(set(said))


def test_most_facts_are_measured_or_documented(shipped):
    everybody = shipped.including(other.id for other in shipped.others)
    for problem in (shipped, everybody):
        found = count_bases(problem)
        known = found.total() - found["unknown"]
        assert found["measured"] + found["documented"] >= 0.6 * known
    assert count_bases(shipped)["unknown"] == 0
    assert bases(shipped).startswith("78 facts about 3 frameworks: ")


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
