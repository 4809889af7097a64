"""What the faces themselves refuse, beyond what the copilot does.

PlantError
├── AlreadyIngesting            one ingestion at a time
├── NotFromHere                 changes are made on the server's own machine only
├── ChannelClosed               Slack or Teams does not let the bot in
├── ChannelBookOutOfReach       what channels keep cannot be written
├── Stopping                    the server is going down
├── UnknownJob                  no ingestion of that name
├── TooManyRequests             faster than one person or key may ask
├── KeyOfAnother                an Idempotency-Key that another request had
├── StillUnderWay               the request of that Idempotency-Key has no reply yet
├── RepliesOutOfReach           the file of kept replies cannot be written
├── NotOffered                  a field of OpenAI's that has no meaning here
├── RecordingTooLong            more than two minutes, or more than fits into two minutes
├── RecordingUnreadable         no sound, or of a kind that is not read
├── VoiceBusy                   more people speak at once than can be understood
├── TeamsMissing                the SDK of Microsoft Teams is not installed
├── NotSent                     Teams did not take a message
├── NotFetched                  a file sent in Teams could not be fetched, or is none that is read
├── PortTaken                   another program listens there, or the address is not this machine's
├── ServerRuns                  a server already runs on this home
├── ServerSilent                the server of this home is there but does not answer
├── ServerGone                  the server stopped answering in the middle of it
└── ServerRefused               the server answered that something is wrong
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class AlreadyIngesting(PlantError):
    """The library is being changed by an ingestion."""


class NotFromHere(PlantError):
    """Somebody on another machine asked for a change."""


class Stopping(PlantError):
    """The server is going down; what was finished stays."""


class ChannelClosed(PlantError):
    """Slack does not let the bot in: a wrong or revoked token, or no way to it."""


class ChannelBookOutOfReach(PlantError):
    """The file of deliveries and conversations of Slack and Teams cannot be opened, read or written."""


class UnknownJob(PlantError):
    """There is no ingestion of that name."""


class TooManyRequests(PlantError):
    """Somebody asks faster than one person or key may; ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("Too many requests in a minute.", remedy=f"Wait {seconds} s, then go on more slowly.")
        self.seconds = seconds


class KeyOfAnother(PlantError):
    """The Idempotency-Key came with another request before."""


class StillUnderWay(PlantError):
    """The request of an Idempotency-Key has no reply yet."""


class RepliesOutOfReach(PlantError):
    """The file of kept replies cannot be written."""


class NotOffered(PlantError):
    """A program asked as it would ask OpenAI, and for something that is not offered: the field is ``param``."""

    def __init__(
        self, param: str, message: str, *, remedy: str = "", code: str = "unsupported", status: int = 400
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.param, self.code, self.status = param, code, status


class RecordingTooLong(PlantError):
    """A recording of more than two minutes, or of more bytes than fit into two minutes."""


class RecordingUnreadable(PlantError):
    """A recording that is none: no sound, damaged, or of a kind that is not read."""


class VoiceBusy(PlantError):
    """More people speak at once than this machine can understand."""


class PortTaken(PlantError):
    """Another program listens on the port, or the address is not this machine's."""


class ServerRuns(PlantError):
    """A server already runs on this home."""


class ServerSilent(PlantError):
    """The server of this home is there but does not answer."""


class ServerGone(PlantError):
    """The server stopped answering in the middle of it."""


class ServerRefused(PlantError):
    """The server answered that something is wrong; message and remedy are its own."""


class TeamsMissing(PlantError):
    """Microsoft's SDK, the extra ``teams``, is not installed."""


class NotSent(PlantError):
    """A channel did not take a message: ``status`` is what it answered, 0 where it could not be reached."""

    def __init__(self, message: str, *, status: int = 0, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.status = status


class NotFetched(PlantError):
    """A file that somebody sent in Teams could not be fetched, or is none that is read."""
