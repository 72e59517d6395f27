"""Gjennomgang: one key a check, committed in the key's own handler, and back to the same place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import DataTable, OptionList, Static

from oslo_ik.screens.base import PaletteCommand
from oslo_ik.screens.widgets.review_answering import FACT_KEYS, Answering
from oslo_ik.screens.widgets.review_cases import CaseList
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_detail import Detail, Readable, ReasonLine
from oslo_ik.screens.widgets.review_list import CheckList
from oslo_ik.screens.widgets.review_sample import Sampling

# A held key repeats about every 33 ms; nobody presses the same key twice this fast.
REPEAT_SECONDS = 0.06
MOVING = ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab")

# Actions on the answer just given, wherever the cursor has gone since, and their keys.
ABOUT_THE_LAST = frozenset({"reason", "comment", "take_up", "areas"})
OF_THE_LAST = frozenset("12345kom")
# Actions and keys that a fact does not have.
ABOUT_CHECKS = ABOUT_THE_LAST | {"ask", "all_mapped", "date"}
OF_CHECKS = OF_THE_LAST | frozenset("dursat")
SAMPLE = frozenset({"more_cases", "replace_case", "unavailable"})
CHANGING = ABOUT_CHECKS | SAMPLE | {"verdict", "undo", "clear"}


class ReviewScreen(Answering, Sampling):
    """``ReviewScreen("SP-2026-11")``; opens at the stored place, read-only when signed."""

    HEADING = "Gjennomgang"
    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    GUIDE = (
        "Slå opp saken i fagsystemet, les ovenfra og ned, og trykk én tast for hvert punkt. "
        "Markøren går selv til neste åpne punkt og til neste sak. Etter et svar som ikke er ja, "
        "kan du gi grunnen med 1–5, eller bare gå videre. Hvert svar lagres straks. "
        "Ringer telefonen, kan du lukke alt og fortsette på samme sted."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,J", "verdict('yes')", "Ja"),
        Binding("d,D", "verdict('partial')", "Delvis"),
        Binding("n,N", "verdict('no')", "Nei"),
        Binding("u,U", "verdict('not_documented')", "Ikke dokumentert"),
        Binding("r,R", "verdict('not_applicable')", "Ikke relevant"),
        Binding("s,S", "ask", "Spør", tooltip="Spør kontaktpersonen; punktet står åpent"),
        Binding("k,K", "comment", "Kommentar"),
        Binding("z,Z", "undo", "Angre"),
        Binding("x,X", "clear", "Fjern", tooltip="Fjern svaret"),
        Binding("backspace,delete", "clear", "Fjern svar", show=False),
        Binding("1", "reason(1)", "Grunn: finnes ikke", show=False),
        Binding("2", "reason(2)", "Grunn: mangelfull", show=False),
        Binding("3", "reason(3)", "Grunn: utdatert", show=False),
        Binding("4", "reason(4)", "Grunn: gjort, men ikke skrevet", show=False),
        Binding("5", "reason(5)", "Grunn: annet, med kommentar", show=False),
        Binding("a,A", "all_mapped", "Alle områder kartlagt", show=False),
        Binding("m,M", "areas", "Områder som mangler", show=False),
        Binding("t,T", "date", "Dato sist gjort", show=False),
        Binding("o,O", "take_up", "Tatt opp nå", show=False),
        Binding("v,V", "expand", "Les alt", tooltip="Hele teksten, eller listen igjen"),
        Binding("left", "case(-1)", "Sak", key_display="←→", tooltip="Forrige sak"),
        Binding("right", "case(1)", "Neste sak", show=False),
        Binding("tab", "switch_list", "Saker", tooltip="Mellom sakene og punktene"),
        Binding("shift+tab", "switch_list", "Saker", show=False),
        Binding("enter", "summary", "Oppsummering"),
        Binding("f5", "summary", "Oppsummering", show=False),
    ]

    def __init__(self, number: str, repeat: float = REPEAT_SECONDS) -> None:
        super().__init__(number)
        self._repeat = repeat
        self._last_key = ""
        self._last_time = 0.0
        self.key_labels: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        """Cases, one list, one panel, and the line that asks for a grunn."""
        areas = {area.id: area.label for area in self.ws.catalogue.areas}
        with Container(id="review"):
            with Horizontal(id="lists"):
                with Vertical(id="left"):
                    yield Static("   Sak        Åpne", classes="cases-heading -numbers")
                    yield Static("   Sak", classes="cases-heading -words")
                    yield CaseList()
                with Vertical(id="middle"):
                    yield Static("", id="case-heading")
                    yield CheckList()
            yield Detail(areas)
        yield ReasonLine("", id="reasons")

    def on_mount(self) -> None:
        """Read the review and go to where it was left."""
        from oslo_ik.reviews.spot_checks import get_review

        self.query_one(CheckList).focus()
        review = self.attempt(get_review, self.number)
        if review is not None:
            self.number = review.number
            self.adopt(review)

    def reload(self) -> None:
        """Read the review again, from its stored place."""
        from oslo_ik.reviews.spot_checks import get_review

        review = self.attempt(get_review, self.number)
        if review is not None:
            self.adopt(review)

    def on_key(self, event: events.Key) -> None:
        """A held key answers once; the next key takes away what was said about the last."""
        again = event.key == self._last_key and event.time - self._last_time < self._repeat
        self._last_key, self._last_time = event.key, event.time
        if again and event.key not in MOVING:
            event.stop()
            return
        board = self._board
        if board is None:
            return
        if board.read_only:
            self.say(self.locked_text())
            return
        letter = event.key.casefold()
        follows = self._target is not None and letter in OF_THE_LAST
        if board.row.kind == "fact" and letter in OF_CHECKS and not follows:
            # The frame would take the sentence away again.
            event.prevent_default()
            self.say(FACT_KEYS, error=True)
        else:
            self.say("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that do something here: a fact has ja and nei, a locked review no answers."""
        board = self._board
        if board is None:
            return action in ("back", "help")
        if action == "summary":
            # Enter is a line break while a comment is written.
            return not self.query_one(CommentEditor).is_open
        if board.read_only:
            return action not in CHANGING
        if board.row.kind == "fact":
            if action == "verdict":
                return parameters in (("yes",), ("no",))
            return action not in ABOUT_CHECKS or (
                self._target is not None and action in ABOUT_THE_LAST
            )
        return True

    @on(DataTable.RowHighlighted)
    def _row_moved(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        row = self.query_one(CheckList).cursor_row
        if self._board is None or row == self._board.spot.row:
            return
        self._board.show(self._board.spot.reference, row)
        self.aim_here()
        self.show_spot()

    @on(OptionList.OptionHighlighted, "#cases")
    def _case_moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        index = self.cases.highlighted
        if self._board is None or index is None or index == self._board.case_index:
            return
        self._board.show(self._board.review.cases[index].reference)
        self._target = None
        self.aim_here()
        self.show_spot()

    @on(OptionList.OptionSelected, "#cases")
    def action_to_checks(self) -> None:
        """From the cases to the checks of the case."""
        self.query_one(CheckList).focus()

    def action_case(self, step: int) -> None:
        """The case before or after."""
        if self.board.step_case(step):
            self._target = None
            self.aim_here()
            self.show_spot()
        else:
            self.say("Dette er den første saken." if step < 0 else "Dette er den siste saken.")

    def action_switch_list(self) -> None:
        """Between the cases and the checks."""
        checks = self.query_one(CheckList)
        (self.cases if checks.has_focus else checks).focus()

    def action_expand(self) -> None:
        """The whole text of the check, or the lists again."""
        spread = not self.has_class("-expanded")
        self.set_class(spread, "-expanded")
        self.key_labels = dict.fromkeys(("expand", "back"), "Listen igjen") if spread else {}
        self.refresh_title()
        self.refresh_bindings()
        self.query_one(Readable).spread(spread)
        if not spread:
            self.query_one(CheckList).focus()

    def action_back(self) -> None:
        """Out of the whole text first, then out of the room."""
        if self.has_class("-expanded"):
            self.action_expand()
        else:
            super().action_back()

    def action_summary(self) -> None:
        """What has been found, what is open, and the findings to decide."""
        if not self.flush():
            return
        from oslo_ik.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.number), self._back)

    def _back(self, _: object) -> None:
        self.reload()

    def palette_commands(self) -> Iterable[PaletteCommand]:
        """The shown keys, and what changes the sample."""
        yield from super().palette_commands()
        if self._board is None or self._board.read_only:
            return
        yield PaletteCommand("Trekk flere saker", self.action_more_cases)
        yield PaletteCommand("Erstatt saken (ikke aktuell)", self.action_replace_case)
        yield PaletteCommand("Saken er utilgjengelig (av og på)", self.action_unavailable)
        if self.query_one(CommentEditor).is_open or self._board.row.kind == "fact":
            return
        check = self._board.checks[self._board.row.id]
        if check.areas:
            yield PaletteCommand("Kryss av områder som mangler", self.action_areas, "m")
        if check.interval_months:
            yield PaletteCommand("Skriv datoen det sist ble gjort", self.action_date, "t")
        if check.stop:
            yield PaletteCommand("Tatt opp nå", self.action_take_up, "o")
