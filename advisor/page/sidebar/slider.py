"""A slider for a figure that has more digits than it shows."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import ipywidgets as w

from advisor.mcda.additive import TIE
from advisor.page.widgets.live import Observable


def live_slider(
    held: Callable[[], float],
    move: Callable[[float], None],
    end: int,
    decision: Observable,
    *traits: str,
    start: int = 0,
    step: float = 1,
) -> w.FloatSlider:
    """Slider that follows a figure, and changes it only when somebody moves it.

    A browser shows the nearest step, and sends that back as soon as somebody touches the handle
    or leaves the field beside it. That is no move.

    Parameters
    ----------
    held : callable
        The figure, in every digit.
    move : callable
        Is told where somebody moved the slider to; it may decide on another figure.
    end : int
        Largest figure. A larger one, once held, moves the end.
    decision : Observable
    *traits : str
        The figure may be another one when one of these has changed.
    start : int
        Smallest figure that somebody can move it to.
    step : float
        1, 0.1 or 0.01: how far an arrow key goes, and what is shown.
    """
    form = {1: ".0f", 0.1: ".1f", 0.01: ".2f"}[step]
    slider = w.FloatSlider(
        min=start, max=end, step=step, readout_format=form, layout=w.Layout(width="auto")
    )

    def show(_change: object = None) -> None:
        # Room first, or the slider would cut the figure. The end never comes back: that would
        # move the handle away from under a finger.
        slider.min, slider.max = min(slider.min, held()), max(slider.max, held())
        slider.value = held()

    def sent(change: dict[str, float]) -> None:
        if not _shown(change["new"], held(), step):
            move(change["new"])
        show()

    show()
    slider.observe(sent, "value")
    decision.observe(show, list(traits))
    return slider


def _shown(sent: float, held: float, step: float) -> bool:
    """Whether what was sent is no more than what a slider shows of the figure: its nearest step.

    Halves go up, as in the slider, so that a step down from there is a move.
    """
    return sent == held or abs(sent - floor(held / step + 0.5) * step) <= TIE
