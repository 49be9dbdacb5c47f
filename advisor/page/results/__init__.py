"""The answer: the leader and its certainty, the reasons, and what would change it."""

from advisor.page.results.card import answer, page_title
from advisor.page.results.change import TryIt
from advisor.page.results.charts import radar, ranking_bars
from advisor.page.results.places import Places
from advisor.page.results.present import Present
from advisor.page.results.rows import Rows, why

__all__ = [
    "Places",
    "Present",
    "Rows",
    "TryIt",
    "answer",
    "page_title",
    "radar",
    "ranking_bars",
    "why",
]
