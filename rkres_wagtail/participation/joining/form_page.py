"""One request to ``wlacz-sie/`` or ``zgloszenie/``: the offer, the form, what is wrong with it."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ... import form_stamps
from ...bodies.presentation.context import base_context
from ...consultations.course import deadline, opening
from ...form_stamps import DECOY
from ...public import Gate
from .boxes import ways_in
from .contacts import contact_of
from .forms import DeclarationForm
from .offers import OPEN, OVER, Offer

TEMPLATE = "rkres_wagtail/participation/joining/joining.html"
WHAT = "declaration_form"


class JoiningPage:
    """``form`` is None where there is none; of a POST it holds all that was typed."""

    def __init__(self, page, request, gate: Gate, offer: Offer):
        self.page, self.request, self.gate, self.offer = page, request, gate, offer
        self.problems: list[dict] = []
        self.form: DeclarationForm | None = None
        #: Whether the consent is another one than that which was on the screen.
        self.has_new_consent = False
        self.stamp = form_stamps.fresh(WHAT, page.source.pk, gate.now)
        self.is_genuine = True
        self.decoy = ""

    @property
    def is_open(self) -> bool:
        return self.offer.is_open

    @property
    def is_ours(self) -> bool:
        """Whether the form that came back is one that we gave out."""
        return self._read() is not None

    def open(self) -> None:
        if self.offer.has_form and self.offer.state == OPEN:
            self.form = self._form(None)

    def receive(self) -> None:
        """Read what was typed. Whoever saw another consent has not agreed to this one."""
        data = self.request.POST.copy()
        found = self._read()
        self.is_genuine, self.stamp = found is not None, found or self.stamp
        self.decoy = data.get(DECOY, "")
        consent = str(self.offer.consent.pk) if self.offer.consent else ""
        self.has_new_consent = data.get("consent", "") != consent
        if self.has_new_consent:
            data.pop("agreed", None)
        self.form = self._form(data, self.request.FILES)

    def is_suspect(self) -> bool:
        """Whether a machine seems to have sent it; a person need only send it again."""
        stamp = self.stamp if self.is_genuine else None
        found = form_stamps.suspicion(stamp, self.decoy, self.gate.now)
        if found is None:
            return False
        self.problems.append({"id": "", "text": found[1]})
        return True

    def renew(self) -> None:
        """The form that is shown again may be sent for as long as a fresh one."""
        if self.stamp.is_too_fast(self.gate.now) or self.stamp.is_too_old(self.gate.now):
            self.stamp = self.stamp.renewed(self.gate.now)

    def _read(self):
        text = self.request.POST.get("stamp", "")
        return form_stamps.read(WHAT, text, self.page.source.pk)

    def _form(self, data, files=None) -> DeclarationForm:
        committee = self.page.source.committee
        return DeclarationForm(data, files, offer=self.offer, committee=committee)

    # What it shows ---------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        if self.offer.is_call:
            return _("Apply in this call")
        return _("I want to take part")

    def render(self, status: int, **extra):
        is_post = self.request.method == "POST"
        if is_post and self.form is not None and self.is_open:
            self.form.ask_for_file_again()
            self.problems += self.form.problems()
        if self.form is not None:
            self.form.tie()
        context = {
            "offer": self.offer.row,
            "consent": self.offer.consent,
            "has_form": self.offer.has_form,
            "form_state": self.offer.state if self.offer.has_form else OVER,
            "is_call": self.offer.is_call,
            "opens": opening(self.offer.opens_at) if self.offer.opens_at else "",
            "until": deadline(self.offer.closes_at) if self.offer.closes_at else "",
            "is_post": is_post,
            "form": self.form,
            "has_new_consent": self.has_new_consent and is_post,
            "stamp": self.stamp.text(),
            "decoy": DECOY,
            "problems": self.problems,
            "contact": contact_of(self.page.source),
            "section_title": self.title,
            **extra,
        }
        response = self._of_call(context) if self.offer.is_call else self._of_body(context)
        response.status_code = status
        return response

    def _of_body(self, context: dict):
        base = base_context(self.page, self.request)
        response = self.page.render_section(
            self.request, "joining", self.title, base=base, other_ways=self._others(base["family"]),
            back={"title": self.page.title, "url": base["body_url"]}, **_without(context),
        )  # fmt: skip
        response.template_name = TEMPLATE
        return response

    def _of_call(self, context: dict):
        page, request = self.page, self.request
        url, committee = page.get_url(request) or "", page.source.committee
        above = [each for each in (committee, page) if each is not None]
        full = page.source.get_full_url(request)
        return page.render(
            request,
            template=TEMPLATE,
            context_overrides={
                **context,
                "trail": [{"title": each.title, "url": each.get_url(request)} for each in above],
                "canonical_url": f"{full}{page.reverse_subpage('joining')}" if full else "",
                "back": {"title": page.title, "url": url},
            },
        )

    def _others(self, family) -> list[dict]:
        """The ways into other tiers of the committee, closer and farther ones."""
        if family is None:
            return []
        mine = self.page.source.translation_key
        ways = ways_in(family.committee, self.gate, self.request, family=family)
        return [each for each in ways if each["page"].translation_key != mine]


def _without(context: dict) -> dict:
    """What ``render_section`` names itself."""
    return {key: value for key, value in context.items() if key != "section_title"}
