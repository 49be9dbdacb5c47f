"""The interactive page: ipywidgets views over one `advisor.state.DecisionState`."""
