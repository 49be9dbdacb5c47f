"""``advisor lab swaps``: tests every variant of a product and counts its changed lines."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from advisor.lab.contract.command import examine_app, examine_product
from advisor.lab.contract.features import FEATURES, Result
from advisor.lab.contract.told import table, told
from advisor.lab.contract.variants import SWAPS, Variant, variants
from advisor.lab.manifest import manifests
from advisor.lab.servers import launch
from advisor.lab.sizes.difference import difference
from advisor.problem.paths import DATA
from advisor.problem.problem import InputError

RECORD = DATA / "measurements" / "swaps.json"
TEXT = DATA / "python-backend" / "SWAPS.md"
FOUND = "## What was found\n"


def examine_variant(variant: Variant) -> dict[str, Any]:
    """Run a variant, test every feature and count its changed lines.

    Raises
    ------
    RuntimeError
        If the environment cannot be created or the variant does not start.
    """
    made = launch.environment_of(variant.name, variant.requirements)
    absent = manifests()[variant.framework].absent
    with tempfile.TemporaryDirectory() as scratch:
        app = variant.put_together(Path(scratch, "app"))
        lines = difference(variant.product.folder, app.folder)
        found = examine_app(variant.name, app, made, {**absent, **variant.lost})
    features = {name: _outcome(name, result, variant) for name, result in found.features.items()}
    return {
        "date": date.today().isoformat(),
        **asdict(replace(found, features=features)),
        **lines._asdict(),
        "by": variant.by,
        "page": variant.page,
    }


def _outcome(name: str, result: Result, variant: Variant) -> Result:
    if name in variant.lost and result.outcome == "absent":
        return replace(result, outcome="lost")
    return result


def main(frameworks: Sequence[str], swaps: Sequence[str], output: str | None) -> int:
    """Test all or the named swaps; the exit status is 1 if a feature fails unexpectedly.

    The results replace those of the same swaps in the file ``output``; its other results stay.
    """
    with_variants = [name for name in manifests() if variants(name)]
    for asked, known, what in (
        (frameworks, with_variants, "variant of"),
        (swaps, list(SWAPS), "swap"),
    ):
        for name in asked:
            if name not in known:
                raise InputError(f"there is no {what} {name!r}; allowed: {', '.join(known)}")
    path = Path(output) if output else None
    record = read(path) if path and path.exists() else {}
    for framework in frameworks or with_variants:
        chosen = [v for name, v in variants(framework).items() if name in (swaps or SWAPS)]
        row = record.setdefault(framework, {})
        if "before" not in row or not swaps:
            print(f"{framework} …", file=sys.stderr)
            before = {"date": date.today().isoformat(), **asdict(examine_product(framework))}
            row.update(before=before, swaps=row.get("swaps", {}))
        for variant in chosen:
            print(f"{framework}, {SWAPS[variant.swap]} …", file=sys.stderr)
            row["swaps"][variant.swap] = examine_variant(variant)
            row["swaps"] = {swap: row["swaps"][swap] for swap in SWAPS if swap in row["swaps"]}
    record = {framework: record[framework] for framework in manifests() if framework in record}
    print(table(record))
    failed = [
        f"{framework}, {swap}: {FEATURES[name].name}: {result['seen']}"
        for framework, row in record.items()
        for swap, found in row["swaps"].items()
        for name, result in found["features"].items()
        if result["outcome"] == "fails"
    ]
    if failed:
        print("\n".join(failed), file=sys.stderr)
    elif path:
        path.write_text(json.dumps({"frameworks": record}, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def read(path: Path) -> dict[str, Any]:
    """Read a record of swaps, by framework."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["frameworks"]
    return found


def tell() -> int:
    """Write the shipped record into `SWAPS.md`."""
    head, found, _ = TEXT.read_text(encoding="utf-8").partition(FOUND)
    TEXT.write_text(f"{head}{found}\n{told(read(RECORD))}", encoding="utf-8")
    return 0
