"""Import of the case list: choose a file, see what would happen, confirm (§13).

Reading and importing run in a thread; nothing is stored before the leader has said so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from oslo_ik.errors import ImportRefused, OsloIkError
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.import_texts import done_text, preview_text, sample_cells
from oslo_ik.screens.widgets.paths import Match, find_matches, to_path
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import line, safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ImportSummary
    from oslo_ik.reviews.workspace import Workspace

SUFFIXES = (".csv", ".xlsx", ".txt", ".tsv")
State = Literal["choose", "busy", "preview", "problems", "done"]
COLUMNS = (
    ("Sak", 16),
    ("Kontaktperson", 13),
    ("Startet", 10),
    ("Avsluttet", 10),
    ("Forløp", 6),
    ("Overgang", None),
)


@dataclass
class Progress(Message):
    """How far a thread has come."""

    done: int
    total: int


@dataclass
class Matches(Message):
    """The files that what was typed may mean."""

    typed: str
    folder: Path
    found: list[Match]


class PathInput(Input):
    """A field where Tab completes and the arrow goes to the list of files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.complete", "Fullfør"),
        Binding("down", "screen.to_matches", "Til filene"),
        Binding("enter", "submit", "Les filen"),
    ]


class MatchList(OptionList):
    """The files; Enter takes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Flytt", key_display="↑↓"),
        Binding("enter", "select", "Velg"),
        Binding("tab,shift+tab", "screen.to_field", "Til feltet"),
    ]


class ImportScreen(OsloScreen[None]):
    """One screen with five states; Escape goes one state back."""

    HEADING = "Importer saksliste"
    CSS_PATH = "import_cases.tcss"
    GUIDE = (
        "Velg en CSV- eller Excel-fil. Først ser du hva som ville skje; ingenting lagres før du "
        "trykker i. Bare saksnummer, kontaktperson (kode), datoer, hovedforløp og overgang "
        "leses. Finnes det feil, står rad og kolonne, og ingenting importeres."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,I", "import", "Importer"),
        Binding("t,T", "draw", "Trekk stikkprøve"),
        Binding("enter", "to_cases", "Til Saker"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._state: State = "choose"
        self._path = Path()
        self._start = Path.home()

    def body(self) -> Iterable[Widget]:
        """The five states."""
        with ContentSwitcher(initial="choose"):
            with Vertical(id="choose"):
                yield Static(safe("Hvilken fil? Skriv eller lim inn stien, eller velg under."))
                yield PathInput(
                    placeholder="Sti til CSV- eller Excel-fil",
                    select_on_focus=False,
                    compact=True,
                    id="path",
                )
                yield Static("", id="where")
                yield MatchList(markup=False, compact=True, id="matches")
            with Vertical(id="busy"):
                yield Static("", id="busy-text")
                yield ProgressBar(show_eta=False)
            with Vertical(id="preview"):
                yield Static("", id="preview-text")
                yield OsloTable(enter=None, id="sample")
            with VerticalScroll(id="problems", can_focus=True):
                yield Static("", id="problems-text")
            with VerticalScroll(id="done", can_focus=True):
                yield Static("", id="done-text")

    def on_mount(self) -> None:
        """Begin in the folder of downloads, where an export usually lands."""
        from platformdirs import user_downloads_path

        folder = user_downloads_path()
        self._start = folder if folder.is_dir() else Path.home()
        self.query_one("#sample", OsloTable).set_columns(*COLUMNS)
        self.query_one(PathInput).focus()
        self._look("")

    def _enter(self, state: State, focus: str) -> None:
        self._state = state
        self.query_one(ContentSwitcher).current = state
        self.query_one(focus).focus()
        self.refresh_bindings()

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    def _look(self, typed: str) -> None:
        start = self._start

        def work() -> None:
            folder, found = find_matches(typed, SUFFIXES, start)
            self.post_message(Matches(typed, folder, found))

        self.run_worker(work, thread=True, group="paths")

    def on_matches(self, message: Matches) -> None:
        """Show what the field may mean, unless more has been typed since."""
        if message.typed != self.query_one(PathInput).value:
            return
        self._found = message.found
        where = (
            f"Filer i {message.folder}:" if message.found else "Ingen CSV- eller Excel-filer her."
        )
        self.query_one("#where", Static).update(safe(where))
        options = self.query_one(MatchList)
        options.set_options(
            Option(Content.assemble(line(match.path.name), "/" if match.is_folder else ""))
            for match in message.found
        )
        options.highlighted = 0 if message.found else None

    def action_complete(self) -> None:
        """Put the marked file or folder in the field."""
        marked = self.query_one(MatchList).highlighted
        if marked is not None and self._found:
            field = self.query_one(PathInput)
            field.value = self._found[marked].typed
            field.cursor_position = len(field.value)

    def action_to_matches(self) -> None:
        """To the list of files."""
        self.query_one(MatchList).focus()

    def action_to_field(self) -> None:
        """Back to the field."""
        self.query_one(PathInput).focus()

    @on(OptionList.OptionSelected, "#matches")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(self._found[event.option_index].path)

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        marked = self.query_one(MatchList).highlighted
        if event.value.strip():
            self._take(to_path(event.value, self._start))
        elif marked is not None and self._found:
            self._take(self._found[marked].path)

    def _take(self, path: Path) -> None:
        if path.is_dir():
            field = self.query_one(PathInput)
            field.value = Match(path, True, 0).typed
            field.focus()
            field.cursor_position = len(field.value)
            return
        self._path = path
        self._busy(f"Leser {path.name} …")
        self.in_background(_preview, path, self._progress, then=self._previewed, failed=self._stop)

    def _busy(self, text: str) -> None:
        self.query_one("#busy-text", Static).update(safe(text))
        self.query_one(ProgressBar).update(total=None, progress=0)
        self._state = "busy"
        self.query_one(ContentSwitcher).current = "busy"
        self.set_focus(None)
        self.say("")
        self.app.clear_notifications()
        self.refresh_bindings()

    def _progress(self, done: int, total: int) -> None:
        self.post_message(Progress(done, total))

    def on_progress(self, message: Progress) -> None:
        """Move the bar."""
        self.query_one(ProgressBar).update(total=message.total, progress=message.done)

    def _previewed(self, summary: ImportSummary) -> None:
        self.query_one("#preview-text", Static).update(preview_text(summary, self._path.name))
        table = self.query_one("#sample", OsloTable)
        table.fill((str(number), sample_cells(case)) for number, case in enumerate(summary.sample))
        self._enter("preview", "#sample")

    def _stop(self, error: OsloIkError) -> None:
        problems = error.problems if isinstance(error, ImportRefused) else ()
        if not problems:
            self._enter("choose", "#path")
            self.complain(error)
            return
        lines = [safe(error.message, "bold"), *(safe(f"• {problem}") for problem in problems)]
        self.query_one("#problems-text", Static).update(Content("\n").join(lines))
        self._enter("problems", "#problems")
        self.say("Rett dette i fagsystemet eller i filen, og importer på nytt.", error=True)

    def action_import(self) -> None:
        """Import what was shown."""
        self._busy(f"Importerer {self._path.name} …")
        self.in_background(_import, self._path, self._progress, then=self._done, failed=self._stop)

    def _done(self, summary: ImportSummary) -> None:
        self.query_one("#done-text", Static).update(done_text(summary, self._path))
        self._enter("done", "#done")
        self.saved()

    def action_draw(self) -> None:
        """Straight on to the draw."""
        self.oslo.action_go("draw")

    def action_to_cases(self) -> None:
        """Out, to the list."""
        self.dismiss(None)

    def action_back(self) -> None:
        """From the preview or the problems back to the choice; else out."""
        self.say("")
        if self._state in ("preview", "problems"):
            self._enter("choose", "#path")
        elif self.flush():
            self.dismiss(None)

    def flush(self) -> bool:
        """A file is read to its end before the leader goes on."""
        if self._state == "busy":
            self.say("Vent til filen er lest.")
            return False
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each key in its own state."""
        if action == "import":
            return self._state == "preview"
        if action in ("draw", "to_cases"):
            return self._state == "done"
        return True


def _preview(ws: Workspace, path: Path, progress: Any) -> ImportSummary:
    from oslo_ik.reviews.cases import preview_import

    return preview_import(ws, path, progress)


def _import(ws: Workspace, path: Path, progress: Any) -> ImportSummary:
    from oslo_ik.reviews.cases import import_cases

    return import_cases(ws, path, progress)
