"""Results as Plotly figures, and nothing else: no arithmetic, one palette."""

from advisor.charts.base import Figure, label
from advisor.charts.ranking import bars, radar, radar_groups, radar_values

__all__ = ["Figure", "bars", "label", "radar", "radar_groups", "radar_values"]
