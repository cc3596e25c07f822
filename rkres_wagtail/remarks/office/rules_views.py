"""The screen of the switches: form on the site, columns, clause, retention."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..services import rules_of
from . import clause, rules_services
from .admin_base import ConsultationMixin, ServiceView
from .forms import RulesForm
from .rules_services import FIELDS, change_rules


class RulesView(ConsultationMixin, ServiceView):
    template_name = "rkres_wagtail/remarks/office/rules.html"
    form_class = RulesForm
    header_icon = "cog"

    @property
    def title(self) -> str:
        return _("Form and rules of remarks")

    @property
    def submit_label(self) -> str:
        return _("Save; it holds at once")

    @cached_property
    def rules(self):
        return rules_of(self.page)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.rules, "for_user": self.request.user}

    def get_initial(self):
        seen = self.rules.changed_at
        found = {"seen": seen.isoformat() if seen else ""}
        if "clause" in self.request.GET and not self.rules.privacy_clause:
            found["privacy_clause"] = clause.template()
        return found

    def do(self, form) -> str:
        rules = change_rules(
            page=self.page,
            values={name: form.cleaned_data[name] for name in FIELDS},
            seen=form.cleaned_data["seen"],
            user=self.request.user,
        )
        for each in rules_services.warnings(self.page, rules):
            messages.warning(self.request, each)
        return _("Saved. The rules hold from now on.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rules=self.rules,
            warnings=rules_services.warnings(self.page, self.rules),
            blanks=clause.blanks(self.rules.privacy_clause),
            offers_clause=not self.rules.privacy_clause and "clause" not in self.request.GET,
            **kwargs,
        )
