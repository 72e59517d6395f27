"""The whole job in the app at 80×24, from first run to the document, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from textual.widgets import Input, Select

from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import open_workspace
from oslo_ik.screens.widgets.form import Form

ACTION = "Sjekkliste for nye saker."
LIST = "Saksnummer;Kontaktperson;Startet\n" + "".join(
    f"RT-{n};RK0{n % 3};2025-0{1 + n % 9}-15\n" for n in range(1, 13)
)


async def fill(s, **values: str) -> None:
    """Type into the fields of the form on the screen."""
    for name, value in values.items():
        control = s.screen.query_one(f"#{name}")
        assert isinstance(control, Input | Select)
        control.value = value
    await s.settle()


async def until_screen(s, name: str) -> None:
    await s.until(lambda: type(s.screen).__name__ == name)
    await s.settle()


@pytest.mark.parametrize("size", [(80, 24)])
async def test_from_first_run_to_document(shell, tmp_path: Path, size: tuple[int, int]) -> None:
    listed = tmp_path / "saker.csv"
    listed.write_text(LIST, encoding="utf-8")
    target = tmp_path / "ut"
    target.mkdir()
    async with shell(tmp_path / "ik.db", size=size) as s:
        await until_screen(s, "SetupScreen")
        await fill(s, district="Sagene", name="Rusteam", legal_regime="begge", role="Seksjonsleder")
        await s.press("ctrl+s")
        await until_screen(s, "OverviewScreen")
        assert "import" in s.text().casefold()

        await s.press("s")
        await until_screen(s, "CasesScreen")
        await s.press("i")
        await until_screen(s, "ImportScreen")
        s.screen.query_one("#path", Input).value = str(listed)
        await s.press("enter")
        await s.until(lambda: "12" in s.text() and "RT-1" in s.text())
        await s.press("i")
        await s.until(lambda: "slett" in s.text().casefold())

        await s.press("t")
        await until_screen(s, "DrawScreen")
        await s.until(lambda: "5 av 12" in s.text())
        await s.press("ctrl+s")
        await until_screen(s, "DrawnScreen")
        await s.press("enter")
        await until_screen(s, "ReviewScreen")

        number = "SP-2026-11"
        ws = open_workspace(tmp_path / "ik.db", clock=s.app.clock)
        keys = 0
        while (review := get_review(ws, number)).answered < review.total and keys < 110:
            await s.pilot.press("n" if keys == 9 else "j")
            await s.pilot.pause(0.07)
            keys += 1
        assert review.answered == review.total == 80
        assert keys <= 110
        assert sum(a.verdict.is_gap for case in review.cases for a in case.answers) == 1

        await s.press("enter")
        await until_screen(s, "SummaryScreen")
        await s.press("n")
        await s.press("b")
        await s.press("t")
        await s.until(lambda: s.screen.query(Form))
        await fill(s, text=ACTION, role="Fagansvarlig", deadline="15.01.2027")
        kinds = s.screen.query_one("#kind", Select)
        kinds.value = next(v for label, v in kinds._options if "Sjekkliste" in str(label))
        await s.press("ctrl+s")
        await until_screen(s, "SummaryScreen")
        await s.press("l")
        await until_screen(s, "FinishScreen")
        await s.press("f8")
        await until_screen(s, "ConfirmScreen")
        await s.press("j")
        await s.until(lambda: get_review(ws, number).status == "signed")
        await s.settle()
        await s.press("x")
        await until_screen(s, "ExportScreen")
        s.screen.query(Input).first().value = str(target)
        await s.press("f5")
        await s.until(lambda: list(target.glob("*.docx")))

    made = next(target.glob("*.docx"))
    told = "\n".join(
        [p.text for p in Document(str(made)).paragraphs]
        + [c.text for t in Document(str(made)).tables for c in t._cells]
    )
    assert number in told and ACTION in told
    assert verify(ws, made).ok
    assert not any(f"RT-{n}" in told for n in range(1, 13))
