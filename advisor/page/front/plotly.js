// The scatter trace is part of the core.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import heatmap from "plotly.js/lib/heatmap";
import scatterpolar from "plotly.js/lib/scatterpolar";
import scatterternary from "plotly.js/lib/scatterternary";
import violin from "plotly.js/lib/violin";
import waterfall from "plotly.js/lib/waterfall";

Plotly.register([bar, heatmap, scatterpolar, scatterternary, violin, waterfall]);

export default Plotly;
