"""The comment: saved while it is written, 0.4 s after the last key, and when it is left (§11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from oslo_ik.errors import OsloIkError, PrivacyQuestion, PrivacyRefused
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import AnswerView
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.screens.privacy_question import Choice

PAUSE = 0.4
DIGITS_THAT_WAIT = 6
WAITING = "Ikke lagret ennå"
REMOVED = "Et nummer eller en adresse ble tatt bort. Skriv rolle i stedet."

REWRITE = "Det merkede er ikke lagret. Skriv det om uten opplysninger om personer, og trykk Esc."


@dataclass(frozen=True)
class Subject:
    """Whose comment it is."""

    number: str
    reference: str
    check: str


class CommentEditor(Vertical):
    """One field for every comment; hidden until a comment is written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Ferdig"),
        Binding("tab,shift+tab", "close", "Ferdig", show=False),
    ]

    @dataclass
    class Saved(Message):
        """The comment has been committed; ``doubt`` says what was left out of it, if anything."""

        subject: Subject
        answer: AnswerView
        doubt: str = ""

    @dataclass
    class Closed(Message):
        """The field was left, and everything in it is committed."""

        subject: Subject

    def __init__(self) -> None:
        super().__init__(id="comment")
        self._subject: Subject | None = None
        self._stored = ""
        # The text whose certain part is stored, while the rest waits for an answer.
        self._partly: str | None = None
        self._timer: Timer | None = None
        self._asking = False

    def compose(self) -> ComposeResult:
        """Whose comment, and the text."""
        yield Static("", id="comment-label")
        yield TextArea(id="comment-text", soft_wrap=True, compact=True)

    @property
    def area(self) -> TextArea:
        """The text."""
        return self.query_one(TextArea)

    @property
    def is_open(self) -> bool:
        """True while a comment is being written."""
        return self._subject is not None

    def open(self, subject: Subject, note: str, label: str) -> None:
        """Write the comment to an answer."""
        self._subject, self._stored, self._partly = subject, note, None
        self.query_one("#comment-label", Static).update(safe(label, "bold"))
        with self.area.prevent(TextArea.Changed):
            self.area.load_text(note)
        self.area.move_cursor(self.area.document.end)
        self.area.focus()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.is_open and self.area.text != self._stored:
            self._tell(WAITING)
            self._wait()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Leaving the field saves; another window in front is no leaving."""
        if self.app.app_focus and self.screen is self.app.screen:
            self.action_close()
        else:
            self.save()

    def action_close(self) -> None:
        """Commit and close; a question of the privacy guard is asked first."""
        subject = self._subject
        if subject is not None and self.save(leaving=True):
            self._subject = None
            self.post_message(self.Closed(subject))

    def save(self, *, leaving: bool = False, ask: bool = True) -> bool:
        """Commit what stands there; False while it waits for a number or for an answer.

        What the privacy guard asks about is left out of what is stored until it is answered.
        """
        self._stop()
        if self._subject is None or self.area.text == self._stored:
            return True
        from oslo_ik.privacy import trailing_digits

        if not leaving and trailing_digits(self.area.text) >= DIGITS_THAT_WAIT:
            return False
        if not leaving and self.area.text == self._partly:
            return False
        return self._store(self._room.ws, self._subject, leaving, ask)

    def _store(self, ws: Workspace, subject: Subject, leaving: bool, ask: bool = True) -> bool:
        from oslo_ik.reviews.answers import set_note

        text = self.area.text
        try:
            answer = set_note(ws, subject.number, subject.reference, subject.check, text)
        except PrivacyRefused as refusal:
            return self._store_rest(refusal, ws, subject, leaving, ask)
        except PrivacyQuestion as question:
            kept = self._store_certain(ws, subject)
            if leaving and ask:
                self._ask(question)
            return kept and leaving and not ask
        except OsloIkError as error:
            self._room.complain(error)
            return False
        self._stored, self._partly = text, None
        self.post_message(self.Saved(subject, answer))
        return True

    def _store_certain(self, ws: Workspace, subject: Subject) -> bool:
        """Commit all but what is asked about; the whole text stays in the field."""
        from oslo_ik.privacy import KINDS
        from oslo_ik.reviews.answers import set_note

        text = self.area.text
        if text == self._partly:
            return True
        place = (subject.number, subject.reference, subject.check)
        try:
            answer = set_note(ws, *place, text, leave_out=True)
        except OsloIkError as error:
            self._room.complain(error)
            return False
        self._partly = text
        kinds = dict.fromkeys(KINDS[hit.kind] for hit in ws.doubts(text))
        self.post_message(self.Saved(subject, answer, " og ".join(kinds)))
        return True

    def _store_rest(
        self, refusal: PrivacyRefused, ws: Workspace, subject: Subject, leaving: bool, ask: bool
    ) -> bool:
        """Take out what is refused, and commit the rest."""
        from oslo_ik.privacy import redact

        rest = redact(self.area.text)
        if rest == self.area.text:
            self._room.complain(refusal)
            return False
        with self.area.prevent(TextArea.Changed):
            self.area.load_text(rest)
        self.area.move_cursor(self.area.document.end)
        self._room.say(REMOVED, error=True)
        return self._store(ws, subject, leaving, ask)

    def _ask(self, question: PrivacyQuestion) -> None:
        """Ask once; ja commits and closes, nei goes back to the place in the text."""
        if self._asking:
            return
        from oslo_ik.screens.privacy_question import PrivacyQuestionScreen

        self._asking = True
        self.app.push_screen(PrivacyQuestionScreen(question, partly=True), self._answered)

    def _answered(self, choice: Choice | None) -> None:
        from oslo_ik.screens.privacy_question import Choice

        self._asking = False
        subject = self._subject
        if subject is None:
            return
        if choice is Choice.SAVE:
            if self._store(self._room.ws.confirming(), subject, leaving=True):
                self.action_close()
        elif choice is Choice.LEAVE_OUT and self._store_certain(self._room.ws, subject):
            self._stored = self.area.text
            self.action_close()
        else:
            self._room.say(REWRITE, error=True)
            self._mark_doubt()

    def _mark_doubt(self) -> None:
        """Back in the field, with the place that was asked about marked."""
        self.area.focus()
        hits = self._room.ws.doubts(self.area.text)
        if hits:
            text = self.area.text
            self.area.selection = Selection(_at(text, hits[0].start), _at(text, hits[0].end))

    def _wait(self) -> None:
        self._stop()
        self._timer = self.set_timer(PAUSE, self._rested)

    def _rested(self) -> None:
        self.save()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tell(self, state: str) -> None:
        self._room.saved(state)

    @property
    def _room(self) -> OsloScreen[None]:
        screen = self.screen
        if not isinstance(screen, OsloScreen):
            raise RuntimeError("a comment is written in a room")
        return screen


def _at(text: str, index: int) -> tuple[int, int]:
    """Line and column of a place in a text."""
    lines = text[:index].replace("\r\n", "\n").split("\n")
    return len(lines) - 1, len(lines[-1])
