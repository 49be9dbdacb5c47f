"""Results as Plotly figures, and nothing else: no arithmetic, one palette."""

from advisor.charts.base import Figure, label
from advisor.charts.measured import latencies, throughput, waiting
from advisor.charts.methods import method_ranks
from advisor.charts.ranking import bars, radar, radar_groups, radar_values
from advisor.charts.robustness import central_weights, rank_heatmap
from advisor.charts.stability import stability
from advisor.charts.versus import waterfall
from advisor.charts.winmap import win_map

__all__ = [
    "Figure",
    "bars",
    "central_weights",
    "label",
    "latencies",
    "method_ranks",
    "radar",
    "radar_groups",
    "radar_values",
    "rank_heatmap",
    "stability",
    "throughput",
    "waiting",
    "waterfall",
    "win_map",
]
