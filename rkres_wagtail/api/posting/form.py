"""The online form as JSON: the same forms, each fault with its place in the body."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ...form_stamps import DECOY
from ...public import Gate
from ...remarks.models import Remark
from ...remarks.online.arrival import Arrival
from ...remarks.online.forms import RemarkForm
from ...remarks.online.openness import Opening
from .problems import Error, pointer


class JsonForm(Arrival):
    """One body whose shape is right; ``errors`` fill while it is checked."""

    def __init__(self, page, request, gate: Gate, opening: Opening, body: dict[str, Any]):
        super().__init__(page, request, gate, opening)
        self.body, self.errors = body, list[Error]()
        self.receive_hidden(
            version=str(body.get("version", "")),
            latest=str(body.get("latest", "")),
            stamp=body["stamp"],
            decoy=body.get(DECOY, ""),
        )
        self.author = self.author_form(body["author"])
        forms = [(n, self.remark_form(data)) for n, data in enumerate(body["remarks"])]
        filled = [(n, form) for n, form in forms if any(map(str.strip, form.data.values()))]
        #: Those that say something, with their places in the body.
        self.forms: list[tuple[int, RemarkForm]] = filled or forms[:1]

    @property
    def remarks(self) -> list[Remark]:
        return [form.remark for _number, form in self.forms]

    def say(self, text: str, *, about: str = "") -> None:
        self.errors.append((pointer(about) if about else "", text))

    def check(self) -> bool:
        for number, form in self.forms:
            self._collect(form, "remarks", number)
            self._refuse_unasked(number, form)
        self._collect(self.author, "author")
        self.check_whole(len(self.forms))
        if self.reading.version is not None and "version" not in self.body:
            self.say(_("Say which version of the document was read."), about="version")
        if self.errors and self.stamp.is_too_old(self.gate.now):
            self.stamp = self.stamp.renewed(self.gate.now)
        return not self.errors

    def _collect(self, form, *place: str | int) -> None:
        form.is_valid()
        for name, messages in form.errors.items():
            at = pointer(*place) if name == "__all__" else pointer(*place, name)
            self.errors += [(at, str(text)) for text in messages]

    def _refuse_unasked(self, number: int, form: RemarkForm) -> None:
        """A column that the form does not have: words are never left out unseen."""
        for name, text in form.data.items():
            if name not in form.fields and text.strip():
                at = pointer("remarks", number, name)
                self.errors.append((at, _("This consultation does not ask for it.")))
