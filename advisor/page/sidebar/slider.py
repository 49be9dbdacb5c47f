"""A slider for a number with more digits than it shows."""

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
    """Slider that follows a number, and changes it only when the user moves the slider.

    It holds the nearest step of the figure. A browser would show that anyway, and would send it
    back as soon as it draws the slider: too late, where a link has changed the figure by then.

    Parameters
    ----------
    held : callable
        Function that returns the number with all digits.
    move : callable
        Function of the number that the user moved the slider to; it may set another number.
    end : int
        Largest number. A larger number moves the end of the slider.
    decision : Observable
    *traits : str
        Traits whose change may change the number.
    start : int
        Smallest number that the user can choose.
    step : float
        1, 0.1 or 0.01: step of an arrow key, and precision of the displayed number.
    """
    form = {1: ".0f", 0.1: ".1f", 0.01: ".2f"}[step]
    slider = w.FloatSlider(
        min=start, max=end, step=step, readout_format=form, layout=w.Layout(width="auto")
    )
    shown = before = float(start)

    def show(_change: object = None) -> None:
        nonlocal shown, before
        now = nearest(held(), step)
        if now != shown:
            shown, before = now, shown
        # Room first, or the slider would cut the figure. The end never comes back: that would
        # move the handle away from under a finger.
        slider.min, slider.max = min(slider.min, shown), max(slider.max, shown)
        slider.value = shown

    def sent(change: dict[str, float]) -> None:
        nonlocal before
        new = change["new"]
        if abs(new - shown) <= TIE:
            return
        # A browser computes 63.00000000000001 of 63 and sends it; by then 63 may be the past.
        late, before = 0 < abs(new - before) <= TIE, shown
        if not late:
            move(new)
        show()

    show()
    slider.observe(sent, "value")
    decision.observe(show, list(traits))
    return slider


def nearest(figure: float, step: float) -> float:
    """The step that a slider shows of a figure; halves go up, as in a browser."""
    return round(floor(figure / step + 0.5) * step, 2)
