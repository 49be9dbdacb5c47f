"""“How sure”: whether the leader stays first when groups are split or merged."""

from __future__ import annotations

from advisor.page.html import paragraphs, points
from advisor.page.panels.section import Section
from advisor.report.tables.cuts import cuts as table
from advisor.report.wording import cuts
from advisor.report.wording.verdict.cuts import WHY

CUTS = Section(
    title="The facts grouped another way",
    words=lambda decision: points(cuts(decision.assessment)) + paragraphs(WHY),
    table_name="Groupings as a table",
    table=lambda decision: table(decision.assessment),
)
