"""Work that Slack's deliveries bring: taken on once, done in the background, and never ended in silence."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Condition

from slack_sdk.errors import SlackApiError

from plant_ui.channels.failing import failure, noted, support_code
from plant_ui.channels.once import Once
from plant_ui.channels.words import say as channels_say
from plant_ui.slack.blocks import saying
from plant_ui.slack.members import Members
from plant_ui.slack.posting import Posting
from plant_ui.slack.replying import InThread
from plant_ui.slack.trouble import REVOKED, reason
from plant_ui.slack.words import say

_log = logging.getLogger(__name__)

_WORKERS, _QUICK = 4, 2
_MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery: ``key`` is the same when it comes twice; the rest says whom and where to tell what went wrong."""

    key: str
    what: str
    user: str
    channel: str = ""
    thread: str = ""
    private: bool = False
    reply: InThread | None = field(default=None, compare=False)


class Deliveries:
    """Does jobs, four at a time; who comes when a hundred wait is asked to come again."""

    def __init__(self, once: Once, posting: Posting, members: Members) -> None:
        self._once, self._posting, self._members = once, posting, members
        self._pool, self._quick = ThreadPoolExecutor(_WORKERS, "slack"), ThreadPoolExecutor(_QUICK, "slack-quick")
        self._idle = Condition()
        self._waiting = 0

    def take(self, job: Job, work: Callable[[], None], *, quick: bool = False) -> None:
        """Do ``work`` in the background, unless this delivery was taken on before. ``quick`` waits for no answer."""
        with self._idle:
            busy = self._waiting >= _MOST_WAITING
            self._waiting += 1
        done = (self._quick if quick else self._pool).submit(self._once_only, job, self._refuse(job) if busy else work)
        done.add_done_callback(lambda ended: self._ended(job, ended))

    def tell_of_what_was_lost(self) -> None:
        """Ask those to ask again whose questions an earlier process did not answer to the end."""
        for key, place in self._once.left_behind():
            job, code = Job(key, **json.loads(place)), support_code()
            _log.warning("slack: %s was lost with a process, support code %s", job.what, code)
            if job.channel:
                text = say(self._members.language(job.user), "interrupted", code=code)
                self._tell(job, text)

    def finish(self) -> None:
        """Wait until nothing is under way."""
        with self._idle:
            self._idle.wait_for(lambda: self._waiting == 0)

    def close(self) -> None:
        """Let the jobs under way end; those that wait are told of when the bot starts again."""
        for pool in (self._quick, self._pool):
            pool.shutdown(wait=True, cancel_futures=True)

    def _once_only(self, job: Job, work: Callable[[], None]) -> None:
        told = {name: getattr(job, name) for name in ("what", "user", "channel", "thread", "private")}
        if self._once.take(job.key, json.dumps(told)):
            work()
            self._once.end(job.key)

    def _refuse(self, job: Job) -> Callable[[], None]:
        def tell() -> None:
            code = noted(f"slack: {job.what} was not taken on", f"{_MOST_WAITING} wait already")
            self._tell(job, say(self._members.language(job.user), "busy", code=code))

        return tell

    def _ended(self, job: Job, ended: Future[None]) -> None:
        try:
            if not ended.cancelled() and (error := ended.exception()):
                self._failed(job, error)
        finally:
            with self._idle:
                self._waiting -= 1
                self._idle.notify_all()

    def _failed(self, job: Job, error: BaseException) -> None:
        if isinstance(error, SlackApiError) and reason(error) in REVOKED:
            code = noted(f"slack: {job.what}", f"Slack does not know the token any more: {reason(error)}")
        else:
            text, code = failure(error, self._members.language(job.user), f"slack: {job.what}")
            if not self._said_in_its_place(job, text, code):
                self._tell(job, text)
        self._once.end(job.key, code)

    def _said_in_its_place(self, job: Job, text: str, code: str) -> bool:
        """Let no "Looking it up" stand where nothing is looked up any more; tell whether that said all.

        What went wrong may name what others must not know of: where they read it, it is told the asker alone.
        """
        if not (job.reply and job.reply.has_begun):
            return False
        told = text if job.private else channels_say(self._members.language(job.user), "failed", code=code)
        try:
            job.reply.show([saying(told)])
        except (SlackApiError, OSError) as error:
            _log.info("slack: what was begun stays as it is: %s", error)
            return False
        return told == text

    def _tell(self, job: Job, text: str) -> None:
        """Say something to the person of a job alone; where Slack lets us say nothing at all, the log has it."""
        try:
            if job.private or not job.channel:
                self._posting.post(job.channel or self._posting.direct(job.user), saying(text), job.thread)
            else:
                self._posting.whisper(job.channel, job.user, text, job.thread)
        except (SlackApiError, OSError) as error:
            noted(f"slack: {job.what}", f"it could not be told either: {error}")
