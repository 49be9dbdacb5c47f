"""“Why”: what decides between leader and runner-up, and between any two."""

from __future__ import annotations

from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.panels.head_to_head import head_to_head
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.session.decision import Decision


def panel(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """What decides between leader and runner-up, and between any two."""
    why = live_html(lambda: html.why(decision.assessment), while_open, "ranking")
    both = fold(while_open, partial(head_to_head, decision), "Head to head, any two")
    return w.VBox([why, both.add_class("advisor-fold").add_class("advisor-versus")])
