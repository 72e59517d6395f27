"""How a command ends: 0 done, 1 refused with one sentence, 2 wrong usage, never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from typer import Abort
from typer._click.exceptions import ClickException

from oslo_ik.cli.bokmal import usage_lines
from oslo_ik.cli.output import complain
from oslo_ik.errors import OsloIkError, PrivacyError, PrivacyQuestion

DONE = 0
REFUSED = 1
INTERRUPTED = 130  # what a shell reports for Ctrl+C
MAX_DETAILS = 50

STOPPED = "Avbrutt. Det som alt var lagret, er i behold."
UNEXPECTED = (
    "Noe uventet gikk galt, og kommandoen ble stoppet ({kind}). Det som alt var lagret, er i "
    "behold. Prøv igjen; skjer det på nytt, meld fra til den som drifter programmet."
)
CONFIRM = "Er det ingen personopplysning, kjør kommandoen på nytt med --bekreft-personvern."


def ended(run: Callable[[], object]) -> int:
    """Run a command line and give its exit status; what went wrong is said on standard error."""
    try:
        code = run()
    except ClickException as error:
        complain(*usage_lines(error))
        return error.exit_code
    except OsloIkError as error:
        complain(error.message, *_details(error))
        return REFUSED
    except (KeyboardInterrupt, Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        return REFUSED
    except Exception as error:
        # Only the kind is told: the text of an error may hold what somebody typed.
        complain(UNEXPECTED.format(kind=type(error).__name__))
        return REFUSED
    if code == INTERRUPTED:
        complain(STOPPED)
    return code if isinstance(code, int) else DONE


def _details(error: OsloIkError) -> list[str]:
    """What is missing or wrong, or the text with the place marked and how to confirm it."""
    if isinstance(error, PrivacyError):
        lines = listed(error.shown.splitlines())
        return [*lines, CONFIRM] if isinstance(error, PrivacyQuestion) else lines
    found: Sequence[str] = getattr(error, "missing", ()) or getattr(error, "problems", ())
    return listed(found)


def listed(texts: Sequence[str]) -> list[str]:
    """Each text on a line of its own, the first fifty of them."""
    from oslo_ik.text import plain_line  # here, so that help does not wait for it

    more = len(texts) - MAX_DETAILS
    lines = [f"- {plain_line(text)}" for text in texts[:MAX_DETAILS]]
    return [*lines, f"- … og {more} til."] if more > 0 else lines
