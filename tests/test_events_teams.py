"""An alarm answered in a channel of Teams, against a stand-in for Microsoft."""

from __future__ import annotations

import time
from pathlib import Path

from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.teams.mount import bot_of
from plant_ui.teams.rehearsal import rehearsing

APP, TENANT = "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d11", "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d12"
CHANNEL = "19:line3@thread.tacv2"


def test_a_channel_of_teams_gets_the_alarm_at_a_glance_and_the_whole_in_its_thread(
    tiny_home: Path, tmp_path: Path
) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    (home / "events.yaml").write_text(f'routes: [{{to: "teams:{CHANNEL}"}}]')
    settings = {"PLANT_TEAMS_APP": APP, "PLANT_TEAMS_SECRET": "s", "PLANT_TEAMS_TENANT": TENANT}
    with build_copilot(Settings.read(settings, home=home)) as copilot, rehearsing(APP) as microsoft:
        app = build_app(copilot)
        with bot_of(app, copilot, cloud=microsoft.cloud, token=lambda *_: microsoft.token(aud="bot")):
            app.state.posters["teams"].service = microsoft.url
            number = app.state.desk.take({"source": "scada", "code": "E0712"})["event"]
            while (event := copilot.events.show(number))["state"] in {"received", "posting"}:
                time.sleep(0.05)
            app.state.desk.close()
    first, *others = [sent for sent in microsoft.sent if sent.card]
    assert (event["state"], event["to"], event["outcome"]) == ("posted", f"teams:{CHANNEL}", "")
    assert first.conversation == CHANNEL
    assert "E0712" in first.said
    assert "90 °C" in first.said
    assert others
    assert {sent.conversation.partition(";messageid=")[0] for sent in others} == {CHANNEL}
