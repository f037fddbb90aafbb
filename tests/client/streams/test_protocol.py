"""The machine of a stream does what the cases say, and shows neither key nor signature."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import HmacSigner, StreamRefusedError
from threecommas.messages.hidden import Hidden
from threecommas.streams.channels import DEALS, SMART_TRADES, StreamKey, subscription
from threecommas.streams.connection import Closed
from threecommas.streams.protocol import Broken, Ended, Live, Message, StreamProtocol, Transmit

CASES = yaml.safe_load((Path(__file__).parent / "data" / "protocol.yaml").read_text("utf-8"))
CHANNELS = {each.name: each for each in (SMART_TRADES, DEALS)}
URL = "wss://stream.example/websocket"


class Machine:
    """A machine of the channels of a case, and what happens to it."""

    def __init__(self, names: list[str], chance: float = 0.5) -> None:
        key = StreamKey("the-key-of-a-stream", HmacSigner("the-secret-of-a-stream"))
        self.texts = {name: subscription(CHANNELS[name], [key]) for name in names}
        self.protocol = StreamProtocol(URL, list(self.texts.values()), random=lambda: chance, now=0.0)

    def meets(self, step: dict[str, Any]) -> list[Any]:
        now = float(step["at"])
        match step:
            case {"opened": True}:
                return self.protocol.opened(now)
            case {"failed": reason}:
                return self.protocol.failed(reason, now)
            case {"closed": code}:
                return self.protocol.lost(Closed(code, is_own=step.get("own", False)), now)
            case {"silent": True}:
                return self.protocol.silent(now)
            case {"text": text}:
                return self.protocol.received(Hidden(text), now)
        frame = dict(step["frame"])
        named = frame.get("identifier")
        if isinstance(named, str) and named in self.texts:
            frame["identifier"] = self.texts[named].identifier.value
        return self.protocol.received(Hidden(json.dumps(frame)), now)

    def shown(self, output: Any) -> str:
        match output:
            case Transmit(text):
                sent = json.loads(text.value)
                assert sent["command"] == "subscribe"
                return f"transmit {json.loads(sent['identifier'])['channel']}"
            case Message(channel, body):
                return f"message {channel.name} {body}"
            case Live():
                return "live"
            case Broken(reason):
                return f"broken: {reason}"
        assert isinstance(output, Ended)
        channel = output.error.channel if isinstance(output.error, StreamRefusedError) else ""
        return f"ended: {type(output.error).__name__}: {output.error.reason} {channel}".rstrip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_machine_asks_for_what_the_case_says(case: dict[str, Any]) -> None:
    machine = Machine(case.get("channels", ["DealsChannel"]))
    for step in case["steps"]:
        for _ in range(step.get("repeat", 1)):
            outputs = machine.meets(step)
            assert [machine.shown(each) for each in outputs] == step.get("gives", []), step
            assert not any("the-key" in repr(each) for each in outputs)
        if "deadline" in step:
            assert machine.protocol.deadline == step["deadline"], step
        if "connect_at" in step:
            assert machine.protocol.connect_at == step["connect_at"], step
    assert "the-key" not in repr(vars(machine.protocol))


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.999])
def test_wait_is_between_2_and_30_seconds_whatever_is_drawn(chance: float) -> None:
    machine = Machine(["DealsChannel"], chance)
    for step in CASES[0]["steps"][:3]:
        machine.meets(step)
    bounds = [4, 8, 16, 30, 30, 30]
    for bound in bounds:
        machine.meets({"at": 100, "closed": 1006} if bound == 4 else {"at": 100, "failed": "gone"})
        wait = machine.protocol.connect_at - 100
        # The connection lived for more than 30 seconds, so waits begin with the shortest.
        assert wait == pytest.approx(2 + chance * (bound - 2))
        assert 2 <= wait <= 30


def test_machine_that_has_ended_wants_no_other_connection() -> None:
    machine = Machine(["DealsChannel"])
    machine.meets({"at": 0, "failed": "gone"})
    assert machine.protocol.has_ended
    assert machine.protocol.connect_at == math.inf
