"""Writing a file so that a full disk never destroys the old one (§15)."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(target: Path, data: bytes) -> None:
    """Write ``data`` beside ``target``, sync it, and rename it into place (mode 0600).

    Raises OSError; the file that was there is untouched and nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.del")
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable where the system allows it (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
