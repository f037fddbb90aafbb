"""A real browser, told what to do over a pipe in its DevTools protocol."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What the browser says of an expression whose page went away before its value was there.
LEFT = ("Inspected target navigated or closed", "Cannot find context with specified id")
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39}
KEYS |= {"ArrowUp": 38, "ArrowDown": 40, "/": 191}
# The browser reads from 3 and writes to 4, whatever numbers the pipes have here.
RENUMBER = 'in=$1; out=$2; shift 2; exec "$@" 3<&$in 4>&$out'


class PageLeftError(Exception):
    """The page that an expression ran in gave way to another."""


class Page:
    """One page of a running browser."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = os.fdopen(commands, "wb", 0)
        self._answers = os.fdopen(answers, "rb")
        self._count = 0
        self.problems: list[str] = []
        self._session: str | None = None
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def open(self, url: str) -> None:
        """Go to an address and wait until something is there."""
        self._call("Page.navigate", url=url)
        self.wait_for(f"location.href === {json.dumps(url)} && document.readyState === 'complete'")

    def listen(self) -> None:
        """From now on note in `problems` what the pages report as errors to the console."""
        for domain in ("Runtime", "Log"):
            self._call(f"{domain}.enable")

    def run(self, script: str) -> Any:
        """Return the value of an expression, awaited if it is a promise."""
        done = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true; a navigation on the way does no harm."""
        for _ in range(600):
            with suppress(PageLeftError):
                if self.run(f"Promise.race([{condition}, new Promise(go => setTimeout(go, 50))])") is True:
                    return
                self.run("new Promise(go => setTimeout(go, 50))")
        raise AssertionError(f"{condition} did not come true; the page shows {self.text('body')}")

    def wear(self, width: int, scheme: str = "light") -> None:
        """Look at pages in a window of this width, as somebody who prefers this colour scheme."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        preferred = [{"name": "prefers-color-scheme", "value": scheme}]
        self._call("Emulation.setEmulatedMedia", features=preferred)

    def press(self, key: str) -> None:
        """Press a key, such as `Tab` or `ArrowRight`."""
        for kind in ("keyDown", "keyUp"):
            self._call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key]
            )

    def allow(self, *permissions: str) -> None:
        """Let every page do what a person would be asked about, such as `clipboardReadWrite`."""
        session, self._session = self._session, None
        self._call("Browser.grantPermissions", permissions=list(permissions))
        self._session = session

    def text(self, selector: str) -> str:
        """Return the text a reader sees of an element."""
        return str(self.run(f"document.querySelector({json.dumps(selector)}).innerText"))

    def close(self) -> None:
        """End the browser."""
        self._session = None
        self._call("Browser.close")
        self._commands.close()
        self._answers.close()

    def _call(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            self._note(answer)
            if answer.get("id") == self._count:
                if answer.get("error", {}).get("message") in LEFT:
                    raise PageLeftError(answer)
                assert "result" in answer, answer
                return answer["result"]

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.problems.append(json.dumps(told["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if told["type"] in {"error", "assert"}:
                self.problems.append(json.dumps(told["args"]))
            case "Log.entryAdded" if told["entry"]["level"] == "error":
                self.problems.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")

    def _read(self) -> Any:
        text = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser is gone"
            text += byte
        return json.loads(text)


@contextmanager
def browser(profile: Path, *options: str) -> Iterator[Page]:
    """Run Chromium while the context is open; skips the test where there is none."""
    program, shell = shutil.which("chromium"), shutil.which("bash")
    if program is None or shell is None:
        pytest.skip("chromium or bash is not installed")
    read_end, commands = os.pipe()
    answers, write_end = os.pipe()
    told = [program, *QUIET, "--remote-debugging-pipe", f"--user-data-dir={profile}", *options, "about:blank"]
    with subprocess.Popen(
        [shell, "-c", RENUMBER, "bash", str(read_end), str(write_end), *told],
        pass_fds=(read_end, write_end),
        stderr=subprocess.DEVNULL,
    ):
        os.close(read_end)
        os.close(write_end)
        page = Page(commands, answers)
        try:
            yield page
        finally:
            page.close()
