"""“Taking part” of one body or call, and the list of all that the user keeps."""

from __future__ import annotations

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from ... import desk
from ...bodies.register.views import show_errors
from ...bodies.rules import canonical_body
from ...menu import ORDER
from ...remarks.office.clause import blanks
from ..models import Declaration
from ..permissions import may_keep
from . import addresses, clause
from .keeping import is_target, keeps_some, kept_targets
from .offer_form import OfferForm
from .offers import states_of
from .services import FIELDS, consent_of, offer_of, save_offer

_PER_PAGE = 50


class OfferView(FormView):
    """Texts, switch of the form, what it asks, consent, retention; they hold at once."""

    template_name = "rkres_wagtail/participation/office/offer.html"
    form_class = OfferForm
    header_icon = "group"
    title = addresses.LABEL

    def dispatch(self, request, *args, **kwargs):
        Page = swapper.load_model("wagtailcore", "Page")
        page = get_object_or_404(Page, pk=kwargs["pk"])
        if not is_target(page):
            raise Http404
        self.page = canonical_body(page).specific
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def subtitle(self) -> str:
        return self.page.get_admin_display_title()

    @property
    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @cached_property
    def offer(self):
        return offer_of(self.page)

    @cached_property
    def consent(self):
        return consent_of(self.offer)

    @property
    def _is_template_asked(self) -> bool:
        return self.consent is None and "clause" in self.request.GET

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "instance": self.offer,
            "consent": self.consent,
            "for_user": self.request.user,
        }

    def get_initial(self):
        if not self._is_template_asked:
            return {}
        return {
            "clause": clause.template(),
            "statement": clause.statement(self.page.title),
        }

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            save_offer(
                page=self.page,
                values={name: data[name] for name in FIELDS},
                clause=data["clause"],
                statement=data["statement"],
                seen=data["seen"],
                user=self.request.user,
            )
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. The public reads it from now on."))
        return redirect(addresses.offer_url(self.page))

    def form_invalid(self, form):
        messages.validation_error(self.request, _("Not saved. Correct what is marked below."), form)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form, consent = context["form"], self.consent
        waiting = Declaration.objects.waiting().filter(
            target__translation_key=self.page.translation_key
        )
        return {
            **context,
            "page": self.page,
            "media": form.media,
            "sections": form.sections(),
            "versions": self._versions(),
            "blanks": blanks(consent.clause) if consent else [],
            "offers_clause": consent is None and not self._is_template_asked,
            "waiting": waiting.count(),
            "register_url": addresses.register_url(target=self.page.pk),
            "enter_url": addresses.register_url("create", target=self.page.pk),
        }

    def _versions(self) -> list:
        """Consents, the newest first, with how many declared under each."""
        if not self.offer.pk:
            return []
        used = dict(
            Declaration.objects.filter(consent__offer=self.offer)
            .order_by()
            .values_list("consent")
            .annotate(Count("pk"))
        )
        rows = self.offer.consents.select_related("created_by")
        return [{"row": row, "used": used.get(row.pk, 0)} for row in rows]


class OffersView(TemplateView):
    """Every body and call that the user keeps, in the order of the tree; constant queries."""

    template_name = "rkres_wagtail/participation/office/offers.html"
    header_icon = "group"
    title = addresses.LABEL

    def dispatch(self, request, *args, **kwargs):
        if not keeps_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        pages = desk.once(kept_targets(self.request.user)).order_by("path")
        found = Paginator(pages, _PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "rows": found,
            "items": states_of(list(found)),
            "register_url": addresses.register_url(),
        }


class OffersMenuItem(MenuItem):
    """For whoever may keep declarations somewhere."""

    def is_shown(self, request) -> bool:
        return keeps_some(request.user)


def menu_item() -> OffersMenuItem:
    return OffersMenuItem(
        addresses.LABEL,
        reverse(addresses.OFFERS_URL),
        name="rkres-offers",
        icon_name="group",
        order=ORDER["offers"],
    )
