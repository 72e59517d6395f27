"""Loading a catalogue: lookups, selection, a local file, and mistakes named in bokmål."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from oslo_ik.checks.catalogue import add_local, read_catalogue
from oslo_ik.checks.model import Catalogue
from oslo_ik.errors import CatalogueError, NotFound

WriteCatalogue = Callable[..., Path]

LOCAL = """
prefix = "GO"

[[area]]
id = "hund"
label = "Husdyr"
origin = "lokal"
source = "Bydelens egen rutine"

[[check]]
id = "GO-T07-01"
measure = 7
text = "Bydelens eget skjema er brukt."
guidance = "Se kartleggingen."
modal = "ingen"
strength = "krav"
level = "sak"
reviews = ["stikkprove"]
theme = "kartlegging"
condition = "overgang"
applies_when = "Gjelder ved overgang."
evidence = "kartlegging"
source = "Bydelens egen rutine"
"""


def local_file(folder: Path, text: str = LOCAL) -> Path:
    path = folder / "bydel.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lookups(small: Catalogue) -> None:
    assert small.check("T07-02").evidence == "vedtak"
    assert small.check(" t07-02 ") is small.check("T07-02")
    assert small.fact("overgang").applies_on is True
    assert small.fact("under_4_maneder").applies_on is False
    assert small.area("bosituasjon").origin == "standard"
    assert small.theme("vedtak").label == "Vedtak"
    assert "T07-02" in small
    assert "T07-99" not in small


def test_an_unknown_id_suggests_near_ones(small: Catalogue) -> None:
    with pytest.raises(NotFound, match=r"Kontrollpunktet «T7-01» finnes ikke\. Mente du .*T07-01"):
        small.check("T7-01")
    with pytest.raises(NotFound, match=r"Temaet «vedtatt» finnes ikke\. Mente du vedtak"):
        small.theme("vedtatt")
    with pytest.raises(NotFound) as caught:
        small.fact("zzz")
    assert caught.value.message == (
        "Faktumet «zzz» finnes ikke. Disse finnes: under_4_maneder, overgang."
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["T07-01", "T07-02", "T07-03", "T11-01", "T12-01"]),
        ({"measure": 7}, ["T07-01", "T07-02", "T07-03"]),
        ({"level": "sak"}, ["T07-01", "T07-03", "T11-01"]),
        ({"level": "begge"}, ["T07-02"]),
        ({"review": "hendelse"}, ["T11-01"]),
        ({"review": "system"}, ["T07-02", "T12-01"]),
        ({"theme": "vedtak", "level": "sak"}, ["T11-01"]),
        ({"search": "KRISEPLAN"}, ["T11-01"]),
        ({"search": "økonomi"}, ["T07-03"]),
        ({"search": unicodedata.normalize("NFD", "Måneder")}, ["T07-03"]),
        ({"search": "t12"}, ["T12-01"]),
        ({"measure": 9}, []),
    ],
)
def test_selection(small: Catalogue, wanted: dict[str, object], expected: list[str]) -> None:
    assert [check.id for check in small.select(**wanted)] == expected  # type: ignore[arg-type]


def test_what_is_left_out_is_none_or_the_usual(small: Catalogue) -> None:
    check = small.check("T07-01")
    assert (check.legal_basis, check.condition, check.applies_when) == (None, None, None)
    assert (check.interval_months, check.audit) == (None, None)
    assert (check.partial, check.areas, check.stop) == (True, False, False)


LONG = "ord " * 26
MISTAKES = [
    ("Kartleggingen er gjort med et anerkjent verktøy.", LONG, "T07-01", "text", "26 ord"),
    ("Kartleggingen er gjort med et anerkjent verktøy.", "", "T07-01", "text", "0 ord"),
    ('theme = "kartlegging"', 'theme = "ukjent"', "T07-01", "theme", "«ukjent» finnes ikke"),
    ('condition = "overgang"', 'condition = "regn"', "T11-01", "condition", "«regn» finnes ikke"),
    ('applies_when = "Gjelder ved overgang."', "", "T11-01", "applies_when", "fylles ut"),
    ('condition = "overgang"', "", "T11-01", "condition", "mangler"),
    ("interval_months = 4", "interval_months = 3", "T07-03", "interval_months", "må være 4"),
    ("interval_months = 4", 'interval_months = "4"', "T07-03", "interval_months", "helt tall"),
    ('id = "T07-02"', 'id = "T07-01"', "T07-01", "id", "to ganger"),
    ('id = "T07-02"', 'id = "T08-02"', "T08-02", "measure", "id-en sier 08"),
    ('id = "T07-02"', 'id = "7-2"', "7-2", "id", "T07-01"),
    ('id = "T07-02"', 'id = "GO-T07-02"', "GO-T07-02", "id", "T07-01"),
    ('id = "T07-02"', "", "nr. 2", "id", "mangler"),
    ('modal = "anbefales"\nstrength = "anbefaling"', 'modal = "bør"\nstrength = "krav"',
     "T11-01", "strength", "sterkere enn ordet «bør»"),
    ('modal = "anbefales"', 'modal = "kan"', "T11-01", "strength", "sterkere enn ordet «kan»"),
    ('modal = "skal"', 'modal = "burde"', "T07-01", "modal", "skal, må, bør"),
    ('level = "sak"', 'level = "sak"\nhvorfor = "ja"', "T07-01", "hvorfor", "ukjent felt"),
    ('guidance = "Se vedtaket."\n', "", "T07-02", "guidance", "mangler"),
    ('guidance = "Se vedtaket."', 'guidance = " "', "T07-02", "guidance", "tomt"),
    ('guidance = "Se vedtaket."', "guidance = 3", "T07-02", "guidance", "tekst"),
    ('level = "sak"', 'level = "sak"\npartial = "nei"', "T07-01", "partial", "true eller false"),
    ('reviews = ["system"]', 'reviews = ["stikkprove"]', "T12-01", "reviews", "sak for sak"),
    ('reviews = ["stikkprove"]', 'reviews = ["system"]', "T07-01", "reviews", "systemgjennomgang"),
    ('reviews = ["stikkprove"]', "reviews = []", "T07-01", "reviews", "minst én"),
    ('reviews = ["stikkprove"]', 'reviews = "stikkprove"', "T07-01", "reviews", "liste"),
    ('reviews = ["stikkprove"]', 'reviews = ["stikkprove", "stikkprove"]', "T07-01", "reviews",
     "to ganger"),
    ('title = "Prøvestandard"', "", "[edition]", "title", "mangler"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "entry", "field", "problem"), MISTAKES)
def test_a_mistake_names_file_entry_and_field(
    write_catalogue: WriteCatalogue, old: str, new: str, entry: str, field: str, problem: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(write_catalogue(old, new))
    message = caught.value.message
    assert message.startswith("oslostandard-2021.toml")
    assert entry in message
    assert f"«{field}»" in message
    assert problem in message


def test_areas_belong_to_one_check(write_catalogue: WriteCatalogue) -> None:
    folder = write_catalogue('evidence = "kartlegging"', 'evidence = "kartlegging"\nareas = true')
    path = folder / "oslostandard-2021.toml"
    assert read_catalogue(folder).check("T07-01").areas is True
    text = path.read_text(encoding="utf-8")
    second = text.replace('evidence = "vedtak"', 'evidence = "vedtak"\nareas = true')
    path.write_text(second, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"T07-02, feltet «areas».*T07-01 har det"):
        read_catalogue(folder)


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("\n[[check\n", r"oslostandard-2021\.toml er ikke gyldig TOML: .*linje [0-9]+"),
        ('\nx = "', "ikke gyldig TOML"),
        ("\n[[sjekk]]\n", "«sjekk» er ukjent"),
        ("\n[theme.x]\n", "tema kompetanse, feltet «x»: er et ukjent felt"),
    ],
)
def test_a_file_that_is_not_a_catalogue(
    write_catalogue: WriteCatalogue, new: str, problem: str
) -> None:
    with pytest.raises(CatalogueError, match=problem):
        read_catalogue(write_catalogue(new=new))


def test_mistakes_in_the_other_files(write_catalogue: WriteCatalogue) -> None:
    with pytest.raises(CatalogueError, match=r"fakta\.toml, faktum x, feltet «applies_if»"):
        read_catalogue(
            write_catalogue(
                facts='[[fact]]\nid = "x"\nlabel = "x"\nquestion = "x"\napplies_if = "yes"'
            )
        )
    with pytest.raises(CatalogueError, match=r"fakta\.toml: «fact» må skrives som tabeller"):
        read_catalogue(write_catalogue(facts="fact = 3"))
    area = '[[area]]\nid = "x"\nlabel = "x"\norigin = "standard"\nsource = "x"\n'
    with pytest.raises(CatalogueError, match=r"kartleggingstema\.toml, område x.*to ganger"):
        read_catalogue(write_catalogue(areas=area * 2))


def test_wrong_encoding_and_missing_file(write_catalogue: WriteCatalogue) -> None:
    folder = write_catalogue()
    (folder / "fakta.toml").write_bytes("# æ".encode("cp1252"))
    with pytest.raises(CatalogueError, match=r"fakta\.toml er ikke lagret som UTF-8"):
        read_catalogue(folder)
    (folder / "fakta.toml").unlink()
    with pytest.raises(CatalogueError, match=r"Kan ikke lese .*fakta\.toml"):
        read_catalogue(folder)


def test_decomposed_letters_become_nfc(write_catalogue: WriteCatalogue) -> None:
    decomposed = unicodedata.normalize("NFD", "Vedtaket oppgir måned.")
    folder = write_catalogue("Vedtaket oppgir perioden.", decomposed)
    assert read_catalogue(folder).check("T07-02").text == "Vedtaket oppgir måned."


def test_a_local_file_adds_checks_and_areas(small: Catalogue, tmp_path: Path) -> None:
    joined = add_local(small, local_file(tmp_path))
    assert joined.checks[:-1] == small.checks
    assert joined.check("go-t07-01").text == "Bydelens eget skjema er brukt."
    assert [area.origin for area in joined.areas] == ["standard", "lokal"]
    assert "GO-T07-01" not in small


def test_a_local_file_switches_areas(write_catalogue: WriteCatalogue, tmp_path: Path) -> None:
    areas = "".join(
        f'[[area]]\nid = "{name}"\nlabel = "x"\nsource = "x"\n'
        f'origin = "{origin}"\nactive = {active}\n'
        for name, origin, active in [
            ("bosituasjon", "standard", "true"),
            ("tannhelse", "revisjon", "true"),
            ("barn", "lokal", "false"),
        ]
    )
    shipped = read_catalogue(write_catalogue(areas=areas))
    switches = 'prefix = "GO"\nareas_on = ["barn"]\nareas_off = ["tannhelse"]\n'
    joined = add_local(shipped, local_file(tmp_path, switches))
    assert [area.id for area in shipped.active_areas] == ["bosituasjon", "tannhelse"]
    assert [area.id for area in joined.active_areas] == ["bosituasjon", "barn"]
    wrong = switches.replace('areas_off = ["tannhelse"]', 'areas_off = ["bosituasjon"]')
    with pytest.raises(CatalogueError, match=r"«areas_off»: kan bare nevne .* tannhelse, barn"):
        add_local(shipped, local_file(tmp_path, wrong))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('prefix = "GO"', "", "skriv bydelens forkortelse"),
        ('prefix = "GO"', 'prefix = "go"', "skriv bydelens forkortelse"),
        ("GO-T07-01", "T07-01", "to ganger"),
        ("GO-T07-01", "T07-50", "GO-T07-01"),
        ("GO-T07-01", "AL-T07-01", "GO-T07-01"),
        ('origin = "lokal"', 'origin = "standard"', "må være lokal"),
        ('id = "hund"', 'id = "bosituasjon"', "to ganger"),
        ('condition = "overgang"', 'condition = "regn"', "«regn» finnes ikke"),
    ],
)
def test_mistakes_in_a_local_file(
    small: Catalogue, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = local_file(tmp_path, LOCAL.replace(old, new, 1))
    with pytest.raises(CatalogueError, match=problem) as caught:
        add_local(small, path)
    assert "bydel.toml" in caught.value.message
