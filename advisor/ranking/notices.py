"""Notices that a reader needs before trusting a ranking."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.values import Array
from advisor.problem.elements import isolated
from advisor.problem.problem import Problem
from advisor.ranking.choices import Choices
from advisor.ranking.requirements import Screened

# Notices that the light page fills in too (advisor.report.light).
SENTENCES = {
    "unknown": "Unknown for {names} and scored at mid-range: {criteria}.",
    "not entered": (
        "Your answers give much weight to {names}, but you have not said yet how each {noun} does "
        "on that. Until you do, it cannot favour any {noun}."
    ),
    "none entered": (
        "Your answers give much weight to {names}, but you have not said yet how each {noun} does "
        "on that. Until you do, they cannot favour any {noun}."
    ),
    "beyond": (
        "{names} lies beyond the scale of “{criterion}” ({worst} to {best} {unit}), so it counts "
        "as {end}."
    ),
    "several beyond": (
        "{names} lie beyond the scale of “{criterion}” ({worst} to {best} {unit}), so they count "
        "as {end}."
    ),
    "may not meet": "It is unknown whether {name} meets “{need}”; it is ranked anyway.",
    "not yet": (
        "{name} does not meet “{need}” yet: {today} today, {then} planned by {day}; it is ranked "
        "anyway."
    ),
}
# A criterion with at least this share is mentioned if its values differ by less than the second.
NOTICEABLE, HARDLY_APART = 0.05, 0.15
# With this many alternatives a page still answers within 0.3 s.
MOST_COMPARED = 200
# A notice names this many alternatives and counts the others.
MOST_NAMED = 5


def notices(problem: Problem, shares: Array, rows: list[int]) -> list[str]:
    """Notices about missing weights, too few alternatives, unknown facts and useless criteria."""
    noun, nouns = problem.alternative_noun, problem.alternative_noun_plural
    if not rows:
        return [f"No {noun} is left to rank."]
    found = []
    if len(rows) == 1:
        found.append(f"Only one {noun} is left, so there is nothing to compare.")
    if len(rows) > MOST_COMPARED:
        limit = f"the page is quick for up to {MOST_COMPARED}"
        found.append(f"{len(rows)} {nouns} are compared, but {limit}; leave some out.")
    if not shares.any():
        rule = "Give at least one criterion a weight."
        return [*found, f"All weights are 0, so nothing can be ranked. {rule}"]
    ranked = {problem.alternatives[row].id for row in rows}
    weight = {criterion.id: shares[j] for j, criterion in enumerate(problem.criteria)}
    missing: dict[str, list[str]] = {}
    for cell in problem.missing:
        if cell.alternative in ranked and weight[cell.criterion] > 0:
            criterion = problem.criterion(cell.criterion).name
            missing.setdefault(cell.alternative, []).append(criterion)
    alike: dict[str, list[str]] = {}
    for alternative, criteria in missing.items():
        alike.setdefault(", ".join(criteria), []).append(
            isolated(problem.alternative(alternative).name)
        )
    for listed, names in alike.items():
        found.append(SENTENCES["unknown"].format(names=", ".join(names), criteria=listed))
    found += _beyond(problem, shares, rows)
    level = [
        criterion.name
        for j, criterion in enumerate(problem.criteria)
        if criterion.kind == "fact"  # inputs are alike at the start, which is no news
        and len(rows) > 1
        and shares[j] > 0
        and np.ptp(problem.values[rows, j]) <= TIE
    ]
    apart = np.ptp(problem.values[rows], axis=0)
    hardly = [
        f"{criterion.name} ({shares[j] * 100:.0f}\u00a0%)"
        for j, criterion in enumerate(problem.criteria)
        if criterion.kind == "fact"
        and len(rows) > 1
        and shares[j] >= NOTICEABLE
        and TIE < apart[j] < HARDLY_APART
    ]
    if hardly:
        has, it = ("has", "it") if len(hardly) == 1 else ("have", "them")
        listed = ", ".join(hardly)
        found.append(f"{listed} {has} weight, but the compared {nouns} hardly differ on {it}.")
    if level:
        has, it = ("has", "it") if len(level) == 1 else ("have", "them")
        listed = ", ".join(level)
        found.append(f"{listed} {has} no effect, because all compared {nouns} are equal on {it}.")
    return found


def _beyond(problem: Problem, shares: Array, rows: list[int]) -> list[str]:
    """Notices about performances beyond the anchors of a criterion with weight."""
    said = []
    for j, criterion in enumerate(problem.criteria):
        if not shares[j] > 0 or criterion.value_function == "levels":
            continue
        low, high = sorted((criterion.worst, criterion.best))
        beyond: dict[float, list[str]] = {low: [], high: []}
        for alternative in (problem.alternatives[row] for row in rows):
            stated = problem.performances[alternative.id, criterion.id].performance
            if stated < low or stated > high:
                shown = f"{isolated(alternative.name)} ({stated:.10g})"
                beyond[low if stated < low else high].append(shown)
        for anchor, names in beyond.items():
            if names:
                sentence = SENTENCES["beyond" if len(names) == 1 else "several beyond"]
                said.append(
                    sentence.format(
                        names=_enumerated(names),
                        criterion=criterion.name,
                        worst=f"{criterion.worst:.10g}",
                        best=f"{criterion.best:.10g}",
                        unit=criterion.unit,
                        end=f"{anchor:.10g}",
                    )
                )
    return said


def _enumerated(names: list[str]) -> str:
    """Names in a sentence; a long list ends with a count."""
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def not_entered(
    problem: Problem, words: Mapping[str, str], entered: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Notice about inputs that matter by an answer but that the user has not entered."""
    silent = [
        f"“{criterion.name}”"
        for criterion in problem.criteria
        if criterion.kind == "input"
        and words.get(criterion.id) in ("much", "decides")
        and not entered.get(criterion.id)
    ]
    if not silent:
        return []
    sentence = SENTENCES["not entered" if len(silent) == 1 else "none entered"]
    return [sentence.format(names=" and ".join(silent), noun=problem.alternative_noun)]


def not_yet(
    problem: Problem, standing: Mapping[str, tuple[Screened, ...]], left_out: Collection[str]
) -> list[str]:
    """Notices about requirements that a ranked alternative will meet later or may not meet."""
    said = []
    for alternative, found in standing.items():
        name = isolated(problem.alternative(alternative).name)
        for finding in found if alternative not in left_out else ():
            needed, capability = finding.requirement, finding.capability
            if finding.outcome == "unknown":
                said.append(SENTENCES["may not meet"].format(name=name, need=needed.name))
            elif finding.outcome == "later":
                today, then = map(needed.text, (capability.capability, capability.coming))
                day = capability.coming_by
                said.append(
                    SENTENCES["not yet"].format(
                        name=name, need=needed.name, today=today, then=then, day=day
                    )
                )
    return said


def no_longer(problem: Problem, choices: Choices) -> list[str]:
    """Notice about retired criteria with a weight or an input, with the reasons."""
    weighed = [choices.weights, *(ballot.weights for ballot in choices.ballots)]
    gone = [
        criterion
        for criterion in problem.retired
        if choices.inputs.get(criterion) or any(weights.get(criterion) for weights in weighed)
    ]
    if not gone:
        return []
    are, them = ("is", "it") if len(gone) == 1 else ("are", "them")
    alike: dict[str, list[str]] = {}
    for criterion in gone:
        alike.setdefault(problem.retired[criterion], []).append(criterion)
    reasons = " ".join(f"{', '.join(criteria)}: {reason}" for reason, criteria in alike.items())
    lost = f"{', '.join(gone)} {are} retired, so the values set for {them} have no effect."
    return [f"{lost} {reasons}"]
