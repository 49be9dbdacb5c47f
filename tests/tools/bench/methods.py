"""Times the methods beside the least there is to do, and beside two other libraries.

``python -m tests.tools.bench.methods`` prints, from one run on one core, rounds interleaved: 10
alternatives x 15 criteria under 100,000 weight vectors, each with the order of the
alternatives. The bare floor is one matrix product and one argsort. The other libraries take
one weight vector per call, so they are timed on a sample and extrapolated, which the table says.
Machines are noisy: read the ratios.
"""

from __future__ import annotations

import warnings
from importlib.metadata import version

from tests.tools.bench.timing import Calls, interleaved, uncertain  # isort: skip  # before NumPy

import numpy as np
import skcriteria
from pymcdm import methods as pymcdm
from pymcdm.normalizations import sum_normalization, vector_normalization
from scipy.optimize import linprog
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.scalers import SumScaler, VectorScaler

from advisor.mcda.acceptability import smaa
from advisor.mcda.additive import additive, ranks
from advisor.mcda.methods.promethee import promethee
from advisor.mcda.methods.scores import copras, topsis, weighted_product
from advisor.mcda.methods.vikor import vikor
from advisor.mcda.optimality import best_case
from advisor.mcda.sampling.weights import simplex

ROUNDS = 7
ALTERNATIVES, CRITERIA, VECTORS = 10, 15, 100_000
SAMPLE = {"pymcdm": 50, "scikit-criteria": 5}


def ours(values: np.ndarray, weights: np.ndarray) -> Calls:
    """Every method of the project over all the weights."""
    rng = np.random.default_rng(2)
    everywhere, doubtful = simplex(CRITERIA), uncertain(values)
    best, worst = np.ones(CRITERIA), np.zeros(CRITERIA)
    costs = np.arange(CRITERIA) < 5
    return {
        "bare floor": lambda: np.argsort(weights @ values.T, axis=1),
        "additive": lambda: ranks(additive(values, weights)),
        "weighted product": lambda: ranks(weighted_product(values, weights, 0.01)),
        "TOPSIS": lambda: ranks(topsis(values, weights, best, worst)),
        "VIKOR": lambda: ranks(vikor(values, weights).scores),
        "PROMETHEE II": lambda: ranks(promethee(values, weights)),
        "COPRAS": lambda: ranks(copras(values, weights, costs)),
        "SMAA-2, weights given": lambda: smaa(values, weights, VECTORS, rng),
        "SMAA-2, weights drawn too": lambda: smaa(values, everywhere, VECTORS, rng),
        "SMAA-2, all values uncertain": lambda: smaa(doubtful, everywhere, VECTORS, rng),
    }


def theirs(values: np.ndarray, weights: np.ndarray) -> dict[str, tuple[str, Calls]]:
    """Label to (library, call on its sample): the same work, a vector at a time."""
    upward = np.ones(CRITERIA, dtype=int)
    table = skcriteria.mkdm(values, upward)

    def mcdm(method: object) -> object:
        return lambda: [method(values, w, upward) for w in weights[: SAMPLE["pymcdm"]]]

    def criteria(*steps: object) -> object:
        pipe, few = mkpipe(*steps), weights[: SAMPLE["scikit-criteria"]]
        return lambda: [pipe.evaluate(table.replace(weights=w)) for w in few]

    return {
        "pymcdm weighted sum": ("pymcdm", mcdm(pymcdm.WSM(sum_normalization))),
        "pymcdm TOPSIS": ("pymcdm", mcdm(pymcdm.TOPSIS(vector_normalization))),
        "pymcdm PROMETHEE II": ("pymcdm", mcdm(pymcdm.PROMETHEE_II("usual"))),
        "scikit-criteria weighted sum": (
            "scikit-criteria",
            criteria(SumScaler("matrix"), WeightedSumModel()),
        ),
        "scikit-criteria TOPSIS": ("scikit-criteria", criteria(VectorScaler("matrix"), TOPSIS())),
    }


def programmes() -> None:
    """Who can be best at all: the linear programmes of `best_case` beside SciPy's HiGHS."""
    rng = np.random.default_rng(3)
    for alternatives, criteria in ((3, 18), (15, 18), (50, 50)):
        values = rng.random((alternatives, criteria))

        def highs(values: np.ndarray = values) -> None:
            for at, row in enumerate(values):
                margins = row - np.delete(values, at, axis=0)
                linprog(
                    np.append(np.zeros(values.shape[1]), -1),
                    A_ub=np.column_stack([-margins, np.ones(len(margins))]),
                    b_ub=np.zeros(len(margins)),
                    A_eq=np.append(np.ones(values.shape[1]), 0)[None],
                    b_eq=[1],
                    bounds=[(0, None)] * values.shape[1] + [(None, None)],
                )

        calls: Calls = {"ours": lambda values=values: best_case(values), "HiGHS": highs}
        found = interleaved(calls, ROUNDS)
        ratio = found["HiGHS"] / found["ours"]
        size = f"who can be best, {alternatives} x {criteria}"
        print(f"  {size:30}{found['ours']:12,.2f} ms; HiGHS {ratio:.0f} times as long")


def main() -> None:
    """Print the tables."""
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(1)
    values = rng.uniform(0.01, 1, (ALTERNATIVES, CRITERIA))
    weights = rng.dirichlet(np.ones(CRITERIA), VECTORS)
    mine, peers = ours(values, weights), theirs(values, weights)
    found = interleaved(mine | {name: call for name, (_, call) in peers.items()}, ROUNDS)
    floor = found["bare floor"]
    print(f"{ALTERNATIVES} x {CRITERIA}, {VECTORS:,} weight vectors, median of {ROUNDS}")
    for name in mine:
        print(f"  {name:30}{found[name]:12,.1f} ms{found[name] / floor:10,.2f} x the floor")
    for name, (library, _) in peers.items():
        whole = found[name] * VECTORS / SAMPLE[library]
        said = f"extrapolated from {SAMPLE[library]} vectors, {library} {version(library)}"
        print(f"  {name:30}{whole:12,.0f} ms{whole / floor:10,.0f} x the floor  ({said})")

    programmes()


if __name__ == "__main__":
    main()
