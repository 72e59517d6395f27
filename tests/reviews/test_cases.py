"""The imported case list in the database: again, missing, back, all or nothing (§13)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oslo_ik.errors import ImportRefused, NotSetUp, OsloIkError
from oslo_ik.reviews.cases import has_cases, import_cases, list_cases, preview_import
from oslo_ik.reviews.drawing import plan_draw
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace, open_workspace

HEAD = "saksnummer;kontaktperson;startet;avsluttet;hovedforløp;overgang;overgangsdato"


def written(ws: Workspace, *lines: str) -> Path:
    path = ws.path.with_name("liste.csv")
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def dump(ws: Workspace) -> list[str]:
    raw = sqlite3.connect(ws.path)
    lines = list(raw.iterdump())
    raw.close()
    return lines


def test_a_first_import(ws: Workspace, write_case_list: Callable[[Path], Path]) -> None:
    path = write_case_list(ws.path.with_name("saker.csv"))
    assert not has_cases(ws)
    before = dump(ws)
    planned = preview_import(ws, path)
    assert dump(ws) == before
    done = import_cases(ws, path)
    assert done == planned
    assert (done.rows, done.added, done.changed, done.unchanged) == (19, 19, 0, 0)
    assert (done.active, done.caseworkers, done.missing) == (18, 4, ())
    assert has_cases(ws)
    cases = {case.reference: case for case in list_cases(ws, active_only=False)}
    assert len(cases) == 19
    assert cases["RT-302"].transition == "Løslatelse"
    assert cases["RT-302"].transition_on == date(2026, 12, 10)
    assert cases["RT-108"].ended_on == date(2026, 6, 1)
    assert "RT-108" not in {case.reference for case in list_cases(ws)}


def test_the_same_list_again_changes_nothing(
    listed: Workspace, write_case_list: Callable[[Path], Path]
) -> None:
    path = write_case_list(listed.path.with_name("saker.csv"))
    before = dump(listed)
    for _ in range(2):
        again = import_cases(listed, path)
        assert (again.added, again.changed, again.unchanged) == (0, 0, 19)
    assert dump(listed) == before


def test_missing_is_told_and_comes_back(ws: Workspace) -> None:
    import_cases(ws, written(ws, "A-1;K1", "A-2;K1", "Å-3;K2"))
    part = written(ws, "A-2;K1")
    assert import_cases(ws, part).missing == ("A-1", "Å-3")
    assert import_cases(ws, part).missing == ("A-1", "Å-3")
    kept = {case.reference: case.missing_since for case in list_cases(ws)}
    assert set(kept) == {"A-1", "A-2", "Å-3"}
    assert kept["A-2"] is None
    assert kept["A-1"] == "2026-11-23T11:00:00Z"
    plan = plan_draw(ws, DrawRequest("2026-11"))
    # Kept and reported, but the newest list is the list that is drawn from.
    assert plan.frame_size == 1
    assert any("2 saker" in warning for warning in plan.warnings)
    back = import_cases(ws, written(ws, "A-1;K1", "A-2;K1", "Å-3;K9"))
    assert (back.missing, back.added, back.changed, back.unchanged) == ((), 0, 1, 2)
    assert {case.missing_since for case in list_cases(ws)} == {None}
    assert plan_draw(ws, DrawRequest("2026-11")).frame_size == 3
    assert {c.reference: c.caseworker for c in list_cases(ws)}["Å-3"] == "K9"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["A-1;K1", "A-1;K2"],
        ["A-1;K1", "a-1;K1", "A-1 ;K1"],
        ["A-1;K1;24.11.2026"],
        ["A-1;K1;2026-05-01;2026-04-30"],
        ["A-1;"],
        [";K1"],
        ["A-1;K1;i fjor"],
        ["A-1;K1", "A-2;K1;31.02.2026"],
        ["17851210083;K1"],
        ["A-1;ola@example.no"],
    ],
)
def test_all_or_nothing(listed: Workspace, lines: list[str]) -> None:
    before = dump(listed)
    path = written(listed, *lines)
    for function in (preview_import, import_cases):
        with pytest.raises(ImportRefused) as caught:
            function(listed, path)
        assert caught.value.message.endswith(".")
        assert "17851210083" not in " ".join([caught.value.message, *caught.value.problems])
    assert dump(listed) == before


def test_every_problem_is_named_by_row(listed: Workspace) -> None:
    path = written(listed, "A-1;K1", "A-2;", "A-3;K1;i fjor", "A-4;K1;24.11.2026")
    with pytest.raises(ImportRefused) as caught:
        import_cases(listed, path)
    assert len(caught.value.problems) == 3
    for row, problem in zip((3, 4, 5), caught.value.problems, strict=True):
        assert str(row) in problem


def test_ten_thousand_rows(ws: Workspace) -> None:
    path = written(ws, *[f"S-{n:05d};K{n % 40:02d};2025-01-01" for n in range(10_000)])
    seen: list[tuple[int, int]] = []
    done = import_cases(ws, path, lambda so_far, total: seen.append((so_far, total)))
    assert (done.rows, done.added, done.active, done.caseworkers) == (10_000, 10_000, 10_000, 40)
    assert seen
    assert seen[-1][0] == seen[-1][1]
    assert [so_far for so_far, _ in seen] == sorted(so_far for so_far, _ in seen)
    assert len(list_cases(ws)) == 10_000
    again = import_cases(ws, path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 10_000)


def test_the_list_is_searched_and_in_norwegian_order(ws: Workspace) -> None:
    rows = ["Z-1;K1", "Ø-1;K1", "Å-1;K2", "A-1;K2", "Æ-1;K3", "B-2;ø4"]
    import_cases(ws, written(ws, *rows))
    shown = [case.reference for case in list_cases(ws)]
    assert shown == ["A-1", "B-2", "Z-1", "Æ-1", "Ø-1", "Å-1"]
    assert [case.reference for case in list_cases(ws, search="å")] == ["Å-1"]
    assert [case.reference for case in list_cases(ws, search="Ø")] == ["B-2", "Ø-1"]
    assert [case.reference for case in list_cases(ws, caseworker="K2")] == ["A-1", "Å-1"]
    assert list_cases(ws, search="%") == []


def test_an_import_needs_a_unit_and_a_file(ws: Workspace, tmp_path: Path) -> None:
    empty = open_workspace(tmp_path / "tom.db", ws.clock)
    for function in (preview_import, import_cases):
        with pytest.raises(NotSetUp):
            function(empty, written(ws, "A-1;K1"))
        with pytest.raises(OsloIkError):
            function(ws, tmp_path / "finnes-ikke.csv")
    assert not has_cases(empty)
