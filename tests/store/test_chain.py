"""The chain and the text commitments, against vectors and sha256 itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.store.chain import GENESIS, canonical, chain_seal, short_seal, text_commitment

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors.json").read_text(encoding="utf-8")
)
CHAIN = VECTORS["hash_chain_example"]
TEXT = VECTORS["text_commitment_example"]


def test_the_first_previous_seal() -> None:
    assert CHAIN["genesis_prev"] == GENESIS


@pytest.mark.parametrize("row", CHAIN["rows"], ids=lambda row: row["record"]["type"])
def test_published_links(row: dict[str, Any]) -> None:
    assert canonical(row["record"]) == row["jcs_utf8"]
    assert chain_seal(row["prev"], canonical(row["record"])) == row["hash"]
    shuffled = dict(sorted(row["record"].items(), reverse=True))
    assert chain_seal(row["prev"], canonical(shuffled)) == row["hash"]


def test_a_seal_is_what_the_design_says() -> None:
    content = canonical({"b": "å", "a": [1, None, True]})
    assert content == '{"a":[1,null,true],"b":"å"}'
    data = b"oslo-ik/v1/chain\x00" + bytes(range(32)) + content.encode()
    assert chain_seal(bytes(range(32)).hex(), content) == hashlib.sha256(data).hexdigest()


def test_published_commitment() -> None:
    assert text_commitment(TEXT["salt_hex"], TEXT["text"]) == TEXT["commitment"]


def test_a_commitment_is_over_nfc() -> None:
    salt = "00" * 16
    expected = hashlib.sha256(b"oslo-ik/v1/text\x00" + bytes(16) + "å".encode()).hexdigest()
    assert text_commitment(salt, "\u00e5") == text_commitment(salt, "a\u030a") == expected


def test_every_byte_and_bit_counts() -> None:
    row = CHAIN["rows"][0]
    data = row["jcs_utf8"].encode()
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            try:
                text = flipped.decode()
            except UnicodeDecodeError:
                continue
            assert chain_seal(row["prev"], text) != row["hash"]
    salt = bytes.fromhex(TEXT["salt_hex"])
    for bit in range(128):
        other = (int.from_bytes(salt, "big") ^ (1 << bit)).to_bytes(16, "big").hex()
        assert text_commitment(other, TEXT["text"]) != TEXT["commitment"]


def test_the_printed_form() -> None:
    assert short_seal("0123456789abcdef" * 4) == "0123 4567 89ab cdef"
