"""The bot in Slack, rehearsed against a small Slack of ours that enforces Slack's limits: what each person sees."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from plant_copilot import Copilot
from plant_evals.channels.workspace import Workspace
from plant_knowledge_ingest.principal import Principal
from slack_plant import (
    BAY,
    CLERK,
    FITTER,
    LINE,
    PLANNER,
    SAFE,
    STRANGER,
    a_workspace,
    peopled_plant,
    rehearsing,
    words,
)

OIL = "<@UBOT> How often is the gear oil of GR-12 changed?"
CODE = "<@UBOT> What is the safety code of gearbox GR-99?"


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    folder = tmp_path_factory.mktemp("slack")
    with peopled_plant(folder / "home", tiny_home, folder) as opened:
        yield opened


@pytest.fixture
def slack() -> Workspace:
    return a_workspace()


def test_a_mention_is_answered_by_one_message_in_its_thread_with_source_page_and_buttons(
    copilot: Copilot, slack: Workspace
) -> None:
    with rehearsing(copilot, slack) as there:
        asked = there.ask(LINE, CLERK, OIL)
    (message,) = slack.by_bot(LINE)
    assert message["thread_ts"] == asked["ts"]
    assert message["unfurl"] == (False, False)
    assert "4000 operating hours. [1]" in words(message)
    assert "1 · GR-12 gearbox" in words(message)
    image = next(block for block in message["blocks"] if block["type"] == "image")
    assert slack.files[image["slack_file"]["id"]].startswith(b"\x89PNG")
    assert [one["text"]["text"] for b in message["blocks"] if b["type"] == "actions" for one in b["elements"]][:3] == [
        "Page [1]",
        "👍 That worked",
        "👎 That did not help",
    ]
    assert slack.refused == []


def test_a_restricted_manual_is_answered_to_the_asker_alone_and_the_channel_learns_nothing_of_it(
    copilot: Copilot, slack: Workspace
) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, FITTER, CODE)
    (public,), (private,) = slack.by_bot(LINE), slack.by_bot(f"D-{FITTER}")
    assert SAFE in words(private)
    assert "K7731" not in str(public)
    assert "Safety codes" not in str(public)


def test_where_every_member_may_see_it_it_is_posted(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(BAY, FITTER, CODE)
    assert SAFE in words(slack.by_bot(BAY)[0])


def test_who_may_not_see_a_manual_gets_nothing_of_it_in_a_direct_message_either(
    copilot: Copilot, slack: Workspace
) -> None:
    slack.channels["D-clerk"] = type(slack.channels[LINE])([CLERK], private=True)
    with rehearsing(copilot, slack) as there:
        there.ask("D-clerk", CLERK, CODE)
    assert "K7731" not in str(slack.by_bot("D-clerk"))


def test_a_stranger_is_told_what_to_do_and_nobody_else_is(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, STRANGER, OIL)
    (told,) = slack.whispers
    assert (told["user"], slack.by_bot(LINE)) == (STRANGER, [])
    assert "我還不認識您" in told["text"]
    assert f"--slack {STRANGER}" in told["text"]


def test_a_delivery_that_comes_again_is_answered_once(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        asked = there.ask(LINE, CLERK, OIL)
        there.bot.mentioned(asked)
        with rehearsing(copilot, slack) as another:
            another.bot.mentioned(asked)
    assert len(slack.by_bot(LINE)) == 1


def test_other_bots_and_it_itself_are_not_answered(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, OIL, bot_id="B0OTHER")
        there.ask("D-fitter", FITTER, "hello", subtype="bot_message")
    assert (slack.by_bot(LINE), slack.by_bot("D-fitter")) == ([], [])


def test_a_question_goes_on_with_the_conversation_of_its_thread(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        asked = there.ask(LINE, CLERK, OIL)
        there.bot.deliveries.finish()
        there.ask(LINE, CLERK, "<@UBOT> and how much oil does it take?", thread=asked["ts"])
    newest = copilot.threads(principal=Principal("clerk"))["threads"][0]
    assert newest["questions"] == 2
    assert asked["ts"] not in newest["thread"]


def test_the_page_is_shown_to_who_may_see_it_and_to_nobody_else(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(BAY, FITTER, CODE)
        there.bot.deliveries.finish()
        slack.channels[BAY].members.append(CLERK)
        (message,) = slack.by_bot(BAY)
        there.press(FITTER, BAY, message, "page")
        there.press(CLERK, BAY, message, "page")
    assert [one["channel"] for one in slack.shared] == [f"D-{FITTER}"]
    assert "You may not see this page" in str(slack.whispers)


def test_whether_it_worked_is_asked_with_the_reason_and_kept_once(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, OIL)
        there.bot.deliveries.finish()
        (message,) = slack.by_bot(LINE)
        there.press(PLANNER, LINE, message, "rate:up")
        there.press(CLERK, LINE, message, "rate:down")
        (dialog,) = slack.views
        chosen = {"selected_option": {"value": "incomplete"}}
        values = {"reason": {"reason": chosen}, "comment": {"comment": {"value": "no torque"}}}
        there.bot.sent_dialog({"user": {"id": CLERK}, "view": {**dialog, "id": "V1", "state": {"values": values}}})
    kept = copilot.feedback()["feedback"][0]
    said = [kept[name] for name in ("by", "verdict", "reason", "comment")]
    assert said == ["clerk", "down", "incomplete", "no torque"]
    assert "Only who asked" in str([one["text"] for one in slack.whispers if one["user"] == PLANNER])


def test_a_draft_is_approved_by_a_planner_and_not_by_who_has_no_role_for_it(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, FITTER, "<@UBOT> Melde: Pumpe P-101 leckt an der Dichtung, 20 Minuten Stillstand, Priorität 2")
        there.bot.deliveries.finish()
        draft = deepcopy(slack.by_bot(LINE)[0])
        for user in (CLERK, FITTER, PLANNER, PLANNER):
            there.press(user, LINE, draft, "decide:approve")
            there.bot.deliveries.finish()
    (approved,) = copilot.drafts.list(state="approved")["drafts"]
    assert approved["decided_by"] == "planner"
    assert [one["user"] for one in slack.whispers if "role" in one["text"] or "Rolle" in one["text"]] == [CLERK, FITTER]
    assert "Freigeben: entschieden von planner" in words(slack.by_bot(LINE)[0])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x" * 40_000, "2,000"),
        ("", "Ask me about an alarm"),
        ("<!channel> & <https://evil.example|click>", "Nothing on record"),
    ],
    ids=["40,000 characters", "nothing", "markup"],
)
def test_odd_questions_are_answered(copilot: Copilot, slack: Workspace, text: str, answer: str) -> None:
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, f"<@UBOT> {text}")
    assert answer in words(slack.by_bot(LINE)[0])
    assert slack.refused == []


def test_a_file_that_is_not_read_here_is_told_so(copilot: Copilot, slack: Workspace) -> None:
    file = {"name": "plan.dwg", "mimetype": "application/acad"}
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, "<@UBOT>", files=[file])
        there.ask(LINE, CLERK, "<@UBOT>", files=[{"name": "a.m4a", "mimetype": "audio/mp4"}])
    told = sorted(words(one) for one in slack.by_bot(LINE))
    assert "not plan.dwg" in told[0]
    assert "Voice clips are not understood" in told[1]


def test_the_token_goes_to_no_other_host(copilot: Copilot, slack: Workspace) -> None:
    file = {"name": "a.png", "mimetype": "image/png", "url_private_download": "https://evil.example/a.png"}
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, "<@UBOT>", files=[file])
    assert "not kept by Slack" in slack.whispers[0]["text"]


def test_a_deleted_question_is_not_answered_and_a_changed_one_as_it_is_now(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        answering = there.bot.answering
        asked = [there.ask("D-fitter", FITTER, "Was bedeutet Alarm E0712?") for _ in range(2)]
        for one, text in zip(asked, (None, "How often is the gear oil of GR-12 changed?"), strict=True):
            while not answering.underway.change("D-fitter", one["ts"], text):
                assert not slack.by_bot("D-fitter")[-1:] or "E0712" not in words(slack.by_bot("D-fitter")[-1])
    told = " ".join(words(one) for one in slack.by_bot("D-fitter"))
    assert "gelöscht" in told
    assert "4000 operating hours" in told


def test_when_the_bot_was_removed_the_answer_comes_by_direct_message(
    copilot: Copilot, slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with rehearsing(copilot, slack) as there:
        slack.channels[LINE].open = False
        there.ask(LINE, CLERK, OIL)
    assert "support code" in caplog.text
    told, answer = slack.by_bot(f"D-{CLERK}")
    assert "I cannot write where you asked" in words(told)
    assert "4000 operating hours" in words(answer)


def test_a_revoked_token_is_in_the_log_with_a_support_code(
    copilot: Copilot, slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), rehearsing(copilot, slack) as there:
        slack.error = "token_revoked"
        there.ask(LINE, CLERK, OIL)
    assert "token_revoked" in caplog.text
    assert "support code" in caplog.text


def test_slack_is_obeyed_when_it_says_wait(copilot: Copilot, slack: Workspace) -> None:
    slack.apart = 0.3
    with rehearsing(copilot, slack) as there:
        there.ask(LINE, CLERK, OIL)
    assert "4000 operating hours" in words(slack.by_bot(LINE)[0])
    assert slack.too_often > 0


def test_the_home_tab_greets_and_a_stranger_learns_what_to_do(copilot: Copilot, slack: Workspace) -> None:
    with rehearsing(copilot, slack) as there:
        for user in (CLERK, STRANGER):
            there.bot.home_opened({"user": user, "tab": "home", "event_ts": slack.stamp()})
    assert "No draft waits" in str(slack.homes[CLERK])
    assert "users link" in str(slack.homes[STRANGER])
