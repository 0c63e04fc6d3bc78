"""A form for a provider's address in, its answer as values out; the one place that talks HTTP for tokens."""

import asyncio
import json
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

import httpx

from relanced.edge.oauth.says import Refusal, plain

MOST_BYTES = 262_144
PATIENCE_S = 30.0  # for one question, all in all
_FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}


class NoAnswer(Exception):  # noqa: N818 - says what happened
    """The provider did not answer, or not as it should; asking again later may help."""

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.wait_s = wait_s  # what it asks to be left alone


def ask(url: str, form: str, seconds: float = PATIENCE_S) -> Mapping[str, Any]:
    """Post an urlencoded form; gives the JSON object of a 200. Raises Refusal and NoAnswer. Blocks.

    In a thread of its own: who calls may be in an asyncio loop already, and a service that stops waits for nobody.
    """
    posted: Future[tuple[int, float, bytes]] = Future()
    threading.Thread(target=_run, args=(posted, url, form, seconds), name="token", daemon=True).start()
    status, wait_s, body = posted.result()
    answer = _object(body)
    error = answer.get("error")
    if status == httpx.codes.OK and answer and not error:
        return answer
    if isinstance(error, str) and error and 400 <= status < 500 and status != httpx.codes.TOO_MANY_REQUESTS:
        said = answer.get("error_description")
        refusal = Refusal(error, said if isinstance(said, str) else "")
        if not refusal.passes:
            raise refusal
    raise NoAnswer(f"{_host(url)} answered {status}" + ("" if answer else ", not in JSON"), wait_s)


def _run(posted: "Future[tuple[int, float, bytes]]", url: str, form: str, seconds: float) -> None:
    try:
        posted.set_result(asyncio.run(_post(url, form, seconds)))
    except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the one who waits for it
        posted.set_exception(error)


async def _post(url: str, form: str, seconds: float) -> tuple[int, float, bytes]:
    try:
        async with asyncio.timeout(seconds):
            return await _answer(url, form, seconds)
    except TimeoutError:
        raise NoAnswer(f"{_host(url)}: no answer within {seconds:g} s") from None
    except (httpx.HTTPError, OSError, ssl.SSLError) as error:
        raise NoAnswer(f"{_host(url)}: {plain(str(error)) or type(error).__name__}") from None


async def _answer(url: str, form: str, seconds: float) -> tuple[int, float, bytes]:
    tls = ssl.create_default_context() if url.startswith("https:") else False
    # No proxy of the environment, no redirect: the tokens go to the provider alone.
    async with (
        httpx.AsyncClient(verify=tls, trust_env=False, follow_redirects=False, timeout=seconds) as client,
        client.stream("POST", url, content=form.encode("ascii"), headers=_FORM) as answer,
    ):
        body = b""
        async for chunk in answer.aiter_raw():  # as it came: nothing that unpacks to gigabytes
            body += chunk
            if len(body) > MOST_BYTES:
                raise NoAnswer(f"{_host(url)}: an answer of over {MOST_BYTES} bytes")
        after = answer.headers.get("retry-after", "")
        return answer.status_code, float(after) if after.isascii() and after.isdigit() else 0.0, body


def _object(body: bytes) -> Mapping[str, Any]:
    """The JSON object, or {} where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _host(url: str) -> str:
    return httpx.URL(url).host
