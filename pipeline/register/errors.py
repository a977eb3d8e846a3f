"""What can go wrong with a register."""

from __future__ import annotations

from pipeline.settings import SettingsError


class RegisterError(SettingsError):
    """A register or an entry that cannot be used; the message names the place and the cure, and nothing was changed."""
