"""What every screen and every dialog shares: the frame, the keys, and how a service is called.

A room inherits ``OsloScreen`` and yields its widgets from ``body()``; a dialog inherits
``OsloModal`` and does the same. Both have ``ws`` (the workspace), ``attempt`` (call a service
function, never a traceback), ``in_background`` (the same in a thread), ``say`` (one sentence
above the keys), ``flush`` (commit what is being typed; called before leaving and quitting),
``palette_commands`` (what the palette offers) and ``GUIDE`` (a short text for the help screen).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key, ScreenResume, ScreenSuspend
from textual.message import Message
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from oslo_ik.errors import OsloIkError, PrivacyQuestion
from oslo_ik.screens.widgets.footer import KeyBar
from oslo_ik.screens.widgets.status import StatusLine, TitleLine
from oslo_ik.screens.widgets.text import line, safe

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.screens.app import OsloIkApp

T = TypeVar("T")
Then = Callable[[Any], object]


@dataclass(frozen=True)
class PaletteCommand:
    """Something that is possible now: what it is called, its key, and what to run."""

    label: str
    run: Callable[[], object]
    key: str = ""
    help: str = ""


@dataclass
class ServiceDone(Message):
    """A thread has finished a service call; exactly one of ``error`` and ``result`` counts."""

    result: Any
    error: OsloIkError | None
    again: Callable[[Workspace], Any]
    then: Then | None
    failed: Callable[[OsloIkError], object] | None


class ServiceCalls(Screen[ScreenResultType], Generic[ScreenResultType]):
    """Calling services from a screen. The functions take the workspace first."""

    GUIDE: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""
    OFFERS_PALETTE: ClassVar[bool] = True
    _waiting: Timer | None = None

    @property
    def oslo(self) -> OsloIkApp:
        """The app, with its own type."""
        return cast("OsloIkApp", self.app)

    @property
    def ws(self) -> Workspace:
        """The open workspace."""
        return self.oslo.ws

    def attempt(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        failed: Callable[[OsloIkError], object] | None = None,
        **kwargs: Any,
    ) -> T | None:
        """``fn(ws, *args, **kwargs)``; ``then`` gets the result, also after a confirmation.

        A question of the privacy guard is asked, and the call is made again when the answer is
        yes. Any other OsloIkError is shown as its sentence, or given to ``failed``. Returns the
        result when it came at once, else None.
        """

        def call(ws: Workspace) -> T:
            return fn(ws, *args, **kwargs)

        return self._call(call, self.ws, then, failed)

    def _call(
        self,
        call: Callable[[Workspace], T],
        ws: Workspace,
        then: Callable[[T], object] | None,
        failed: Callable[[OsloIkError], object] | None,
    ) -> T | None:
        try:
            result = call(ws)
        except OsloIkError as error:
            self._went_wrong(error, call, then, failed)
            return None
        if then is not None:
            then(result)
        return result

    def _went_wrong(
        self,
        error: OsloIkError,
        call: Callable[[Workspace], Any],
        then: Then | None,
        failed: Callable[[OsloIkError], object] | None,
    ) -> None:
        if isinstance(error, PrivacyQuestion):
            self._ask(error, lambda: self._call(call, self.ws.confirming(), then, failed), failed)
        elif failed is not None:
            failed(error)
        else:
            self.complain(error)

    def _ask(
        self,
        question: PrivacyQuestion,
        confirmed: Callable[[], object],
        failed: Callable[[OsloIkError], object] | None,
    ) -> None:
        from oslo_ik.screens.privacy_question import Choice, PrivacyQuestionScreen

        def answered(choice: Choice | None) -> None:
            if choice is Choice.SAVE:
                confirmed()
            elif failed is not None:
                failed(question)
            else:
                self.say("Ikke lagret. Skriv teksten uten opplysninger om personer.", error=True)

        # The question quotes the text, so it waits while the screen is covered.
        self.oslo.when_visible(
            lambda: self.app.push_screen(PrivacyQuestionScreen(question), answered)
        )

    def in_background(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        failed: Callable[[OsloIkError], object] | None = None,
        **kwargs: Any,
    ) -> None:
        """As ``attempt``, in a thread: for import, export and statistics."""
        ws = self.ws

        def call(room: Workspace) -> T:
            return fn(room, *args, **kwargs)

        def work() -> None:
            try:
                result, error = call(ws), None
            except OsloIkError as caught:
                result, error = cast("T", None), caught
            self.post_message(ServiceDone(result, error, call, then, failed))

        self.run_worker(work, thread=True, group="service")

    @on(ServiceDone)
    def _service_done(self, message: ServiceDone) -> None:
        message.stop()
        self.oslo.when_visible(lambda: self._finish(message))

    def _finish(self, message: ServiceDone) -> None:
        if self not in self.app.screen_stack:
            # Left in the meantime: its widgets are gone, but an error is still told.
            if message.error is not None:
                self.oslo.tell(message.error.message, error=True)
            return
        if message.error is not None:
            self._went_wrong(message.error, message.again, message.then, message.failed)
        elif message.then is not None:
            message.then(message.result)

    def soon(self, seconds: float, run: Callable[[], object]) -> None:
        """Run once, when nothing more has been asked for so long; not after leaving."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(
            seconds, lambda: run() if self in self.app.screen_stack else None
        )

    def say(self, text: str, *, error: bool = False) -> None:
        """One sentence above the keys."""
        for status in self.query(StatusLine):
            status.is_error = error
            status.text = line(text)

    def complain(self, error: OsloIkError) -> None:
        """Show an error's sentence above the keys, and as a toast where no field has the focus."""
        self.say(error.message, error=True)
        self.oslo.tell(error.message, error=True)

    @on(Key)
    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _moved_on(self) -> None:
        """What was wrong has been read; what the key does may say something new."""
        for status in self.query(StatusLine):
            if status.is_error:
                self.say("")
                self.app.clear_notifications()

    def body(self) -> Iterable[Widget]:
        """The widgets between the frame's lines."""
        return ()

    def flush(self) -> bool:
        """Commit what is being typed; False keeps the leader here (and says why)."""
        return True

    def flush_to_quit(self) -> bool:
        """As ``flush``, when the program is being closed: a screen may then ask for less."""
        return self.flush()

    def palette_commands(self) -> Iterable[PaletteCommand]:
        """What can be done here now; by default every key that is shown and allowed."""
        from oslo_ik.screens.palette import commands_of

        return commands_of(self)

    def action_back(self) -> None:
        """Leave without losing anything."""
        if self.flush():
            self.dismiss()

    def action_help(self) -> None:
        """The keys of this screen, and a short guide."""
        from oslo_ik.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))


class OsloScreen(ServiceCalls[ScreenResultType]):
    """A room: title line, body, one status line, and the key bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Tilbake"),
        Binding("question_mark,f1", "help", "Hjelp"),
    ]

    def compose(self) -> ComposeResult:
        """The frame; a room overrides ``body``."""
        yield TitleLine(self.HEADING)
        with Vertical(classes="body"):
            yield from self.body()
        yield StatusLine()
        yield KeyBar()

    @on(ScreenResume)
    def _frame_shown(self) -> None:
        self.refresh_title()
        self.query_one(KeyBar).visible = True

    @on(ScreenSuspend)
    def _frame_left(self) -> None:
        # Under a dialog these keys do not work, so they are not shown.
        self.query_one(KeyBar).visible = False

    @property
    def subject(self) -> str:
        """What the screen is about, such as «SP-2026-11 · november 2026»."""
        return ""

    def refresh_title(self) -> None:
        """Show heading, subject and unit again; a narrow screen cuts the unit."""
        self.query_one(TitleLine).show(self.subject, self.oslo.unit_name)

    def saved(self, text: str = "Alt er lagret") -> None:
        """The state of saving at the right of the title line; «» shows nothing."""
        self.query_one(TitleLine).show_saved(text)


class OsloModal(ServiceCalls[ScreenResultType], ModalScreen[ScreenResultType]):
    """A dialog: a box with a heading, its own status line, and its own key bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Avbryt"),
        Binding("f1", "help", "Hjelp"),
    ]

    def compose(self) -> ComposeResult:
        """The box; a dialog overrides ``body``."""
        with Vertical(classes="dialog") as box:
            box.border_title = safe(line(self.heading, 60))
            yield from self.body()
            yield StatusLine()
        yield KeyBar()

    @property
    def heading(self) -> str:
        """The words in the box's frame."""
        return self.HEADING
