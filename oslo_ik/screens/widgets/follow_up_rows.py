"""The rows of Oppfølging as plain data: findings of locked reviews, their actions under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from oslo_ik.reviews.follow_up import SETTLED
from oslo_ik.reviews.summary import OPEN_STATUSES
from oslo_ik.reviews.views import ACTION_STATUSES, FINDING_STATUSES, ActionView, FindingView
from oslo_ik.screens.widgets.table import width_of
from oslo_ik.screens.widgets.text import cell
from oslo_ik.text import fold, number_of, show_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

Showing = Literal["open", "late", "closed", "all"]
SHOWINGS: dict[Showing, str] = {
    "open": "åpne",
    "late": "over frist",
    "closed": "lukkede",
    "all": "alle",
}
LATE = "over frist"
# Columns of the list from which the counts get a column of their own, and then their split too.
ROOM_FOR_COUNTS = 100
ROOM_FOR_SPLIT = 150


@dataclass(frozen=True)
class Row:
    """One line: a finding, or one of its actions."""

    finding: FindingView
    action: ActionView | None = None

    @property
    def key(self) -> str:
        """The same between readings."""
        if self.action is not None:
            return f"action-{self.action.id}"
        return f"finding-{self.finding.id}"


def is_open(finding: FindingView) -> bool:
    """True while something is to be done about it; «God praksis» asks for nothing."""
    return finding.status in OPEN_STATUSES and finding.kind != "good_practice"


def is_late(action: ActionView, today: date) -> bool:
    """The deadline has passed, and the action is neither done nor dropped."""
    return action.status not in SETTLED and action.deadline < today


def late_actions(finding: FindingView, today: date) -> list[ActionView]:
    """The actions of an open finding that are over their deadline."""
    return [a for a in finding.actions if is_open(finding) and is_late(a, today)]


def rows(
    findings: Iterable[FindingView], showing: Showing, search: str, today: date
) -> tuple[Row, ...]:
    """What is shown: the earliest deadline first, «God praksis» last.

    ``late`` shows only the actions that are late; every other choice shows all of a finding's.
    """
    wanted = fold(search.strip())
    shown = [f for f in findings if _is_shown(f, showing, today) and _answers(f, wanted)]
    return tuple(
        row
        for finding in sorted(shown, key=_order)
        for row in _with_actions(finding, showing == "late", today)
    )


def _is_shown(finding: FindingView, showing: Showing, today: date) -> bool:
    if showing == "open":
        return is_open(finding)
    if showing == "late":
        return bool(late_actions(finding, today))
    return showing == "all" or finding.status == "closed"


def _answers(finding: FindingView, wanted: str) -> bool:
    roles = (action.responsible_role for action in finding.actions)
    return any(wanted in fold(text) for text in (finding.title, *finding.checks, *roles))


def _order(finding: FindingView) -> tuple[bool, bool, date, int]:
    # Settled deadlines count too: a row must not run away when its status changes, and what is
    # done and not judged stays near the top.
    first = min((action.deadline for action in finding.actions), default=date.max)
    return finding.kind == "good_practice", not is_open(finding), first, finding.id


def _with_actions(finding: FindingView, only_late: bool, today: date) -> Iterator[Row]:
    yield Row(finding)
    if finding.kind == "good_practice":
        return
    for action in late_actions(finding, today) if only_late else finding.actions:
        yield Row(finding, action)


def status_word(row: Row) -> str:
    """The status of a finding or an action, as a word."""
    if row.action is not None:
        return ACTION_STATUSES[row.action.status]
    if row.finding.kind == "good_practice":
        return "God praksis"
    return FINDING_STATUSES[row.finding.status]


def counts(finding: FindingView, split: bool) -> str:
    """«T07-23: 2 av 5», with the split by verdict when there is room; ids for «God praksis»."""
    if finding.kind == "good_practice":
        return ", ".join(finding.checks)
    if split:
        return finding.count_text()
    return "; ".join(f"{c}: {t.gaps} av {t.assessed}" for c, t in finding.counts.items())


def columns(shown: Sequence[Row], room: int) -> list[tuple[str, int | None]]:
    """The columns that a list ``room`` columns wide has place for."""
    texts = (counts(row.finding, room >= ROOM_FOR_SPLIT) for row in shown)
    split = [("Antall", width_of("Antall", texts, 44 if room >= ROOM_FOR_SPLIT else 24))]
    wide = room >= ROOM_FOR_COUNTS
    return [
        ("Status", 15),
        ("Funn og forbedringstiltak", None),
        *(split if wide else []),
        ("Stikkprøve", width_of("Stikkprøve", (row.finding.review for row in shown))),
        ("Frist", 22 if wide else 10),
    ]


def cells(row: Row, room: int, today: date) -> list[Text]:
    """The cells under ``columns`` with the same ``room``."""
    wide, finding, action = room >= ROOM_FOR_COUNTS, row.finding, row.action
    style = "" if action else "bold"
    few = counts(finding, room >= ROOM_FOR_SPLIT)
    if action is not None:
        text = f"  {action.text} ({action.responsible_role})"
    else:
        text = f"{finding.id} {finding.title}" if wide else f"{finding.id} {few} · {finding.title}"
    return [
        cell(status_word(row), style=style),
        cell(text, style=style),
        *([cell("" if action else few, 44 if room >= ROOM_FOR_SPLIT else 24)] if wide else []),
        cell("" if action else finding.review),
        _deadline(row, wide, today),
    ]


def _deadline(row: Row, wide: bool, today: date) -> Text:
    if row.action is None:
        return cell("")
    day = show_date(row.action.deadline)
    if row.action not in late_actions(row.finding, today):
        return cell(day)
    # Where there is room for ten letters the word says more than the day, which stands beside.
    return cell(f"{day}, {LATE}" if wide else LATE, style="bold")


def count_line(shown: Sequence[Row], showing: Showing) -> str:
    """«Viser åpne: 3 funn, 2 forbedringstiltak»."""
    actions = sum(row.action is not None for row in shown)
    findings = number_of(len(shown) - actions, "funn", "funn")
    tail = f", {number_of(actions, 'tiltak', 'tiltak')}" if actions else ""
    return f"Viser {SHOWINGS[showing]}: {findings}{tail}"


def allows(action: str, row: Row) -> bool:
    """Whether a key makes sense on a row; what the state forbids is refused by the service."""
    finding, on = row.finding, row.action
    if finding.kind == "good_practice":
        return False
    if action == "eqs_text":
        return on is None and finding.status != "dismissed"
    if action == "reopen":
        return on is None and finding.status == "closed"
    if not is_open(finding):
        return False
    if on is None:
        return action in ("eqs", "close")
    return on.status in _FROM.get(action, ())


# The statuses of an action from which each key does something.
_FROM = {
    "begin": ("not_started", "done", "dropped"),
    "done": ("not_started", "in_progress", "dropped"),
    "drop": ("not_started", "in_progress", "done"),
    "restart": ("in_progress", "done", "dropped"),
    "move_deadline": ("not_started", "in_progress"),
    "effect": ("not_started", "in_progress", "done"),
}
