"""The decision record as Markdown, in the form of MADR: Markdown Any Decision Records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from advisor.problem.elements import Source
from advisor.problem.questions import NOT_SURE
from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table, plain
from advisor.report.wording import (
    chances,
    changes,
    cuts,
    demand_text,
    performance_text,
    potential,
    reasons,
    weight_text,
)
from advisor.report.wording.verdict import NOTHING, summary
from advisor.robustness.assessment import Assessment

VERDICTS = {"clear": "clear lead", "fragile": "fragile lead", "tie": "tie"}


def markdown(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Decision record of a ranking, with ``record`` from `advisor.report.record.make_record`."""
    ranking, said = assessment.ranking, summary(assessment)
    parts = [
        _front_matter(assessment, record),
        f"# {plain(_title(assessment))}",
        "## Context and problem statement",
        *_context(ranking),
        "## Decision drivers",
        _weights(ranking),
        "## Considered options",
        _options(ranking),
        _sentences(ranking.notices),
        "## Decision outcome",
        plain(said[0]),
        _sentences(said[1:]),
        "### Consequences",
        _consequences(assessment),
        *_dissent(record["result"]["dissent"]),
        "### Confirmation",
        f"Look at it again by {record['review_by']}, a year on, or when a fact below changes. "
        "`advisor diff` with the JSON of this record says what has changed since.",
        "## How sure this is",
        _how_sure(assessment) if assessment.leads else NOTHING,
        "## What would change it",
        _sentences(changes(assessment)) if assessment.leads else NOTHING,
        "## More information",
        _facts(ranking),
        *([f"This page in the same state: <{record['link']}>"] if record["link"] else []),
        "### Sources",
        _bullets(_source(source) for source in _sources(ranking)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(assessment: Assessment, record: Mapping[str, Any]) -> str:
    status = f"proposed ({VERDICTS[assessment.verdict]})" if assessment.leads else "open"
    return f"---\nstatus: {status}\ndate: {record['made']}\nreview-by: {record['review_by']}\n---"


def _title(assessment: Assessment) -> str:
    ranking = assessment.ranking
    if assessment.verdict in ("open", "tie"):
        return f"{ranking.problem.title} Not decided yet"
    return f"{ranking.problem.title} {ranking.name(ranking.order[0])}"


def _context(ranking: Ranking) -> list[str]:
    problem, scenario = ranking.problem, ranking.scenario
    said = []
    for question, answer in ranking.advice.answers.items():
        asked = problem.project_question(question)
        text = "not sure" if answer == NOT_SURE else asked.choice(answer).text
        said.append(f"{asked.question} {text}")
    needs = [demand_text(problem.requirement(r), demand) for r, demand in ranking.demands.items()]
    return [
        plain(problem.question),
        plain(f"Kind of project: {scenario.name}. {scenario.summary}"),
        _sentences(said),
        plain(f"Facts for: {problem.reading_names[problem.reading]}") if problem.readings else "",
        f"Must-haves:\n\n{_sentences(needs)}" if needs else "",
    ]


def _weights(ranking: Ranking) -> str:
    """Groups with their share, and in each what counts, both from the weightiest down."""
    problem, raw = ranking.problem, ranking.raw_weights
    rows = []
    for place in np.argsort(-ranking.group_weights, kind="stable"):
        group = problem.groups[place]
        counting = [j for j in problem.criteria_in(group.id) if raw[problem.criteria[j].id]]
        if not counting:
            continue
        meant = "shared by its criteria" if group.id in ranking.advice.groups else "their sum"
        total = weight_text(ranking.raw_group_weights[group.id])
        rows.append([group.name, f"{ranking.group_percentages[place]} %", total, meant])
        for j in sorted(counting, key=lambda j: -raw[problem.criteria[j].id]):
            criterion = problem.criteria[j]
            swing = f"{criterion.worst_text} → {criterion.best_text}"
            weight = weight_text(raw[criterion.id])
            rows.append([f"– {criterion.name}", f"{ranking.percentages[j]} %", weight, swing])
    return Table("", ["Criterion", "Share", "Weight", "Swing that is weighed"], rows).to_markdown()


def _options(ranking: Ranking) -> str:
    problem = ranking.problem
    rows = [
        [
            ranking.name(row),
            problem.alternative(ranking.alternatives[row]).version,
            f"{ranking.scores[row]:.2f}",
        ]
        for row in ranking.order
    ]
    for exclusion in ranking.excluded:
        alternative = problem.alternative(exclusion.alternative)
        rows.append([alternative.name, alternative.version, exclusion.reason])
    return Table(
        "", [problem.alternative_noun.capitalize(), "Version", "Score, 0 to 1"], rows
    ).to_markdown()


def _consequences(assessment: Assessment) -> str:
    speak_for, against = reasons(assessment)
    return _sentences(
        [f"Good, because of {reason.sentence}" for reason in speak_for]
        + [f"Bad, because of {reason.sentence}" for reason in against]
    )


def _how_sure(assessment: Assessment) -> str:
    unknown = filter(None, [assessment.ranking.problem.unknown])
    return _sentences([*chances(assessment), potential(assessment), *cuts(assessment), *unknown])


def _dissent(said: Sequence[str]) -> list[str]:
    return ["### Dissent", _sentences(said)] if said else []


def _facts(ranking: Ranking) -> str:
    problem = ranking.problem
    header = ["Fact", *(ranking.name(row) for row in ranking.order)]
    rows = [
        [
            criterion.name,
            *(
                performance_text(
                    criterion,
                    problem.performances[ranking.alternatives[row], criterion.id].performance,
                )
                for row in ranking.order
            ),
        ]
        for criterion in problem.criteria
        if ranking.raw_weights[criterion.id]
    ]
    return Table("", header, rows).to_markdown()


def _sources(ranking: Ranking) -> list[Source]:
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
