"""A real Chromium, driven over its own pipe (DevTools protocol): pages in, what a person would see and do there out."""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

SECONDS = 30.0


def find_chromium() -> str | None:
    """The browser of the machine."""
    return shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


class Browser:
    """One Chromium with one page; its messages are JSON, each ended by a NUL, on descriptors 3 and 4."""

    def __init__(self, binary: str) -> None:
        self._folder = tempfile.mkdtemp(prefix="relanced-chromium-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        words = [
            binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", "--remote-debugging-pipe", f"--user-data-dir={self._folder}", "about:blank",
        ]  # fmt: skip
        # Out of the way of 3 and 4, where the browser looks for them.
        high_in, high_out = (fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (theirs_in, theirs_out))

        def take_places() -> None:
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)

        self._process = subprocess.Popen(
            words,
            close_fds=False,  # all others close themselves; these two are to stay
            preexec_fn=take_places,  # noqa: PLW1509 - two system calls, nothing that a thread may hold
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(high_in)
        os.close(high_out)
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._left, self._session = 0, b"", ""
        self.console: list[str] = []
        self._loaded = False
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(each["targetId"] for each in targets if each["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.send(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        shutil.rmtree(self._folder, ignore_errors=True)

    def send(self, method: str, **params: object) -> dict[str, Any]:
        """One command; what happened meanwhile is kept."""
        self._number += 1
        asked: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            said = self._read()
            if said.get("id") == self._number:
                if "error" in said:
                    raise AssertionError(f"{method}: {said['error']}")
                return dict(said["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            got = os.read(self._in, 1 << 20)
            if not got:
                raise AssertionError("the browser has ended")
            self._left += got
        line, _, self._left = self._left.partition(b"\0")
        said: dict[str, Any] = json.loads(line)
        match said.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Log.entryAdded":
                self.console.append(said["params"]["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.console.append(json.dumps(said["params"])[:300])
        return said

    def size(self, width: int, height: int = 800, *, dark: bool = False, reduced: bool = True) -> None:
        """How wide the page is, and whether it is dark there."""
        is_phone = width < 600
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=is_phone,
        )  # fmt: skip
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced else "no-preference"},
        ]
        self.send("Emulation.setEmulatedMedia", features=features)

    def scripts(self, *, on: bool) -> None:
        """Whether pages may run scripts."""
        self.send("Emulation.setScriptExecutionDisabled", value=not on)

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self._loaded = False
        self.send("Page.navigate", url=url)
        self.wait()

    def wait(self) -> None:
        """Until the page that is coming is there."""
        while not self._loaded:
            self._read()
        self._loaded = False

    def eval(self, script: str) -> Any:  # noqa: ANN401 - what a script gives
        """What a script of the test's own, not the page's, gives."""
        got = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def key(self, name: str, code: int, text: str = "") -> None:
        """Press a key."""
        common = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def click(self, selector: str) -> None:
        """Click on what a selector finds, where it stands; the page that it leads to is waited for."""
        place = self.eval(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        self._loaded = False
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1
            )
        self.wait()

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """The page as a PNG: all of it, or what is seen at once."""
        got = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(got["data"]))
