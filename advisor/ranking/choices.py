"""The choices of a user, in one form for Python, the command, links, records and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from math import isfinite, isnan, nan
from numbers import Real
from typing import Any

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import TOO_DEEP, InputError, Problem, nested_too_deeply
from advisor.problem.questions import NOT_SURE
from advisor.problem.tables import allowed
from advisor.ranking.plausible import Plausible


class FrozenMap(Mapping[str, Any]):
    """An immutable mapping that can be compared, hashed, copied and pickled."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._entries = dict(given)

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return repr(self._entries)


class ChoiceError(InputError):
    """The problem does not allow a choice; the message names the choice and what is allowed."""


@dataclass(frozen=True)
class Ballot:
    """The weights of one participant of a group: raw weight, 0 to 100, by criterion id.

    A criterion without an entry has the weight 0. Two participants may have the same name.
    """

    name: str
    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        if nested_too_deeply(self.weights):
            raise ChoiceError(f"the weights of {self.name!r} are {TOO_DEEP}")
        object.__setattr__(self, "weights", FrozenMap(self.weights))


@dataclass(frozen=True)
class Choices:
    """All choices about a problem; parts that are left out keep the defaults of the problem.

    Parameters
    ----------
    scenario : str
        Id of the kind of project that sets the starting weights; empty for the first one.
    answers : mapping of question id to answer id, or `NOT_SURE`
        Answers about the project, which override the preset answers of the scenario; an empty
        text removes a preset answer.
    requirements : mapping of requirement id to the demanded level
        Must-haves in addition to those of the answers; an empty text removes one of those.
    weights : mapping of criterion id to float
        Raw swing weights, 0 to 100. Other criteria keep the weight of scenario and answers.
        Weights and inputs of retired criteria are kept but have no effect.
    reading : str
        Id of the reading of the facts to use; empty for the stated one.
    inputs : mapping of criterion id to a mapping of alternative id to float
        Performances that only the user knows, in the criterion's unit.
    included : tuple of str
        Ids of alternatives to compare in addition to the default ones.
    excluded : tuple of str
        Ids of alternatives to leave out.
    plausible : Plausible
        Weights and facts that the verdict is tested against. No score depends on it.
    ballots : tuple of Ballot
        Weights of each participant of a group. They are stored, but no ranking uses them.
    """

    scenario: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    reading: str = ""
    inputs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    plausible: Plausible = field(default_factory=Plausible)
    ballots: tuple[Ballot, ...] = ()

    def check(self, problem: Problem) -> Choices:
        """Check every part and return a copy that names its scenario.

        Raises
        ------
        ChoiceError
            If the problem does not allow a part; the message names it and what is allowed.
        """
        return Choices(**{name: CHECKS[name](problem, getattr(self, name)) for name in FIELDS})

    def facts(self, problem: Problem) -> Problem:
        """Problem with the compared alternatives, the chosen reading and the user's inputs."""
        return self.entered(self.read(problem))

    def read(self, problem: Problem) -> Problem:
        """Problem with the compared alternatives and the chosen reading."""
        compared = problem.including(self.included)
        return compared.with_reading(self.reading) if self.reading else compared

    def entered(self, problem: Problem) -> Problem:
        """Problem with the user's inputs."""
        cells = {
            (alternative, criterion): performance
            for criterion, row in self.inputs.items()
            if criterion not in problem.retired
            for alternative, performance in row.items()
        }
        return problem.with_performances(cells) if cells else problem

    def to_dict(self, problem: Problem) -> dict[str, Any]:
        """Plain data for JSON, including the id of the problem."""
        return {
            "problem": problem.id,
            "scenario": self.scenario,
            "answers": dict(self.answers),
            "requirements": dict(self.requirements),
            "weights": {c: self.weights[c] for c in sorted(self.weights)},
            "reading": self.reading,
            "inputs": {c: dict(row) for c, row in self.inputs.items()},
            "included": list(self.included),
            "excluded": list(self.excluded),
            "plausible": self.plausible.to_dict(),
            "ballots": [{"name": b.name, "weights": dict(b.weights)} for b in self.ballots],
        }

    @classmethod
    def from_dict(cls, problem: Problem, saved: Mapping[str, Any]) -> Choices:
        """Checked choices from the data of `to_dict`; missing parts get their defaults.

        Raises
        ------
        ChoiceError
            If the data was saved for another problem or has an unknown key, or as in `check`.
        """
        if nested_too_deeply(saved):
            raise ChoiceError(f"the choices are {TOO_DEEP}")
        if not isinstance(saved, Mapping):
            raise ChoiceError(f"choices are {saved!r}; allowed: a mapping of names to values")
        if "problem" not in saved:
            raise ChoiceError(f"the choices name no problem; allowed: {problem.id!r}")
        if saved["problem"] != problem.id:
            found = f"the choices were saved for problem {saved['problem']!r}"
            raise ChoiceError(f"{found}; allowed: {problem.id!r}")
        if unknown := [key for key in saved if key not in (*FIELDS, "problem")]:
            raise ChoiceError(f"unknown key {unknown[0]!r}; {allowed(str(unknown[0]), FIELDS)}")
        return cls(**{name: saved[name] for name in FIELDS if name in saved}).check(problem)

    def but(self, **changed: Any) -> Choices:
        """Copy with some parts changed."""
        return replace(self, **changed)

    def __post_init__(self) -> None:
        # The parts are not checked yet and may be anything; freeze all containers among them.
        for name in FIELDS:
            if nested_too_deeply(given := getattr(self, name)):
                raise ChoiceError(f"{name}: it is {TOO_DEEP}")
            object.__setattr__(self, name, _frozen(given))


FIELDS = tuple(one.name for one in fields(Choices))


def _frozen(given: Any) -> Any:
    if isinstance(given, Mapping):
        return FrozenMap({key: _frozen(value) for key, value in given.items()})
    return tuple(given) if isinstance(given, list) else given


def _known(what: str, given: Any, names: Iterable[str]) -> str:
    listed = list(names)
    if given not in listed:
        raise ChoiceError(f"there is no {what} {given!r}; {allowed(str(given), listed)}")
    return str(given)


def _value_of(name: str, given: Any, values: Sequence[str]) -> None:
    if given not in values:
        raise ChoiceError(f"{name!r} cannot be {given!r}; {allowed(str(given), values)}")


def _short(given: Any) -> str:
    """Short text of a value for a message, even if it has hundreds of digits."""
    text = repr(given) if not isinstance(given, int) or abs(given) < 10**30 else "a huge number"
    return text if len(text) < 80 else f"{text[:79]}…"


def _mapping(name: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise ChoiceError(f"{name} are {given!r}; allowed: a mapping of names to values")
    return given


def _listed(name: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list | tuple | set | frozenset):
        raise ChoiceError(f"{name} are {given!r}; allowed: a list of ids")
    return tuple(given)


def _number(given: Any) -> float:
    """A finite number as a plain float; NaN for anything else."""
    try:
        number = nan if isinstance(given, bool) or not isinstance(given, Real) else float(given)
    except OverflowError:  # an integer of hundreds of digits
        number = nan
    return number + 0.0 if isfinite(number) else nan  # the sum turns -0.0 into 0.0


def _scenario(problem: Problem, given: Any) -> str:
    if given == "":
        return problem.scenarios[0].id
    return _known("scenario", given, (scenario.id for scenario in problem.scenarios))


def _answers(problem: Problem, given: Any) -> dict[str, str]:
    for question, answer in _mapping("answers", given).items():
        _known("question", question, (q.id for q in problem.questions))
        if answer != "":
            choices = problem.project_question(question).choices
            _value_of(question, answer, [*(c.id for c in choices), NOT_SURE])
    return dict(given)


def _requirements(problem: Problem, given: Any) -> dict[str, str]:
    for requirement, demand in _mapping("requirements", given).items():
        _known("requirement", requirement, (r.id for r in problem.requirements))
        if demand != "":
            demands = problem.requirement(requirement).demands
            _value_of(requirement, demand, demands)
    return dict(given)


def _weights(problem: Problem, given: Any) -> dict[str, float]:
    found = {}
    for criterion, weight in _mapping("weights", given).items():
        if criterion not in problem.retired:
            _known("criterion", criterion, (c.id for c in problem.criteria))
        found[criterion] = _number(weight)
        if not 0 <= found[criterion] <= LARGEST_WEIGHT:
            shown = _short(weight)
            found_here = f"the weight of {criterion!r} is {shown}"
            raise ChoiceError(f"{found_here}; allowed: 0 to {LARGEST_WEIGHT}")
    return found


def _reading(problem: Problem, given: Any) -> str:
    return "" if given == "" else _known("reading", given, problem.readings)


def _inputs(problem: Problem, given: Any) -> dict[str, dict[str, float]]:
    criteria = [c.id for c in problem.criteria if c.kind == "input"]
    found: dict[str, dict[str, float]] = {}
    for criterion, row in _mapping("inputs", given).items():
        if criterion not in problem.retired:
            _known("input", criterion, criteria)
        found[criterion] = {}
        for alternative, performance in _mapping(f"inputs of {criterion!r}", row).items():
            found[criterion][_alternative(problem, alternative)] = number = _number(performance)
            if isnan(number):
                shown = _short(performance)
                cell = f"the input {criterion!r} of {alternative!r}"
                raise ChoiceError(f"{cell} is {shown}; allowed: a number")
    return found


def _alternative(problem: Problem, given: Any) -> str:
    everybody = (*problem.alternatives, *problem.others)
    return _known(problem.alternative_noun, given, (one.id for one in everybody))


def _alternatives(problem: Problem, given: Any) -> tuple[str, ...]:
    known = (_alternative(problem, one) for one in _listed("excluded", given))
    return tuple(dict.fromkeys(known))


def _others(problem: Problem, given: Any) -> tuple[str, ...]:
    """Alternatives to include; ignores those compared by default, which older records may name."""
    known = [_alternative(problem, one) for one in _listed("included", given)]
    return tuple(dict.fromkeys(a for a in known if a in {o.id for o in problem.others}))


def _plausible(_problem: Problem, given: Any) -> Plausible:
    if isinstance(given, Plausible):
        return given
    try:
        return Plausible.from_dict(_mapping("plausible cases", given))
    except (TypeError, ValueError) as error:
        raise ChoiceError(f"plausible: {error}") from error


def _ballots(problem: Problem, given: Any) -> tuple[Ballot, ...]:
    """Ballots; older records have a mapping of names to weights."""
    if isinstance(given, Mapping):
        given = [{"name": name, "weights": weights} for name, weights in given.items()]
    if not isinstance(given, list | tuple):
        raise ChoiceError(f"ballots are {given!r}; allowed: a list of ballots")
    return tuple(_ballot(problem, one) for one in given)


def _ballot(problem: Problem, given: Any) -> Ballot:
    if isinstance(given, Mapping):
        name, weights = given.get("name"), given.get("weights")
    else:
        name, weights = getattr(given, "name", None), getattr(given, "weights", None)
    if not isinstance(name, str) or not name.strip():
        raise ChoiceError(f"a ballot is {_short(given)}; allowed: a name and weights")
    return Ballot(name, _weights(problem, weights))


# The check of each part: a function of problem and given value that returns the final value.
CHECKS: dict[str, Callable[[Problem, Any], Any]] = {
    "scenario": _scenario,
    "answers": _answers,
    "requirements": _requirements,
    "weights": _weights,
    "reading": _reading,
    "inputs": _inputs,
    "included": _others,
    "excluded": _alternatives,
    "plausible": _plausible,
    "ballots": _ballots,
}
