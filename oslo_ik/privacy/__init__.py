"""What may not be written down (design §14): one guard for every free text."""

from __future__ import annotations

from oslo_ik.privacy.guard import KINDS, Hit, check, redact, scan
from oslo_ik.privacy.numbers import trailing_digits

__all__ = ["KINDS", "Hit", "check", "redact", "scan", "trailing_digits"]
