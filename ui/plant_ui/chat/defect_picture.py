"""The picture of a comparison of defects in the chat: for each level how many times as often, with its interval."""

from __future__ import annotations

from urllib.parse import urlencode

from plant_copilot.payload import Json


def defect_picture(answer: Json) -> list[str]:
    """Return Markdown for the picture of the defects in an answer; [] where nothing was compared."""
    told = [found["details"]["defects"] for found in answer["evidence"] if "defects" in found.get("details", {})]
    if not told or not told[0]["tests"]:
        return []
    # Spaces and brackets of what was asked would end the address in Markdown; urlencode leaves none.
    place = f"/api/defects/comparison.svg?{urlencode({'question': answer['question'], 'dataset': told[0]['dataset']})}"
    return [f"[![⇅]({place})]({place})"]
