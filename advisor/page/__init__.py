"""The interactive page: ipywidgets views over one `advisor.session.state.DecisionState`."""
