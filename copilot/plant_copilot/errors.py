"""Errors of the copilot as a whole.

PlantError
├── WrongUse                    arguments that cannot be what was meant
│   └── BadSetting              a setting has a value it cannot have
├── UnknownAsset                neither records nor documents know it
├── UnknownTrace                no trace of that support code
├── UnknownThread               no conversation of that name, or no such answer in it
├── ThreadOfAnother             a conversation belongs to whom began it
├── NothingPending              nothing waits for a decision there
├── BackupFailed                a backup cannot be taken or put back
│   └── BackupDamaged           it is not what was written
├── AuditOutOfReach             the audit log cannot be written or read
├── TracesOutOfReach            traces cannot be written or read
├── FeedbackOutOfReach          feedback cannot be written or read
├── DatabaseRefused             books cannot be moved there
└── ThreadsOutOfReach           conversations cannot be kept or read
"""

from __future__ import annotations

from typing import Self

from plant_knowledge_ingest.errors import PlantError


class WrongUse(PlantError):
    """Arguments that cannot be what was meant."""


class BadSetting(WrongUse):
    """A setting has a value it cannot have."""


class UnknownAsset(PlantError):
    """An asset that neither the records nor the documents know."""


class UnknownTrace(PlantError):
    """There is no trace of that support code."""


class UnknownThread(PlantError):
    """There is no conversation of that name, or no such answer in it."""


class ThreadOfAnother(PlantError):
    """A conversation belongs to whom began it."""


class BackupFailed(PlantError):
    """A backup cannot be taken or put back; the home is as it was."""


class BackupDamaged(BackupFailed):
    """A backup is not what was written."""

    @classmethod
    def of(cls, archive: object, path: str) -> Self:
        """Return the error that names the damaged file in the archive."""
        return cls(
            f"{archive} is damaged: {path} is not what was written.", remedy="Take another backup; nothing was changed."
        )


class AuditOutOfReach(PlantError):
    """The audit log cannot be written or read."""


class TracesOutOfReach(PlantError):
    """The traces cannot be written or read."""


class FeedbackOutOfReach(PlantError):
    """Feedback cannot be written or read."""


class DatabaseRefused(PlantError):
    """Books cannot be moved to a database: others are there already, or it is out of reach."""


class NothingPending(PlantError):
    """Nothing waits for a decision in that conversation."""


class ThreadsOutOfReach(PlantError):
    """The database of conversations cannot be opened, read or written."""

    @classmethod
    def because(cls, reason: str) -> Self:
        """Return the error that gives ``reason`` and says what to do."""
        remedy = "Move threads.sqlite out of the home folder, or see to the database of PLANT_CONVERSATIONS."
        return cls(f"Conversations cannot be kept: {' '.join(reason.split())}.", remedy=remedy)
