"""Pages in a bucket of a store that speaks S3, which several machines share.

The client is obstore, the Rust object_store of Apache Arrow: one wheel without dependencies. Uploads are whole or not
at all, which is S3's own promise; what comes back is compared with the hash in its name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from plant_knowledge_ingest.errors import PagesLost, PagesRefused, PagesUnreachable
from plant_knowledge_ingest.pages.kept import KeptPages
from plant_knowledge_ingest.pages.proof import ENDING

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Credential, S3Store

# Whose pages these are: a library removes what it does not show, so no two may share a prefix.
_OWNER = "library"
_CONNECT, _AGAIN = timedelta(seconds=2), timedelta(seconds=5)
# More than any manual; an answer that says it is larger is not read.
_LARGEST = 4 << 30


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where a store is. ``endpoint`` "" is that of Amazon for ``region``.

    ``seconds`` is what it has for one request, which brings ``stretch`` bytes at most. A store that did not answer is
    not asked again for ``rest`` seconds, so that nobody waits for it twice.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    seconds: float = 20.0
    rest: float = 5.0
    stretch: int = 16 << 20

    @property
    def where(self) -> str:
        """The bucket as people write it."""
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


class PagesInBucket:
    """The PageStore in a bucket; ``kept`` has copies here. ``owner`` says whose library it is, when first needed."""

    def __init__(self, bucket: Bucket, kept: KeptPages, owner: Callable[[], str]) -> None:
        self.where = bucket.where
        self._kept, self._owner = kept, owner
        self._client = _connected(bucket)
        self._fetching: dict[str, Lock] = {}
        self._is_ours = False
        self._rest, self._stretch, self._not_before = bucket.rest, bucket.stretch, 0.0

    def put(self, name: str, content: Path | bytes) -> Path:
        """See PageStore."""
        kept = self._kept.put(name, content)
        self._claim()
        with self._asked(name):
            self._client.put(name, kept)
            stored, size = self._client.head(name)["size"], kept.stat().st_size
        if stored != size:
            raise PagesRefused(f"{self.where} has {stored} of the {size} bytes of {name}.", remedy=_LOOK)
        return kept

    def path(self, name: str) -> Path:
        """See PageStore."""
        if found := self._kept.find(name):
            return found
        with self._fetching.setdefault(name, Lock()):  # the pictures of an answer ask for one document at the same time
            if found := self._kept.find(name):
                return found
            return self._kept.bring(name, self._sent(name), self.where)

    def _sent(self, name: str) -> Iterator[bytes]:
        """Yield what the store has, a stretch with each request, so that none takes long."""
        with self._asked(name):
            first = self._client.get(name, options={"range": (0, self._stretch)})
            size, content = first.meta["size"], bytes(first.bytes())
        if size > _LARGEST:
            raise PagesRefused(f"{self.where} says that {name} is too large to be pages.", remedy=_LOOK)
        yield content
        for start in range(self._stretch, size, self._stretch):
            with self._asked(name):
                content = bytes(self._client.get_range(name, start=start, end=min(start + self._stretch, size)))
            yield content

    def remove(self, name: str) -> None:
        """See PageStore."""
        self._kept.remove(name)
        self._claim()
        with suppress(PagesLost), self._asked(name):
            self._client.delete(name)

    def names(self) -> dict[str, int]:
        """See PageStore."""
        with self._asked(""):
            every = [one for stretch in self._client.list() for one in stretch]
        return {one["path"]: one["size"] for one in every if one["path"].endswith(ENDING)}

    def sweep(self, shown: Callable[[], Collection[str]]) -> None:
        """See PageStore. Leaves everything: what nothing shows may be on its way in by another machine."""

    def _claim(self) -> None:
        """Make sure that the prefix is this library's before anything there is changed."""
        if self._is_ours:
            return
        from obstore.exceptions import AlreadyExistsError

        ours = self._owner()
        with self._asked(_OWNER):
            try:
                self._client.put(_OWNER, ours.encode(), mode="create", use_multipart=False)
            except AlreadyExistsError:
                theirs = bytes(self._client.get(_OWNER).bytes()).decode(errors="replace")
                if theirs != ours:
                    raise PagesRefused(
                        f"{self.where} has the pages of another library.",
                        remedy="Give each plant a prefix of its own: PLANT_PAGES=s3://bucket/plant-2",
                    ) from None
        self._is_ours = True

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        """Turn the client's errors into ours; a store that did not answer has a rest."""
        from obstore import exceptions

        if time.monotonic() < self._not_before:
            raise PagesUnreachable.at(self.where)
        try:
            yield
        except FileNotFoundError as error:
            raise self._refused(str(error)) or PagesLost.of(name, self.where) from error
        except exceptions.BaseError as error:
            if refused := self._refused(str(error)):
                raise refused from error
            self._not_before = time.monotonic() + self._rest
            raise PagesUnreachable.at(self.where) from error

    def _refused(self, said: str) -> PagesRefused | None:
        """Return what the store refuses, by S3's own codes; None where it has not got to that."""
        if "NoSuchBucket" in said:
            return PagesRefused(f"There is no bucket {self.where}.", remedy="Make it, or set PLANT_PAGES to another.")
        if any(code in said for code in _OF_KEYS):
            remedy = "Set PLANT_PAGES_KEY and PLANT_PAGES_SECRET to those of someone who may read and write there."
            return PagesRefused(f"{self.where} refuses the key.", remedy=remedy)
        return None


_OF_KEYS = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403 Forbidden")
_LOOK = "Look at the store: its log, and its disk."


def _connected(bucket: Bucket) -> S3Store:
    """Return the client; nothing is asked yet. What the environment says of AWS does not count."""
    from obstore.store import S3Store

    config: S3Config = {"region": bucket.region, "virtual_hosted_style_request": False}
    if bucket.endpoint:
        config["endpoint"] = bucket.endpoint
    held: S3Credential = {
        "access_key_id": bucket.key,
        "secret_access_key": bucket.secret,
        "token": None,
        "expires_at": None,
    }
    seconds = timedelta(seconds=bucket.seconds)
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        credential_provider=lambda: held,
        client_options={"allow_http": True, "connect_timeout": min(_CONNECT, seconds), "timeout": seconds},
        retry_config={"max_retries": 1, "retry_timeout": _AGAIN},
    )
