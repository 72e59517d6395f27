"""What may not be written down (design §14): one guard for every free text."""

from __future__ import annotations

from oslo_ik.privacy.guard import KINDS, MASK, Hit, check, leave_out, redact, scan
from oslo_ik.privacy.numbers import trailing_digits

__all__ = ["KINDS", "MASK", "Hit", "check", "leave_out", "redact", "scan", "trailing_digits"]
