"""The interactive page: ipywidgets views over one `advisor.session.decision.Decision`."""
