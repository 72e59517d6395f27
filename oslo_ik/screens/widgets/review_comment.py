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

from oslo_ik.errors import OsloIkError, PrivacyQuestion, PrivacyRefused
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import AnswerView
    from oslo_ik.reviews.workspace import Workspace

PAUSE = 0.4
DIGITS_THAT_WAIT = 6
WAITING = "Ikke lagret ennå"
REMOVED = "Et nummer eller en adresse ble tatt bort. Skriv rolle eller løpenummer i stedet."


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
        """The comment has been committed."""

        subject: Subject
        answer: AnswerView

    @dataclass
    class Closed(Message):
        """The field was left, and everything in it is committed."""

        subject: Subject

    def __init__(self) -> None:
        super().__init__(id="comment")
        self._subject: Subject | None = None
        self._stored = ""
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
        self._subject, self._stored = subject, note
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

    def save(self, *, leaving: bool = False) -> bool:
        """Commit what stands there; False while it waits for a number or for an answer."""
        self._stop()
        if self._subject is None or self.area.text == self._stored:
            return True
        from oslo_ik.privacy import trailing_digits

        if not leaving and trailing_digits(self.area.text) >= DIGITS_THAT_WAIT:
            return False
        return self._store(self._room.ws, self._subject, leaving)

    def _store(self, ws: Workspace, subject: Subject, leaving: bool) -> bool:
        from oslo_ik.reviews.answers import set_note

        text = self.area.text
        try:
            answer = set_note(ws, subject.number, subject.reference, subject.check, text)
        except PrivacyRefused as refusal:
            return self._store_rest(refusal, ws, subject, leaving)
        except PrivacyQuestion as question:
            if leaving:
                self._ask(question)
            return False
        except OsloIkError as error:
            self._room.complain(error)
            return False
        self._stored = text
        self.post_message(self.Saved(subject, answer))
        return True

    def _store_rest(
        self, refusal: PrivacyRefused, ws: Workspace, subject: Subject, leaving: bool
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
        return self._store(ws, subject, leaving)

    def _ask(self, question: PrivacyQuestion) -> None:
        """Ask once; ja commits and closes, nei goes back to the text."""
        if self._asking:
            return
        from oslo_ik.screens.privacy_question import PrivacyQuestionScreen

        self._asking = True
        self.app.push_screen(PrivacyQuestionScreen(question), self._answered)

    def _answered(self, yes: bool | None) -> None:
        self._asking = False
        subject = self._subject
        if subject is None:
            return
        if yes and self._store(self._room.ws.confirming(), subject, leaving=True):
            self.action_close()
        elif not yes:
            self._room.say("Ikke lagret. Skriv teksten uten opplysninger om personer.", error=True)
            self.area.focus()

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
