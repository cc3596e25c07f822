"""Refusals as problem documents (RFC 9457): what went wrong, for a program and for its user."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"
#: Stands before the name of every kind of problem; no address, nothing is fetched from it (§3.1.1).
_TYPES = "urn:problem-type:rkres:"
#: Faults of one request that are listed; nobody reads more.
MOST_ERRORS = 50
_LONGEST_POINTER = 200

#: A place in the body (a JSON pointer, RFC 6901) and what is wrong with it.
Error = tuple[str, str]


class Problem(Exception):
    """Raised where a request cannot be answered; ``answer`` makes the response.

    ``kind`` stays the same in every language and release; ``title`` and ``detail`` are read by
    people. ``extra`` are further members of the document.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str = "",
        *,
        title: str = "",
        errors: Iterable[Error] = (),
        headers: dict[str, str] | None = None,
        **extra,
    ):
        super().__init__(kind)
        self.status, self.kind, self.detail = status, kind, detail
        self.title = title or HTTPStatus(status).phrase
        self.errors, self.headers, self.extra = list(errors), headers or {}, extra

    def answer(self) -> JsonResponse:
        data = {"type": f"{_TYPES}{self.kind}", "title": self.title, "status": self.status}
        if self.detail:
            data["detail"] = self.detail
        if self.errors:
            shown = self.errors[:MOST_ERRORS]
            data["errors"] = [
                {"pointer": pointer[:_LONGEST_POINTER], "detail": detail}
                for pointer, detail in shown
            ]
        response = JsonResponse(data | self.extra, status=self.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response[name] = value
        return response


def pointer(*steps: str | int) -> str:
    """A JSON pointer: ``/remarks/0/content``; empty for the whole body."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in steps)
