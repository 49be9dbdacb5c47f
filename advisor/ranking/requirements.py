"""Tests requirements before weights: which alternatives they rule out, and which only just pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.problem.problem import Problem
from advisor.problem.questions import Capability, Requirement

Outcome = Literal["met", "just met", "later", "unknown", "not met"]


@dataclass(frozen=True)
class Screened:
    """Result of testing one alternative against one demand.

    The outcome ``"just met"`` means that every stricter demand would rule the alternative out.
    ``"later"`` means that it will meet the demand by a publicly planned day, ``"unknown"`` that
    its capability is unknown. In both cases it stays in the ranking, with a notice.
    """

    requirement: Requirement
    demand: str
    capability: Capability
    outcome: Outcome

    @property
    def offered(self) -> str:
        """What the alternative offers, in the words of the requirement."""
        return self.requirement.text(self.capability.capability)

    @property
    def reason(self) -> str:
        """What the alternative offers and what is demanded, in the words of the requirement."""
        needed = self.requirement.text(self.demand)
        limit = {"levels": "", "at least": "at least ", "at most": "at most "}[
            self.requirement.kind
        ]
        return f"{self.requirement.name}: {self.offered} instead of {limit}{needed}"


def screen(problem: Problem, demands: Mapping[str, str]) -> dict[str, tuple[Screened, ...]]:
    """Test every alternative against every demand; the results are by alternative id.

    Parameters
    ----------
    problem : Problem
    demands : mapping of requirement id to the demanded level

    Raises
    ------
    LookupError
        If a requirement is not in the problem.
    ValueError
        If a requirement does not have the demanded level; the message lists its levels.
    """
    wanted = [_demand(problem.requirement(r), demand) for r, demand in demands.items()]
    return {
        alternative.id: tuple(
            _finding(requirement, demand, problem.capabilities[alternative.id, requirement.id])
            for requirement, demand in wanted
        )
        for alternative in problem.alternatives
    }


def ruled_out(problem: Problem, demands: Mapping[str, str]) -> frozenset[str]:
    """Ids of the alternatives that miss one of the demands; see `screen` for the errors."""
    return frozenset(
        alternative
        for alternative, findings in screen(problem, demands).items()
        if any(finding.outcome == "not met" for finding in findings)
    )


def _demand(requirement: Requirement, demand: str) -> tuple[Requirement, str]:
    if demand not in requirement.demands:
        allowed = ", ".join(requirement.demands)
        raise ValueError(f"{requirement.id!r} cannot be {demand!r}; allowed: {allowed}")
    return requirement, demand


def _finding(requirement: Requirement, demand: str, capability: Capability) -> Screened:
    return Screened(requirement, demand, capability, _outcome(requirement, demand, capability))


def _outcome(requirement: Requirement, demand: str, capability: Capability) -> Outcome:
    if not capability.capability:
        return "unknown"
    offered, needed = (requirement.strength(c) for c in (capability.capability, demand))
    if offered < needed:
        coming = capability.coming and requirement.strength(capability.coming) >= needed
        return "later" if coming else "not met"
    stricter = [s for s in map(requirement.strength, requirement.demands) if s > needed]
    return "just met" if stricter and offered < min(stricter) else "met"
