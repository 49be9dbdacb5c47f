"""The decision record as Markdown, in the form of MADR: Markdown Any Decision Records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.problem.elements import Source
from advisor.problem.questions import NOT_SURE
from advisor.ranking.ranking import Ranking
from advisor.report.wording import (
    chances,
    changes,
    demand_text,
    number_text,
    percentages,
    performance_text,
    potential,
    reasons,
)
from advisor.report.wording.verdict import summary
from advisor.robustness.verdict import find_lead

VERDICTS = {"clear": "clear lead", "fragile": "fragile lead", "tie": "tie"}


def markdown(ranking: Ranking, record: Mapping[str, Any]) -> str:
    """Decision record of a ranking, with ``record`` from `advisor.report.record.make_record`."""
    parts = [
        _front_matter(ranking, record),
        f"# {_plain(_title(ranking))}",
        "## Context and problem statement",
        *_context(ranking),
        "## Decision drivers",
        _weights(ranking),
        "## Considered options",
        _options(ranking),
        "## Decision outcome",
        _plain(summary(ranking)[0]),
        _sentences(summary(ranking)[1:]),
        "### Consequences",
        _consequences(ranking),
        *_dissent(record["result"]["dissent"]),
        "### Confirmation",
        f"Look at it again by {record['review_by']}, a year on, or when a fact below changes. "
        "`advisor diff` with the JSON of this record says what has changed since.",
        "## How sure this is",
        _sentences([*chances(ranking), potential(ranking)]),
        "## What would change it",
        _sentences(changes(ranking)),
        "## More information",
        _facts(ranking),
        *([f"This page in the same state: <{record['link']}>"] if record["link"] else []),
        "### Sources",
        _bullets(_source(source) for source in _sources(ranking)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(ranking: Ranking, record: Mapping[str, Any]) -> str:
    lead = find_lead(ranking)
    status = f"proposed ({VERDICTS[lead.verdict]})" if lead else "open"
    return f"---\nstatus: {status}\ndate: {record['made']}\nreview-by: {record['review_by']}\n---"


def _title(ranking: Ranking) -> str:
    lead = find_lead(ranking)
    if lead is None or lead.verdict == "tie":
        return f"{ranking.problem.title} Not decided yet"
    return f"{ranking.problem.title} {ranking.name(lead.leader)}"


def _context(ranking: Ranking) -> list[str]:
    problem, scenario = ranking.problem, ranking.scenario
    said = []
    for question, answer in ranking.advice.answers.items():
        asked = problem.project_question(question)
        text = "not sure" if answer == NOT_SURE else asked.choice(answer).text
        said.append(f"{asked.question} {text}")
    needs = [demand_text(problem.requirement(r), demand) for r, demand in ranking.demands.items()]
    return [
        _plain(problem.question),
        _plain(f"Kind of project: {scenario.name}. {scenario.summary}"),
        _sentences(said),
        _plain(f"Facts for: {problem.reading_names[problem.reading]}") if problem.readings else "",
        f"Must-haves:\n\n{_sentences(needs)}" if needs else "",
    ]


def _weights(ranking: Ranking) -> str:
    counting = [
        (percent, criterion, ranking.raw_weights[criterion.id])
        for percent, criterion in zip(percentages(ranking), ranking.problem.criteria, strict=True)
        if ranking.raw_weights[criterion.id]
    ]
    rows = [
        [c.name, f"{percent} %", number_text(raw), f"{c.worst_text} → {c.best_text}"]
        for percent, c, raw in sorted(counting, key=lambda row: -row[2])
    ]
    return _table(["Criterion", "Share", "Weight", "Swing that is weighed"], rows)


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
    return _table([problem.alternative_noun.capitalize(), "Version", "Score, 0 to 1"], rows)


def _consequences(ranking: Ranking) -> str:
    speak_for, against = reasons(ranking)
    return _sentences(
        [f"Good, because of {reason.sentence}" for reason in speak_for]
        + [f"Bad, because of {reason.sentence}" for reason in against]
    )


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
    return _table(header, rows)


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
    where = f"<{source.url}>" if "://" in source.url else _plain(source.url)
    return f"{_plain(source.title)}, {_plain(source.publisher)}, {where}, seen {source.seen}"


def _sentences(sentences: Iterable[str]) -> str:
    return _bullets(_plain(sentence) for sentence in sentences)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_plain(cell) for cell in line)} |" for line in lines)


def _plain(text: str) -> str:
    """Text that is no markup, whoever wrote it into the problem folder."""
    for mark in "\\`*_[]|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ").replace("<", "&lt;")
