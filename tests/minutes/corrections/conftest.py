"""The desk of a secretary with one meeting's minutes, and a mail server."""

from tests.outbox.conftest import sink, start_sender, time_passes  # noqa: F401
from tests.support.corrections import desk, links, reading  # noqa: F401
