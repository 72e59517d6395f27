"""Going from what is missing to where it is mended, whatever screens lie between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oslo_ik.screens.base import OsloScreen


def to_review(screen: OsloScreen[Any], number: str, reference: str, check_id: str) -> None:
    """Go to an answer: back to the open Gjennomgang, or to a new one in this screen's place."""
    from oslo_ik.reviews.spot_checks import save_place
    from oslo_ik.screens.review import ReviewScreen

    app = screen.app
    screen.attempt(save_place, number, reference, check_id)
    below = [s for s in app.screen_stack[:-1] if isinstance(s, ReviewScreen)]
    if not below:
        app.switch_screen(ReviewScreen(number))
        return
    while app.screen is not below[-1]:
        app.pop_screen()
    below[-1].reload()


def to_summary(screen: OsloScreen[Any], number: str, finding: int | None) -> None:
    """Go to a finding: back to the open Oppsummering, or to a new one in this screen's place."""
    from oslo_ik.screens.summary import SummaryScreen

    app = screen.app
    below = [s for s in app.screen_stack[:-1] if isinstance(s, SummaryScreen)]
    if not below:
        app.switch_screen(SummaryScreen(number, finding))
        return
    while app.screen is not below[-1]:
        app.pop_screen()
    below[-1].reload(finding)
