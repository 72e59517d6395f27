"""A small catalogue on disk, made by hand, for tests that need mistakes in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oslo_ik.checks.catalogue import read_catalogue
from oslo_ik.checks.model import Catalogue

FACTS = """
[[fact]]
id = "under_4_maneder"
label = "Under 4 måneder"
question = "Under 4 måneder?"
applies_if = "nei"

[[fact]]
id = "overgang"
label = "Overgang"
question = "Overgang?"
applies_if = "ja"
"""

AREAS = """
[[area]]
id = "bosituasjon"
label = "Bosituasjon"
origin = "standard"
source = "tiltak 7"
"""

STANDARD = """
[edition]
id = "prøve"
title = "Prøvestandard"
adopted = "2021-08"
publisher = "Oslo kommune"

[[theme]]
id = "kartlegging"
label = "Kartlegging"

[[theme]]
id = "vedtak"
label = "Vedtak"

[[theme]]
id = "kompetanse"
label = "Kompetanse"

[[check]]
id = "T07-01"
measure = 7
text = "Kartleggingen er gjort med et anerkjent verktøy."
guidance = "Se kartleggingen."
modal = "skal"
strength = "krav"
level = "sak"
reviews = ["stikkprove"]
theme = "kartlegging"
evidence = "kartlegging"
source = "tiltak 7, avsnitt 8"

[[check]]
id = "T07-02"
measure = 7
text = "Vedtaket oppgir perioden."
guidance = "Se vedtaket."
modal = "skal"
strength = "krav"
level = "begge"
reviews = ["stikkprove", "system"]
theme = "vedtak"
evidence = "vedtak"
source = "tiltak 7, avsnitt 3"

[[check]]
id = "T07-03"
measure = 7
text = "Tilbudet er evaluert siste 4 måneder."
guidance = "Se evalueringen, også ØKONOMI."
modal = "skal"
strength = "krav"
level = "sak"
reviews = ["stikkprove"]
theme = "kartlegging"
condition = "under_4_maneder"
applies_when = "Gjelder etter 4 måneder."
interval_months = 4
evidence = "evaluering"
source = "tiltak 7, avsnitt 10"

[[check]]
id = "T11-01"
measure = 11
text = "Det er laget kriseplan før overgangen."
guidance = "Se planen."
modal = "anbefales"
strength = "anbefaling"
level = "sak"
reviews = ["stikkprove", "hendelse"]
theme = "vedtak"
condition = "overgang"
applies_when = "Gjelder ved overgang."
evidence = "journal"
source = "tiltak 11, avsnitt 8"

[[check]]
id = "T12-01"
measure = 12
text = "Tjenesten har en kompetanseplan."
guidance = "Se planen."
modal = "skal"
strength = "krav"
level = "tjeneste"
reviews = ["system"]
theme = "kompetanse"
evidence = "kompetanseplan"
source = "tiltak 12, avsnitt 2"
"""

WriteCatalogue = Callable[..., Path]


@pytest.fixture
def write_catalogue(tmp_path: Path) -> WriteCatalogue:
    """Write the small catalogue, with ``old`` replaced by ``new`` in the standard's file."""

    def write(old: str = "", new: str = "", facts: str = FACTS, areas: str = AREAS) -> Path:
        assert old in STANDARD
        changed = STANDARD.replace(old, new, 1) if old else STANDARD + new
        (tmp_path / "oslostandard-2021.toml").write_text(changed, encoding="utf-8")
        (tmp_path / "fakta.toml").write_text(facts, encoding="utf-8")
        (tmp_path / "kartleggingstema.toml").write_text(areas, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def small(write_catalogue: WriteCatalogue) -> Catalogue:
    """The small catalogue: five checks, two facts, three themes."""
    return read_catalogue(write_catalogue())
