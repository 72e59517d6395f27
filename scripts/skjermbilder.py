"""Make the screenshots of docs/ from the running app, on a demo that is the same every time.

.venv/bin/python scripts/skjermbilder.py
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from oslo_ik.reviews.demo import SEED, build_demo
from oslo_ik.screens.app import OsloIkApp

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIZE = (110, 32)
KEYS = ("n", "j", "j", "j", "j", "a", "j", "n", "3")


async def pictures(folder: Path) -> dict[str, str]:
    """SVG text by file name: the overview, and a review in the middle of a case."""
    app = OsloIkApp(build_demo(folder, NOW), lambda: NOW, random.Random(SEED).randbytes)
    made = {}
    async with app.run_test(size=SIZE) as pilot:
        await _settled(pilot, app, "OverviewScreen")
        made["oversikt.svg"] = app.export_screenshot(title="oslo-ik")
        await pilot.press("t")
        await _settled(pilot, app, "DrawScreen")
        await pilot.press("ctrl+s")
        await _settled(pilot, app, "DrawnScreen")
        await pilot.press("enter")
        await _settled(pilot, app, "ReviewScreen")
        for key in KEYS:
            await pilot.press(key)
            await pilot.pause(0.1)
        made["gjennomgang.svg"] = app.export_screenshot(title="oslo-ik")
    return made


async def _settled(pilot, app: OsloIkApp, screen: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(100):
        await pilot.pause(0.05)
        if type(app.screen).__name__ == screen:
            await app.workers.wait_for_complete()
            await pilot.pause(0.3)
            return
    raise SystemExit(f"{screen} never came; {type(app.screen).__name__} is open")


def main() -> None:
    """Write the pictures and say where they are."""
    with tempfile.TemporaryDirectory() as folder:
        made = asyncio.run(pictures(Path(folder)))
    for name, svg in made.items():
        # The fonts that the picture names lie on a public host; the reader's own serve as well.
        plain = re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->", "", svg, flags=re.DOTALL)
        (DOCS / name).write_text(plain, encoding="utf-8")
        print(DOCS / name)


if __name__ == "__main__":
    main()
