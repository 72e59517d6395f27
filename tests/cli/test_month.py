"""A whole month through the command line, to the document.

``cli`` is a process of its own and ``near`` is this one: where one ends and the next begins, what
the month rests on has to be in the file. A step that only looks, or that repeats, is near.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import consistent_sampler
import docx
import pytest

CODES = ("K01", "K02", "K03", "K04")
UNIT = ("Gamle Oslo", "Rusteam")
FACT_WORDS = {True: "ja", False: "nei"}


def write_list(path: Path) -> dict[str, str]:
    """40 cases of four caseworkers; the last caseload is the leader's own."""
    owners = {f"RT-{n:03d}": CODES[n % 4] for n in range(1, 41)}
    lines = ["Saksnr;Kontaktperson;Startet;Navn"]
    lines += [f"{ref};{code};01.02.2024;Ola" for ref, code in owners.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return owners


def seed_of(protocol: dict[str, Any]) -> str:
    """The seed by its published definition, from the secret that the protocol shows."""
    parts = (
        b"oslo-ik/v1/seed",
        protocol["unit"].encode(),
        protocol["period"].encode(),
        bytes.fromhex(protocol["secret"]),
        protocol["public_value"].encode(),
    )
    return hashlib.sha256(b"\x00".join(parts)).hexdigest()


def answer_lines(
    review: dict[str, Any], plain: str, gaps: dict[int, str], dated: set[str]
) -> list[str]:
    """An answer file: ja to all that is open, but for ``gaps`` (place: word) on one check."""
    lines = ["sak;kontrollpunkt;svar;grunn;kommentar;utfort"]
    for case in review["cases"]:
        for answer in case["answers"]:
            if answer["verdict"] != "not_assessed":
                continue
            word = gaps.get(case["position"], "ja") if answer["check"] == plain else "ja"
            reason = "" if word == "ja" else "finnes_ikke"
            note = "" if word == "ja" else "=1+1 [/] æøå"
            day = review["cut_off"] if answer["check"] in dated else ""
            lines.append(f"{case['reference']};{answer['check']};{word};{reason};{note};{day}")
    return lines


def text_of(path: Path) -> str:
    """Everything that a document says, header and footer too."""
    document = docx.Document(str(path))
    parts: list[Any] = [document]
    for section in document.sections:
        parts += [section.header, section.footer]
    cells = [cell.text for part in parts for table in part.tables for cell in table._cells]
    return "\n".join([*cells, *(p.text for part in parts for p in part.paragraphs)])


def set_up(near: Any, folder: Path) -> dict[str, str]:
    """Unit and case list; the owner of each case."""
    assert "Gamle Oslo/Rusteam" in near.ok(
        "oppsett", "--bydel", UNIT[0], "--enhet", UNIT[1], "--regelverk", "begge",
        "--rolle", "Seksjonsleder", "--egen-kode", CODES[3],
    )  # fmt: skip
    owners = write_list(folder / "saker.csv")
    assert "40 nye" in near.ok("saker", "importer", folder / "saker.csv")
    listed = {case["reference"]: case["caseworker"] for case in near.json("saker", "list")}
    assert listed == owners
    return owners


def check_draw(near: Any, number: str, owners: dict[str, str]) -> None:
    """The protocol recomputed with the published sampler, and no own case in the frame."""
    protocol = near.json("stikkprove", "protokoll", number)
    assert protocol["unit"] == "/".join(UNIT)
    assert protocol["frame"]["reported_size"] == 42
    frame = {case["reference"]: case["caseworker"] for case in protocol["frame"]["cases"]}
    assert frame == {ref: code for ref, code in owners.items() if code != CODES[3]}
    lines = "\n".join(sorted(frame)).encode()
    assert protocol["frame"]["sha256"] == hashlib.sha256(lines).hexdigest()
    assert protocol["seed"] == seed_of(protocol)
    secret = bytes.fromhex(protocol["secret"])
    assert protocol["commitment"] == hashlib.sha256(b"oslo-ik/v1/commit\x00" + secret).hexdigest()
    order = list(consistent_sampler.sampler(sorted(frame), seed=protocol["seed"], output="id"))
    for code in CODES[:3]:
        drawn = [p["reference"] for p in protocol["order"] if frame[p["reference"]] == code]
        places = next(a["places"] for a in protocol["allocation"] if a["caseworker"] == code)
        assert drawn == [ref for ref in order if frame[ref] == code][:places]
    for place in protocol["order"]:
        ticket = consistent_sampler.first_fraction(place["reference"], protocol["seed"])
        assert place["ticket"] == ticket


def give_facts(near: Any, number: str, review: dict[str, Any]) -> None:
    """Ja to every fact that the case list has not settled."""
    for case in review["cases"]:
        asked = [f"{fact}=ja" for fact, value in case["facts"].items() if value is None]
        if asked:
            near.ok("stikkprove", "fakta", number, "--sak", case["reference"], *asked)


def test_a_whole_month(cli: Any, near: Any, tmp_path: Path) -> None:
    owners = set_up(near, tmp_path)
    told = cli.ok("stikkprove", "trekk", "--antall-saker", "42")
    (row,) = near.json("stikkprove", "list")
    number = row["number"]
    review = near.json("stikkprove", "vis", number)
    places = [case["reference"] for case in review["cases"]]
    assert number in told
    assert [line.split()[-1] for line in told.splitlines() if line.startswith("   ")] == places
    check_draw(near, number, owners)

    give_facts(near, number, review)
    review = near.json("stikkprove", "vis", number)
    assert [case for case in review["cases"] if None in case["facts"].values()] == []
    checks = {check["id"]: check for check in near.json("kontrollpunkter", "list")}
    plain = next(
        check
        for check in review["checks"]
        if checks[check]["strength"] == "krav"
        and not (checks[check]["condition"] or checks[check]["areas"] or checks[check]["stop"])
        and checks[check]["interval_months"] is None
    )
    first = review["cases"][0]["reference"]
    cli.ok(
        "stikkprove", "svar", number, "--sak", first, "--kontrollpunkt", plain, "--svar", "nei",
        "--grunn", "annet", "--kommentar", "-", input="Se [ja] i journalen.\n",
    )  # fmt: skip
    dated = {check for check in review["checks"] if checks[check]["interval_months"]}
    lines = answer_lines(
        near.json("stikkprove", "vis", number), plain, {2: "nei", 3: "ikke_dokumentert"}, dated
    )
    whole = tmp_path / "svar.csv"
    all_or_nothing(near, number, lines, tmp_path)
    whole.write_text("\n".join(lines), encoding="utf-8")
    assert f"{len(lines) - 1} svar" in near.ok("stikkprove", "svar", number, "--fil", whole)
    answered = cli.json("stikkprove", "vis", number)
    noted = {
        case["position"]: (answer["verdict"], answer["reason"], answer["note"])
        for case in answered["cases"]
        for answer in case["answers"]
        if answer["check"] == plain
    }
    assert noted[1] == ("no", "annet", "Se [ja] i journalen.")
    assert noted[2] == ("no", "finnes_ikke", "=1+1 [/] æøå")
    assert noted[5] == ("yes", None, None)

    decide(near, number, plain)
    seal = lock(cli, near, number)
    document(cli, near, number, seal, owners, tmp_path)


def all_or_nothing(near: Any, number: str, lines: Sequence[str], folder: Path) -> None:
    """One bad row, and no answer is given."""
    before = near.json("stikkprove", "vis", number)
    bad = folder / "feil.csv"
    bad.write_text("\n".join([*lines, "RT-999;T07-01;ja;;;"]), encoding="utf-8")
    refused = near("stikkprove", "svar", number, "--fil", bad)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == "Ingen svar er lagret. Rett filen og prøv igjen."
    assert f"- Rad {len(lines) + 1}: " in refused.stderr
    assert near.json("stikkprove", "vis", number) == before


def decide(near: Any, number: str, plain: str) -> None:
    """Summary, the one finding, and an action on it."""
    told = near.ok("stikkprove", "oppsummer", number)
    (finding,) = near.json("funn", "list", "--gjennomgang", number)
    assert finding["counts"] == {
        plain: {
            "yes": 2, "partial": 0, "no": 2, "not_documented": 1, "not_applicable": 0,
            "not_assessed": 0,
        }
    }  # fmt: skip
    assert f"{plain}: 3 av 5 (2 nei, 1 ikke dokumentert)" in told
    refused = near("stikkprove", "ferdigstill", number, "--rolle", "Seksjonsleder")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[1].startswith(f"- Funn {finding['id']} er ikke avgjort")
    near.ok("funn", "bekreft", finding["id"])
    deadline = datetime.now().astimezone().date() + timedelta(days=60)
    near.ok(
        "tiltak", "ny", "--funn", finding["id"], "--tekst", "-", "--styrke", "middels",
        "--ansvarlig", "Fagansvarlig", "--frist", f"{deadline:%d.%m.%Y}",
        input="Sjekkliste i arbeidsflyten.",
    )  # fmt: skip
    (action,) = near.json("tiltak", "list")
    assert action["deadline"] == deadline.isoformat()
    assert (action["text"], action["strength"]) == ("Sjekkliste i arbeidsflyten.", "intermediate")


def lock(cli: Any, near: Any, number: str) -> str:
    """Locking prints the seal; afterwards nothing gets in."""
    told = cli.ok("stikkprove", "ferdigstill", number, "--rolle", "Seksjonsleder")
    seal: str = near.json("stikkprove", "vis", number)["seal"]
    assert len(bytes.fromhex(seal)) == 32
    assert " ".join(seal[i : i + 4] for i in (0, 4, 8, 12)) in told
    assert "Nummer i kjeden: 1" in told
    assert f"oslo-ik eksporter {number}" in told
    return seal


def document(
    cli: Any, near: Any, number: str, seal: str, owners: dict[str, str], folder: Path
) -> None:
    """The document, verification against it, and a change behind the program's back."""
    path = Path(cli.ok("eksporter", number, "--til", folder).strip())
    assert path.parent == folder
    assert path.name == f"{number}_gamle-oslo-rusteam_v1.docx"
    text = text_of(path)
    assert number in text
    assert " ".join(seal[i : i + 4] for i in (0, 4, 8, 12)) in text
    assert "UTKAST" not in text
    assert [code for code in CODES if code in text] == []
    assert [reference for reference in owners if reference in text] == []
    before = path.read_bytes()
    assert Path(near.ok("eksporter", number, "--til", folder).strip()).read_bytes() == before

    for against in (path, seal, seal[:16]):
        assert "Alt stemmer: 1 ledd" in near.ok("verifiser", "--mot", against)
    other = near("verifiser", "--mot", "0" * 16)
    assert (other.returncode, other.stdout) == (1, "")
    assert other.stderr.count("\n") == 1
    with sqlite3.connect(cli.database) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
        for (name,) in names:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE answer SET verdict='yes' WHERE verdict='no'")
    connection.close()
    refused = near("stikkprove", "list")
    assert refused.returncode == 1
    assert "oslo-ik verifiser" in refused.stderr
    found = cli("verifiser")
    assert (found.returncode, found.stdout) == (1, "")
    assert f"{number} er endret etter låsing" in found.stderr.splitlines()[0]


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_database_is_named_before_the_noun_or_after_the_verb(
    where: str, near: Any, stages: Any, tmp_path: Path
) -> None:
    other = stages.copy("drawn", tmp_path / "annen.db")
    option = ["--database", str(other)]
    words = ["stikkprove", "list", "--format", "json"]
    out = near.ok(*(option + words if where == "before" else words + option))
    assert '"number": "SP-2026-11"' in out
    assert not near.database.exists()
