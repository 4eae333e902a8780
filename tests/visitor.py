"""A visitor to a Streamlit app without a browser: speaks the frontend's protocol, draws nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

ANSWER_SECONDS = 60


@asynccontextmanager
async def visit(url: str, page: str = "") -> AsyncIterator["Visitor"]:
    """Open a page of the app at `url` as a browser does, and leave it at the end of the block."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(address, origin=url, subprotocols=["streamlit"], max_size=None) as socket:
        visitor = Visitor(socket, url, page)
        await visitor.rerun()
        yield visitor


class Visitor:
    """One browser tab: the widgets on the page with their values, and the large messages kept for reuse.

    `received` is what the last run sent, or as much of it as came before the connection broke.
    """

    def __init__(self, socket: ClientConnection, url: str, page: str) -> None:
        """A tab that is connected and still empty."""
        self._socket, self._url, self._name = socket, url, page
        self._page = self._query = ""
        self.received: list[bytes] = []
        self._options: dict[str, list[str]] = {}
        self._fragments: dict[str, str] = {}  # the fragment of each widget; empty for the page itself
        self._states: dict[str, WidgetState] = {}
        self._kept: dict[str, tuple[bytes, int]] = {}  # large messages, each with the run that used it last
        self._runs, self._most_age = 0, 0

    async def submit(self, text: str, box: str = "message", button: str = "classify") -> bytes:
        """Type into the box with one key, press the button with another; return what the answer put on the page."""
        self.fill(text, box)
        return await self.press(button)

    async def choose(self, value: str, box: str) -> bytes:
        """Type into the box with a key, or choose this one of its options; return what the page sent then."""
        self.fill(value, box)
        return await self.rerun(None, self._fragments[self.find(box)])

    def fill(self, value: str, box: str) -> None:
        """Do the same in a form, which is sent later."""
        self._states[self.find(box)].string_value = value

    async def press(self, button: str) -> bytes:
        """Press the button with a key; return what the page sent then."""
        pressed = WidgetState(id=self.find(button), trigger_value=True)
        return await self.rerun(pressed, self._fragments[pressed.id])

    async def rerun(self, pressed: WidgetState | None = None, fragment: str = "") -> bytes:
        """Have the page or one fragment run; return what it sent. RuntimeError if that contains an exception."""
        self.received = []
        await self._socket.send(self._request(pressed, fragment).SerializeToString())
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._receive_run()

    def _request(self, pressed: WidgetState | None, fragment: str) -> BackMsg:
        request = BackMsg()
        script = request.rerun_script
        script.query_string, script.page_script_hash, script.fragment_id = self._query, self._page, fragment
        script.widget_states.widgets.extend([*self._states.values(), *([pressed] if pressed else [])])
        script.cached_message_hashes.extend(self._kept)
        if not self._page:
            script.page_name = self._name
        context = script.context_info
        context.timezone, context.timezone_offset, context.locale = "Etc/UTC", 0, "en-US"
        context.url, context.is_embedded, context.color_scheme = self._url, False, "light"
        return request

    async def _receive_run(self) -> bytes:
        received = self.received
        drawn: set[str] = set()
        while True:
            payload = await self._socket.recv(decode=False)
            message = ForwardMsg.FromString(payload)
            if message.ref_hash or message.metadata.cacheable:
                payload = self._keep(message, payload)
                message = ForwardMsg.FromString(payload)
            received.append(payload)
            match message.WhichOneof("type"):
                case "new_session":
                    drawn.clear()
                    self._page = message.new_session.page_script_hash
                    self._most_age = message.new_session.config.max_cached_message_age
                case "navigation":
                    self._page = message.navigation.page_script_hash
                case "page_info_changed":
                    self._query = message.page_info_changed.query_string
                case "delta":
                    drawn.add(self._draw(message.delta))
                case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    self._finish(set(message.metadata.run.fragment_ids), drawn)
                    return b"".join(received)

    def _keep(self, message: ForwardMsg, payload: bytes) -> bytes:
        """Keep a large message for later runs; return the one sent earlier if this one only refers to it."""
        name = message.ref_hash or message.hash
        self._kept[name] = self._kept.get(name, (payload,))[0], self._runs
        return self._kept[name][0]

    def _draw(self, delta: Delta) -> str:
        """Take over a widget with its value; returns its id, empty for anything else."""
        kind = delta.new_element.WhichOneof("type")
        if kind is None:
            return ""
        if kind == "exception":
            raise RuntimeError(f"the page shows an exception: {delta.new_element.exception.message}")
        element = getattr(delta.new_element, kind)
        name: str = getattr(element, "id", "")
        if not name.startswith("$$ID-"):
            return ""
        self._fragments[name] = delta.fragment_id
        self._options[name] = list(getattr(element, "options", ()))
        if name not in self._states or getattr(element, "set_value", False):
            state = value_of(kind, element)
            if state is not None:
                self._states[name] = state
        return name

    def _finish(self, ran: set[str], drawn: set[str]) -> None:
        """Forget widgets no longer on the page and messages unused for a while; `ran` is empty for the whole page."""
        untouched = {name for name, fragment in self._fragments.items() if ran and fragment not in ran}
        self._fragments = {name: self._fragments[name] for name in untouched | (drawn - {""})}
        self._states = {name: state for name, state in self._states.items() if name in self._fragments}
        self._runs += 1
        self._kept = {name: kept for name, kept in self._kept.items() if self._runs - kept[1] <= self._most_age}

    def options(self, key: str) -> list[str]:
        """What can be chosen in the widget with a key."""
        return self._options[self.find(key)]

    def has(self, key: str) -> bool:
        """Whether a widget with this key is on the page."""
        return any(name.split("-", 2)[2] == key for name in self._fragments)

    def find(self, key: str) -> str:
        """The id of the widget with a key: $$ID-<hash>-<key>."""
        found = [name for name in self._fragments if name.split("-", 2)[2] == key]
        if not found:
            raise LookupError(f"no widget with the key {key!r} is on the page")
        return found[0]


def value_of(kind: str, element: Any) -> WidgetState | None:
    """What the frontend sends for a widget as the server drew it; None for one without a value."""
    state, told = WidgetState(id=element.id), getattr(element, "set_value", False)
    match kind:
        case "text_area" | "text_input":
            state.string_value = element.value if told else element.default
        case "selectbox" | "radio":
            if told or element.HasField("default"):
                state.string_value = element.raw_value if told else element.options[element.default]
        case "multiselect" | "button_group":
            names = [option if isinstance(option, str) else option.content for option in element.options]
            state.string_array_value.data[:] = element.raw_values if told else [names[i] for i in element.default]
        case "slider":
            state.double_array_value.data[:] = element.value if told else element.default
        case "checkbox":
            state.bool_value = element.value if told else element.default
        case _:
            return None
    return state
