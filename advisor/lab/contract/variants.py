"""A product with one part replaced: ``apps/<framework>/variants/<swap>/variant.toml``.

.. code:: toml

    by = "msgspec reads the body and writes the answer."  # how the new part is connected
    page = "https://…"               # where that is documented
    removed = ["shop/schemas.py"]    # files of the product that the variant does not need
    prepare = ["-m shop.migrate"]    # this and the next key: as in app.toml, if they differ
    user = "-m shop.add {name} {password} {staff_flag}"

    [lost]                           # features that no longer work
    staff_pages = { why = "…", page = "https://…" }

The folder contains ``requirements.txt`` with all packages, and the files that replace or extend
those of the product.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from advisor.lab.manifest import APPS, Absent, App, manifests

SWAPS: Mapping[str, str] = {
    "data": "own data layer",
    "accounts": "own accounts",
    "templates": "another template engine",
    "json": "another JSON layer",
}
MANIFEST = "variant.toml"
KEYS = {"by", "page", "removed", "prepare", "user", "lost"}


@dataclass(frozen=True)
class Variant:
    """A variant of a product; ``app`` starts it after `put_together` has made its folder."""

    framework: str
    swap: str
    folder: Path
    product: App
    app: App
    by: str
    page: str
    removed: tuple[str, ...]
    lost: Mapping[str, Absent]

    @property
    def name(self) -> str:
        """Name of the variant's environment."""
        return f"{self.framework}-{self.swap}"

    @property
    def requirements(self) -> tuple[Path, ...]:
        """Requirements file with all packages of the variant."""
        return (self.folder / "requirements.txt",)

    def put_together(self, folder: Path) -> App:
        """Copy the product and then the variant into a new folder.

        Raises
        ------
        ValueError
            If the variant removes a file that the product does not have.
        """
        shutil.copytree(self.product.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for name in self.removed:
            if not (folder / name).is_file():
                place = f"{self.folder / MANIFEST}: removed"
                raise ValueError(f"{place}: the product has no file {name}")
            (folder / name).unlink()
        extra = shutil.ignore_patterns("__pycache__", MANIFEST)
        shutil.copytree(self.folder, folder, ignore=extra, dirs_exist_ok=True)
        return replace(self.app, folder=folder)


def variants(framework: str) -> Mapping[str, Variant]:
    """Variants of a framework, by swap."""
    folders = {swap: APPS / framework / "variants" / swap for swap in SWAPS}
    return {
        swap: read(folder, manifests()[framework].apps["product"])
        for swap, folder in folders.items()
        if (folder / MANIFEST).exists()
    }


def read(folder: Path, product: App) -> Variant:
    """Read one variant of a product; the names of its folders give framework and swap.

    Raises
    ------
    ValueError
        If its manifest has an unknown key; the message names the key.
    """
    path = folder / MANIFEST
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := said.keys() - KEYS:
        found, known = (", ".join(sorted(keys)) for keys in (unknown, KEYS))
        raise ValueError(f"{path}: unknown key {found}; allowed: {known}")
    return Variant(
        framework=folder.parent.parent.name,
        swap=folder.name,
        folder=folder,
        product=product,
        app=replace(
            product,
            folder=folder,
            prepare=tuple(said.get("prepare", product.prepare)),
            user=said.get("user", product.user),
        ),
        by=said["by"],
        page=said["page"],
        removed=tuple(said.get("removed", ())),
        lost={feature: Absent(**why) for feature, why in said.get("lost", {}).items()},
    )
