"""Results as Plotly figures with one palette; the functions here compute nothing else."""

from advisor.report.charts.base import Figure, empty, label
from advisor.report.charts.head_to_head import waterfall
from advisor.report.charts.measurements import latencies, throughput, waiting
from advisor.report.charts.methods import method_ranks
from advisor.report.charts.ranking import RADAR_AXES, bars, radar, radar_groups, radar_values
from advisor.report.charts.robustness import central_weights, rank_heatmap
from advisor.report.charts.sensitivity import stability
from advisor.report.charts.win_map import win_map

__all__ = [
    "RADAR_AXES",
    "Figure",
    "bars",
    "central_weights",
    "empty",
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
