"""The register of one consultation, and what is done with chosen rows at once."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages

from ..choices import BlockReason, Moderation
from . import addresses, links, moderation
from .admin_base import ConsultationMixin
from .counting import counts_of_page, uncounted
from .filters import FilterForm, names_of_sections
from .keepers import name_of
from .rows import described

PER_PAGE = 50
#: They stand in an address, whose length servers limit.
MAX_ANSWERED = 250


class RegisterView(ConsultationMixin, TemplateView):
    """Rows by number, narrowed by the address; the number of queries is a constant."""

    template_name = "rkres_wagtail/remarks/office/register.html"

    @property
    def title(self) -> str:
        return _("Register of remarks")

    @property
    def back_url(self) -> str:
        return addresses.edit_url(self.page)

    @property
    def back_label(self) -> str:
        return _("To the consultation")

    def get_context_data(self, **kwargs):
        form = FilterForm(self.request.GET, page=self.page, user=self.request.user)
        rows = form.find().select_related("submission", "response__status", "assigned_to")
        found = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        query = QueryDict(mutable=True)
        query.update(form.chosen)
        return super().get_context_data(
            filters=form,
            query=query.urlencode(),
            found=found,
            rows=described(list(found), names_of_sections(self.page)),
            counts=counts_of_page(self.page),
            uncounted=uncounted(self.page),
            block_reasons=BlockReason.choices,
            keepers=[(each.pk, name_of(each)) for each in form.keepers],
            as_of=timezone.now().isoformat(),
            may_answer=bool(addresses.where_there_is(addresses.ANSWER_URL, self.page.pk)),
            bulk_url=reverse(addresses.BULK_URL, args=[self.page.pk]),
            add_url=reverse(addresses.ADD_URL, args=[self.page.pk]),
            rules_url=reverse(addresses.RULES_URL, args=[self.page.pk]),
            links=[
                {"label": each.label, "url": each.url(self.page), "icon": each.icon}
                for each in links.links("consultation", self.page, self.request.user)
            ],
            **kwargs,
        )


class BulkView(ConsultationMixin, View):
    """The buttons under the register; answers a POST only and leads back to the same rows."""

    http_method_names = ["post"]
    VERBS = {
        "approve": Moderation.APPROVED,
        "block": Moderation.BLOCKED,
        "junk": Moderation.JUNK,
        "pending": Moderation.PENDING,
    }

    def post(self, request, *args, **kwargs):
        verb = request.POST.get("verb", "")
        if not self.chosen:
            messages.error(request, _("Nothing was chosen: tick the remarks first."))
            return redirect(self.register_url)
        if verb == "answer":
            return self._answer()
        try:
            done = self._do(verb)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            self._tell(done)
        return redirect(self.register_url)

    def _do(self, verb: str) -> moderation.Done:
        given = {"page": self.page, "chosen": self.chosen, "user": self.request.user}
        if verb == "assign":
            return moderation.assign_many(assignee=self._assignee(), **given)
        if verb not in self.VERBS:
            raise ValidationError(_("Choose what to do with the remarks."))
        return moderation.moderate_many(
            moderation=self.VERBS[verb],
            block_reason=self.request.POST.get("block_reason", ""),
            **given,
        )

    def _answer(self):
        if len(self.chosen) > MAX_ANSWERED:
            text = _("At most %(count)d remarks are answered at once from here: choose fewer.")
            messages.error(self.request, text % {"count": MAX_ANSWERED})
            return redirect(self.register_url)
        url = addresses.answer_url(self.page, self.chosen)
        if not url:
            messages.error(self.request, _("Choose what to do with the remarks."))
        return redirect(url or self.register_url)

    def _assignee(self):
        value = self.request.POST.get("assignee", "")
        if value == "nobody":
            return None
        found = {str(each.pk): each for each in self.filters.keepers}.get(value)
        if found is None:
            raise ValidationError(_("Choose to whom the remarks are assigned."))
        return found

    # What was chosen ---------------------------------------------------------------------------

    @cached_property
    def filters(self) -> FilterForm:
        query = QueryDict(self.request.POST.get("filters", "")[:2000])
        return FilterForm(query, page=self.page, user=self.request.user)

    @cached_property
    def register_url(self) -> str:
        query = QueryDict(mutable=True)
        query.update(self.filters.chosen)
        if (number := self.request.POST.get("p", "")).isdecimal():
            query["p"] = number[:6]
        return addresses.register_url(self.page, query.urlencode())

    @cached_property
    def chosen(self) -> dict[int, int]:
        """Keys with the number of the state that the editor saw."""
        if self.request.POST.get("scope") == "all":
            return self._everything_found()
        found = {}
        for value in self.request.POST.getlist("row")[:PER_PAGE]:
            key, _sign, edits = value.partition("-")
            if _is_number(key) and _is_number(edits):
                found[int(key)] = int(edits)
        return found

    def _everything_found(self) -> dict[int, int]:
        """All rows that the filters find, but those that changed since the editor looked."""
        rows = self.filters.find()
        try:
            rows = rows.filter(changed_at__lte=datetime.fromisoformat(self.request.POST["as_of"]))
        except (KeyError, ValueError, TypeError):
            return {}
        return dict(rows.order_by().values_list("pk", "edits"))

    def _tell(self, done: moderation.Done) -> None:
        count = len(done.changed)
        if count or not done.stale:
            said = ngettext("Changed: %(count)d remark.", "Changed: %(count)d remarks.", count)
            messages.success(self.request, said % {"count": count})
        if done.stale:
            numbers = ", ".join(map(str, done.stale[:50]))
            text = _(
                "Somebody else has changed these remarks in the meantime, so they stay as they "
                "are: %(numbers)s. Look at them and try again."
            )
            messages.warning(self.request, text % {"numbers": numbers})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
