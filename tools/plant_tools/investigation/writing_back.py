"""The confirmed cause on its way back into the history: a draft, which a person approves like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plant_tools.drafts.errors import DraftInvalid
from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.phrases import say
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from plant_tools.drafts.desk import DraftDesk
    from plant_tools.records.sight import Who

Json = dict[str, Any]


def drafted(drafts: DraftDesk, one: Json, who: Who, by: str, order: str = "") -> Json:
    """Return the draft: the close-out of ``order``, an open one; without it a new order.

    It carries the confirmed code where the plant has it. The same one however often it is asked for. Raises
    ``InvestigationInvalid`` where there are no records, or not the order.
    """
    said = {"asset": one["asset"], "by": by, "dataset": one["dataset"]}
    given = {name: value for name, value in said.items() if value} | {"language": one["language"]}
    key = f"investigation:{one['investigation']}:{one['confirmed']['at_utc']}"
    try:
        how = {"kind": "close_out", "order": order} if order else {"kind": "work_order"}
        draft = drafts.create(_told(one), who, key=key, **how, **given)
        return _with_code(drafts, draft, one["confirmed"], who, by)
    except (DraftInvalid, ToolError) as error:
        raise InvestigationInvalid(f"The cause cannot be written back: {error}") from error


def _told(one: Json) -> str:
    """Return what the draft says, in plain words; a hypothesis is not written down as a cause."""
    confirmed, language = one["confirmed"], one["language"]
    whys = [why["text"] for why in one["whys"] if why["mark"] == "evidence"]
    because = say(language, "draft_why", why="; ".join(whys)) if whys else ""
    return say(language, "draft_text", cause=confirmed["cause"], problem=one["problem"].rstrip(".。")) + because


def _with_code(drafts: DraftDesk, draft: Json, confirmed: Json, who: Who, by: str) -> Json:
    code = confirmed["code"]
    if not code or draft["state"] not in {"draft", "pending"} or draft["fields"].get("cause_code") == code:
        return draft
    return drafts.edit(draft["draft"], {"cause_code": code}, who, by=by, version=draft["version"])
