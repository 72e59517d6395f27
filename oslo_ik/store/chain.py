"""The hash chain and the text commitments (§9). Pure functions over bytes and text.

``seal = SHA256('oslo-ik/v1/chain' 00 previous(32 bytes) JCS(content))``; the first previous
seal is 32 zero bytes. ``commitment = SHA256('oslo-ik/v1/text' 00 salt(16 bytes) text)``.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

GENESIS = "0" * 64
_CHAIN = b"oslo-ik/v1/chain\x00"
_TEXT = b"oslo-ik/v1/text\x00"


def canonical(content: dict[str, Any]) -> str:
    """RFC 8785 canonical JSON of ``content`` as text."""
    import rfc8785

    return rfc8785.dumps(content).decode("utf-8")


def chain_seal(previous: str, canonical_content: str) -> str:
    """The seal, 64 hex digits, over the previous seal and canonical JSON text."""
    data = _CHAIN + bytes.fromhex(previous) + canonical_content.encode("utf-8")
    return hashlib.sha256(data).hexdigest()


def text_commitment(salt: str, text: str) -> str:
    """The salted commitment to a text, 64 hex digits; ``salt`` is 32 hex digits."""
    return hashlib.sha256(
        _TEXT + bytes.fromhex(salt) + unicodedata.normalize("NFC", text).encode("utf-8")
    ).hexdigest()


def short_seal(seal: str) -> str:
    """The first 16 hex digits in four groups, as documents print it."""
    return " ".join(seal[i : i + 4] for i in range(0, 16, 4))
