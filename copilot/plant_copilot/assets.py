"""Assets, as Python sees them: the list, and one at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plant_copilot.errors import UnknownAsset, WrongUse
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]


class KnowingAssets:
    """The part of the facade that knows the plant's assets. ``local`` is who asks where nobody else is named."""

    local: Principal
    _records: RecordsDoor

    if TYPE_CHECKING:

        def documents(self, *, principal: Principal | None = None) -> Json:
            """See Copilot."""

    def assets(self, *, principal: Principal | None = None) -> Json:
        """List the assets of the records and of the documents: {assets: [{asset, name, dataset, documents}]}.

        ``documents`` is the number of those about it that ``principal`` may see; ``dataset`` is "" where only
        documents know it.
        """
        from plant_tools.assets.card import registered

        about = self._about(principal)
        known = registered(self._records(), principal or self.local)
        listed = [
            {"asset": one.tag, "name": one.name, "dataset": one.dataset, "documents": len(about.get(one.tag, ()))}
            for one in known
        ]
        unlisted = sorted(about.keys() - {one.tag for one in known})
        listed += [{"asset": tag, "name": "", "dataset": "", "documents": len(about[tag])} for tag in unlisted]
        return {"assets": sorted(listed, key=lambda one: (one["asset"], one["dataset"]))}

    def asset(self, tag: str, *, dataset: str = "", principal: Principal | None = None) -> Json:
        """Return one asset at a glance.

        {asset, dataset, also_in, also_written, record, documents: [{document, revision, title, languages, pages}]}.
        ``record`` is what ``plant_tools.assets.card.record_of`` returns, None where only documents know the asset;
        ``also_in`` are other data sets that have the tag, ``also_written`` other spellings of it, whose orders are not
        shown. Hyphens, blanks and case need not be the same. Raises ``UnknownAsset``, which names those like it.
        """
        from plant_tools.assets.card import meant, record_of, registered, variants
        from plant_tools.history.known import loosely, offer

        store, about, who = self._records(), self._about(principal), principal or self.local
        known = [one for one in registered(store, who) if dataset in {"", one.dataset}]
        found = meant(tag, known)
        name = found[0].tag if found else next((one for one in about if loosely(one) == loosely(tag)), "")
        if not name:
            like = offer(tag, [*(one.tag for one in known), *about])
            there = (
                f"There is: {', '.join(like)}." if like else "Load a list of assets: plant-copilot records load FILE."
            )
            raise UnknownAsset(f"There is no asset {tag!r}.", remedy=there)
        return {
            "asset": name,
            "dataset": found[0].dataset if found else "",
            "also_in": sorted({one.dataset for one in found} - {found[0].dataset}) if found else [],
            "also_written": variants(found[0], known) if found else [],
            "record": record_of(store, who, found[0]) if found else None,
            "documents": about.get(name, []),
        }

    def labels(self, chat: str, tags: Sequence[str] = (), *, principal: Principal | None = None) -> bytes:
        """Return a PDF of labels with QR codes that open the chat on an asset; of all assets where none is named.

        ``chat`` is its address as phones reach it: https://copilot.plant/chat. Raises ``UnknownAsset``, ``WrongUse``.
        """
        from plant_tools.assets.labels import labels
        from plant_tools.history.known import loosely

        address = urlsplit(chat)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise WrongUse(f"{chat!r} is no address of a chat.", remedy="Give it whole: https://copilot.plant/chat")
        known = self.assets(principal=principal)["assets"]
        named = {one["asset"]: one["name"] for one in known}
        # A tag that orders write in two ways is one machine.
        written = tags or [loosely(tag) for tag in named]
        wanted = list(dict.fromkeys(self.asset(tag, principal=principal)["asset"] for tag in written))
        if not wanted:
            raise UnknownAsset("No asset is known.", remedy="Load a list of them: plant-copilot records load FILE.")
        return labels([(tag, named[tag]) for tag in wanted], chat)

    def _about(self, principal: Principal | None) -> dict[str, list[Json]]:
        """Return the current documents by the asset that they are about."""
        about: dict[str, list[Json]] = {}
        for entry in self.documents(principal=principal)["documents"]:
            for tag in entry["assets"] if entry["current"] else ():
                told = {key: entry[key] for key in ("document", "revision", "title", "languages", "pages")}
                about.setdefault(tag, []).append(told)
        return about
