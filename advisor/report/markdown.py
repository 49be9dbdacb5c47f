"""The decision record as Markdown, in the form of MADR: Markdown Any Decision Records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from advisor.problem.elements import Criterion, Source, isolated_runs
from advisor.problem.questions import NOT_SURE
from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table, plain
from advisor.report.wording import (
    chances,
    changes,
    cuts,
    demand_text,
    listing,
    potential,
    weight_text,
)
from advisor.report.wording.evidence import unstated
from advisor.report.wording.numbers import NOT_STATED, fact_text, points, rounded_text
from advisor.report.wording.verdict import summary
from advisor.report.wording.verdict.consequences import advised, consequences
from advisor.report.wording.verdict.must_haves import without_each
from advisor.robustness.assessment import Assessment

# Name of the option for each status; other statuses mean that the option was chosen.
OPTIONS = {"proposed": "Proposed option", "rejected": "Rejected option"}
CHOSEN = "Chosen option"
NOBODY_SAID = f"{NOT_STATED} (scored the same for all)"
NEUTRAL = f"{NOT_STATED} (scored at mid-range)"


def markdown(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Decision record of a ranking; ``record`` is from `advisor.report.record.make_record`."""
    title = f"# {plain(title_of(assessment, record))}"
    parts = [_front_matter(record), title, *reasoning(assessment, record)]
    return "\n\n".join([*parts, *grounds(assessment, record)]) + "\n"


def title_of(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Title: the question, and the decision or else the advice."""
    problem, decided = assessment.ranking.problem, record["decision"]["decided"]
    if decided:
        return f"{problem.title} {problem.alternative(decided).name}"
    if option := advised(assessment):
        return f"{problem.title} {problem.alternative(option).name} is advised"
    return f"{problem.title} Not decided yet"


def reasoning(assessment: Assessment, record: Mapping[str, Any]) -> list[str]:
    """Sections about the context, the decision and its certainty."""
    ranking, decided = assessment.ranking, record["decision"]["decided"]
    option = decided or advised(assessment)
    parts = [
        "## Context and problem statement",
        *_context(ranking),
        "## Decision drivers",
        _weights(ranking),
        _sentences(_undecided_inputs(ranking)),
        "## Considered options",
        _options(ranking),
        _sentences(ranking.notices),
        "## Decision outcome",
        *_outcome(assessment, record),
        *_section("### Consequences", consequences(assessment, option) if option else []),
        *_section("### Dissent", record["result"]["dissent"]),
        "### Confirmation",
        f"Review by {record['review_by']}, or sooner if one of the facts below changes. "
        "Run `advisor diff` with the JSON of this record to see what has changed since.",
    ]
    if assessment.leads:
        parts += [*_section("## How sure this is", _how_sure(assessment))]
    changing = changes(assessment) if assessment.leads else without_each(assessment)
    parts += _section("## What would change it", changing)
    return [isolated_runs(part) for part in parts if part]


def grounds(assessment: Assessment, record: Mapping[str, Any]) -> list[str]:
    """Sections about the basis of the decision: facts, a link to the page, sources."""
    ranking = assessment.ranking
    cited = sources(ranking)
    parts = [
        "## More information",
        _facts(ranking),
        unstated(ranking.problem),
        f"Open this decision on the page: <{record['link']}>" if record["link"] else "",
        "### Sources" if cited else "",
        _bullets(_source(source) for source in cited),
    ]
    return [part for part in parts if part]


def _front_matter(record: Mapping[str, Any]) -> str:
    decision = record["decision"]
    status = decision["status"]
    # A superseding decision may have any name, and a colon or a hash would break the line.
    status = status if re.fullmatch(r"[\w ./-]+", status) else _quoted(status)
    lines = [f"status: {status}", f"date: {record['made']}"]
    if decision["by"]:
        lines.append(f"decision-makers: [{', '.join(map(_quoted, decision['by']))}]")
    return "\n".join(["---", *lines, "---"])


def _quoted(text: str) -> str:
    """Text that YAML always reads as a string."""
    return json.dumps(text, ensure_ascii=False)


def _outcome(assessment: Assessment, record: Mapping[str, Any]) -> list[str]:
    """The decision, if there is one, and the advice."""
    problem, decision = assessment.ranking.problem, record["decision"]
    option, decided = advised(assessment), decision["decided"]
    named = problem.alternative(option).name if option else ""
    if decided:
        called = OPTIONS.get(decision["status"], CHOSEN)
        people = f", decided by {listing(decision['by'])}" * bool(decision["by"])
        said = f"{called}: “{problem.alternative(decided).name}”"
        lead = f"{said}{people if called == CHOSEN else ''}."
        if decided == option:
            lead += f" The advisor advises {named} too."
        elif option:
            lead += f" The advisor advises {named} instead."
        else:
            lead += f" The advisor advises no {problem.alternative_noun} over another."
    else:
        lead = f"The advisor advises {named}. " if option else ""
        lead += "No decision has been recorded."
    return [plain(lead), _sentences(summary(assessment))]


def _section(heading: str, sentences: Sequence[str]) -> list[str]:
    """Heading with a bullet for each sentence; empty without sentences."""
    return [heading, _sentences(sentences)] if sentences else []


def _context(ranking: Ranking) -> list[str]:
    problem, scenario, answers = ranking.problem, ranking.scenario, ranking.advice.answers
    given = [_answer(ranking, q) for q in answers if ranking.choices.answers.get(q)]
    assumed = [_answer(ranking, q) for q in answers if not ranking.choices.answers.get(q)]
    kind = ""
    # The first scenario is the default, so it is not a statement of the user.
    if scenario != problem.scenarios[0]:
        kind = f"Kind of project: {scenario.name}. {_scenario_summary(ranking)}".strip()
    needs = [_need(ranking, requirement) for requirement in ranking.demands]
    return [
        plain(problem.question),
        plain(kind),
        *_section("Answers:", given),
        *_section("Assumed from the kind of project, not answered:", assumed),
        plain(f"Measured with: {problem.reading_names[problem.reading]}")
        if problem.readings
        else "",
        *_section("Must-haves:", needs),
    ]


def _scenario_summary(ranking: Ranking) -> str:
    """Summary of the scenario; empty if the user's answers or weights differ from it."""
    scenario, choices = ranking.scenario, ranking.choices
    said = {q for q, answer in choices.answers.items() if answer != scenario.answers.get(q)}
    otherwise = said & set(scenario.answers)
    if not scenario.answers:  # its summary is about its weights
        otherwise = said | set(choices.weights)
    return "" if otherwise else scenario.summary


def _answer(ranking: Ranking, question: str) -> str:
    asked, answer = ranking.problem.project_question(question), ranking.advice.answers[question]
    text = "Not sure" if answer == NOT_SURE else asked.choice(answer).text
    return f"{asked.question} {text}"


def _need(ranking: Ranking, requirement: str) -> str:
    """A must-have, with the answer that sets it if the user did not."""
    problem, demand = ranking.problem, ranking.demands[requirement]
    text = demand_text(problem.requirement(requirement), demand)
    if requirement in ranking.choices.requirements:
        return text
    brought = [
        f"“{_answer(ranking, rule.question)}”"
        for rule in ranking.advice.rules
        if (rule.effect, rule.target, rule.amount) == ("require", requirement, demand)
    ]
    return f"{text}, because of {listing(brought)}"


def _weights(ranking: Ranking) -> str:
    """Groups with their share and their weighted criteria, both by descending weight."""
    problem, raw = ranking.problem, ranking.raw_weights
    rows = []
    for place in np.argsort(-ranking.group_weights, kind="stable"):
        group = problem.groups[place]
        counting = [
            j
            for j in problem.criteria_in(group.id)
            if raw[problem.criteria[j].id] and ranking.stated_of_any(problem.criteria[j])
        ]
        if not counting:
            continue
        meant = "shared by its criteria"
        if group.id not in ranking.advice.groups:
            meant = "sum of its criteria"
        total = weight_text(ranking.raw_group_weights[group.id])
        share = rounded_text(float(ranking.group_weights[place]), ranking.group_percentages[place])
        rows.append([group.name, share, total, meant])
        for j in sorted(counting, key=lambda j: -raw[problem.criteria[j].id]):
            criterion = problem.criteria[j]
            swing = f"{criterion.worst_text} → {criterion.best_text}"
            weight = weight_text(raw[criterion.id])
            share = rounded_text(float(ranking.weights[j]), ranking.percentages[j])
            rows.append([f"– {criterion.name}", share, weight, swing])
    return Table("", ["Criterion", "Share", "Weight", "From worst to best"], rows).to_markdown()


def _undecided_inputs(ranking: Ranking) -> list[str]:
    """Inputs with weight that the user has not entered, so that they have no effect."""
    return [
        f"{criterion.name} has {rounded_text(float(weight), percent)} of the weight but no effect: "
        "it has not been stated, so it scores the same for all."
        for criterion, weight, percent in zip(
            ranking.problem.criteria, ranking.weights, ranking.percentages, strict=True
        )
        if weight and not ranking.stated_of_any(criterion)
    ]


def _options(ranking: Ranking) -> str:
    problem = ranking.problem
    rows = [
        [
            ranking.name(row),
            problem.alternative(ranking.alternatives[row]).version,
            str(points(ranking.scores[row])),
        ]
        for row in ranking.order
    ]
    for exclusion in ranking.excluded:
        alternative = problem.alternative(exclusion.alternative)
        rows.append([alternative.name, alternative.version, exclusion.reason])
    return Table(
        "", [problem.alternative_noun.capitalize(), "Version", "Points of 100"], rows
    ).to_markdown()


def _how_sure(assessment: Assessment) -> list[str]:
    unknown = filter(None, [assessment.ranking.problem.unknown])
    return [*chances(assessment), potential(assessment), *cuts(assessment), *unknown]


def _facts(ranking: Ranking) -> str:
    header = ["Fact", *(ranking.name(row) for row in ranking.order)]
    rows = [
        [criterion.name, *(_fact(ranking, row, criterion) for row in ranking.order)]
        for criterion in ranking.problem.criteria
        if ranking.raw_weights[criterion.id]
    ]
    return Table("", header, rows).to_markdown()


def _fact(ranking: Ranking, row: int, criterion: Criterion) -> str:
    if ranking.stated(ranking.alternatives[row], criterion):
        return fact_text(ranking, row, criterion)
    return NEUTRAL if ranking.stated_of_any(criterion) else NOBODY_SAID


def sources(ranking: Ranking) -> list[Source]:
    """Sources of all weighted facts of a ranking, in the order of the problem."""
    problem = ranking.problem
    counting = [c.id for c in problem.criteria if ranking.raw_weights[c.id]]
    used = {problem.performances[a, c].source for a in ranking.alternatives for c in counting}
    used |= {
        problem.capabilities[a.id, requirement].source
        for a in problem.alternatives
        for requirement in ranking.demands
    }
    return [source for name, source in problem.sources.items() if name in used]


def _source(source: Source) -> str:
    where = f"<{source.url}>" if "://" in source.url else plain(source.url)
    return f"{plain(source.title)}, {plain(source.publisher)}, {where}, seen {source.seen}"


def _sentences(sentences: Iterable[str]) -> str:
    return _bullets(plain(sentence) for sentence in sentences)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
