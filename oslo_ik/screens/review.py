"""Gjennomgang: one key a check, committed in the key's own handler, and back to the same place."""

from __future__ import annotations

