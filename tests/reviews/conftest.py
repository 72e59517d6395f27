"""A draw recomputed from its protocol alone, by the words of the design, for the draw tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import consistent_sampler
import pytest

from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.workspace import Workspace


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def own_ticket(reference: str, seed: str) -> str:
    return "0." + str(int(sha((sha(seed.encode()) + reference).encode()), 16)).zfill(64)[::-1]


def draw_again(told: dict[str, Any]) -> tuple[list[str], dict[str, tuple[int, Fraction]]]:
    """References in drawn order, and places and credit by code, of a per_kontaktperson draw."""
    cases = told["frame"]["cases"]
    credit = {row["caseworker"]: Fraction(row["credit_before"]) for row in told["allocation"]}
    queues: dict[str, list[Any]] = {code: [] for code in sorted(credit)}
    for case in cases:
        key = (case["drawn_before"], own_ticket(case["reference"], told["seed"]))
        queues[case["caseworker"]].append((key, case["reference"]))
    places, order, owed = dict.fromkeys(queues, 0), [], dict(credit)
    for step in told["steps"]:
        size = len(order) + step
        owed = {c: Fraction(size * len(q), len(cases)) + credit[c] - places[c]
                for c, q in queues.items()}  # fmt: skip
        for _ in range(step):
            code = max((c for c in queues if places[c] < len(queues[c])),
                       key=lambda c: (owed[c], [-ord(x) for x in c]))  # fmt: skip
            order.append(sorted(queues[code])[places[code]][1])
            places[code] += 1
            owed[code] -= 1
    return order, {code: (places[code], owed[code]) for code in queues}


def hold_against_itself(told: dict[str, Any]) -> None:
    """Everything in a protocol follows from its secret, its public value and its frame."""
    secret = bytes.fromhex(told["secret"])
    assert len(secret) == 32
    assert told["commitment"] == sha(b"oslo-ik/v1/commit\x00" + secret)
    head = f"oslo-ik/v1/seed\x00{told['unit']}\x00{told['period']}\x00".encode()
    assert told["seed"] == sha(head + secret + b"\x00" + told["public_value"].encode())
    references = [case["reference"] for case in told["frame"]["cases"]]
    assert told["frame"]["sha256"] == sha("\n".join(sorted(references)).encode())
    assert told["frame"]["size"] == len(references)
    for row in told["order"]:
        assert row["ticket"] == own_ticket(row["reference"], told["seed"])
        assert row["ticket"] == consistent_sampler.first_fraction(row["reference"], told["seed"])
    assert [row["position"] for row in told["order"]] == list(range(1, told["size"] + 1))
    assert sum(told["steps"]) == told["size"]


@pytest.fixture(scope="session")
def own_draw() -> Callable[[dict[str, Any]], tuple[list[str], dict[str, tuple[int, Fraction]]]]:
    """References in drawn order, and places and credit by code, from a protocol."""
    return draw_again


@pytest.fixture(scope="session")
def check_protocol() -> Callable[[dict[str, Any]], None]:
    """Commitment, seed, fingerprint and tickets follow from secret, public value and frame."""
    return hold_against_itself


@pytest.fixture(scope="session")
def import_rows() -> Callable[[Workspace, Iterable[tuple[str, ...]]], None]:
    """Import a list of (reference, code, started) as a real file."""

    def write(ws: Workspace, rows: Iterable[tuple[str, ...]]) -> None:
        lines = ["saksnummer;kontaktperson;startet", *(";".join(row) for row in rows)]
        path = Path(ws.path).with_name("liste.csv")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_cases(ws, path)

    return write
