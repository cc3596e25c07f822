"""Screens of whole versions: the outline, a new one, settings, publishing, deleting."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages

from ...bodies.rules import canonical_body
from ..choices import VersionKind
from ..models import DocumentVersion
from ..querysets import consultation_model
from . import addresses, permissions, services
from .admin_base import ServiceView, VersionMixin
from .forms import NewVersionForm, PublishForm, SettingsForm
from .listing import outline_of
from .outline import Direction
from .rules import check_may_be_deleted


class OutlineView(VersionMixin, TemplateView):
    """The version: its sections in order, its files, and every verb; read-only when frozen."""

    template_name = "rkres_wagtail/consultations/admin/document_version.html"
    is_for_frozen = True

    @property
    def back_url(self) -> str:
        return addresses.edit_url(self.page)

    def get_context_data(self, **kwargs):
        version, page, user = self.version, self.page, self.request.user
        may_change = not self.reason and permissions.may_change(version, page, user)
        before = (
            DocumentVersion.objects.of(page)
            .published(self.now)
            .filter(number__lt=version.number)
            .order_by("-number")
            .first()
        )
        return {
            **super().get_context_data(**kwargs),
            "view_title": _("Version %(number)d of the document") % {"number": version.number},
            "outline": outline_of(version),
            "files": list(version.files.select_related("document")),
            "reason": self.reason,
            "may_change": may_change,
            "may_publish": permissions.may_publish(page, user),
            "may_be_deleted": not DocumentVersion.objects.filter(based_on=version).exists(),
            "following": _following(page),
            "directions": Direction,
            "public_url": addresses.public_url(page, version),
            "comparison_url": addresses.comparison_url(page, before, version),
            "import_url": addresses.where_there_is(addresses.IMPORT_URL, version.pk),
        }


class NewVersionView(VersionMixin, ServiceView):
    """An empty draft."""

    form_class = NewVersionForm
    version = None
    based_on = None
    is_for_frozen = True

    def find(self, pk: int) -> None:
        self.page = canonical_body(get_object_or_404(consultation_model(), pk=pk, alias_of=None))

    @property
    def title(self) -> str:
        return _("New version of the document")

    @property
    def explanation(self) -> str:
        return _(
            "A draft without text: add sections and files to it, or import them from a file. The "
            "public does not see it until you publish it."
        )

    @property
    def submit_label(self) -> str:
        return _("Make version %(number)d") % {"number": _following(self.page)}

    @property
    def back_url(self) -> str:
        return addresses.edit_url(self.page)

    @property
    def back_label(self) -> str:
        return _("Back to the consultation")

    def get_initial(self):
        return {"number": _following(self.page), "kind": VersionKind.DRAFT}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": DocumentVersion()}

    def do(self, form) -> str:
        self.version = services.create_version(
            consultation=self.page,
            based_on=self.based_on,
            user=self.request.user,
            **form.cleaned_data,
        )
        return _("Version %(number)d was made. It is a draft: the public does not see it.") % {
            "number": self.version.number
        }

    def get_success_url(self) -> str:
        return addresses.version_url(self.version)

    def renew(self, form) -> None:
        form.data = form.data.copy()
        form.data["number"] = _following(self.page)


class CopyVersionView(NewVersionView):
    """A draft of the text of another version, with the same sections."""

    def find(self, pk: int) -> None:
        VersionMixin.find(self, pk)
        self.based_on, self.version = self.version, None

    @property
    def title(self) -> str:
        return _("Make version %(number)d from this text") % {"number": _following(self.page)}

    @property
    def explanation(self) -> str:
        return _(
            "Sections and files of version %(number)d are copied into a draft. What people wrote "
            "stays bound to the sections, whatever you change in the new text. Version %(number)d "
            "stays as it is, and readable."
        ) % {"number": self.based_on.number}

    @property
    def back_url(self) -> str:
        return addresses.version_url(self.based_on)

    @property
    def back_label(self) -> str:
        return _("Back to version %(number)d") % {"number": self.based_on.number}

    def get_initial(self):
        initial = super().get_initial()
        return {**initial, "kind": self.based_on.kind, "title": self.based_on.title}


class SettingsView(VersionMixin, ServiceView):
    form_class = SettingsForm

    @property
    def title(self) -> str:
        return _("Settings of version %(number)d") % {"number": self.version.number}

    @property
    def submit_label(self) -> str:
        return _("Save")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.version}

    def do(self, form) -> str:
        services.change_version(version=self.version, user=self.request.user, **form.cleaned_data)
        return _("Saved.")


class PublishView(VersionMixin, ServiceView):
    form_class = PublishForm
    template_name = "rkres_wagtail/consultations/admin/document_publish.html"
    is_for_publishers = True

    def find(self, pk: int) -> None:
        super().find(pk)
        self.before = services.latest_published(self.page, self.now)
        self.round = services.open_round(self.page, self.now)

    @property
    def title(self) -> str:
        return _("Publish version %(number)d") % {"number": self.version.number}

    @property
    def submit_label(self) -> str:
        return self.title

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "instance": self.version, "is_first": self.before is None}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "before": self.before,
            "round": self.round,
            "is_erratum": self.before is not None
            and services.is_being_answered(self.page, self.now),
            "sections_count": self.version.texts.count(),
            "files_count": self.version.files.count(),
        }

    def do(self, form) -> str:
        data = {"changes": "", **form.cleaned_data}
        done = services.publish_version(version=self.version, user=self.request.user, **data)
        self.version = done
        if done.is_erratum:
            self._suggest_round()
        return _("Version %(number)d is published.") % {"number": done.number}

    def _suggest_round(self) -> None:
        address = addresses.where_there_is(addresses.ADD_ROUND_URL, self.page.pk)
        address = address or reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        messages.warning(
            self.request,
            _(
                "The text changed while people were answering it. Consider a new round, or a later "
                "end of this one, so that they have time to read the new text."
            ),
            buttons=[messages.button(address, _("Add a round"))],
        )


class DeleteView(VersionMixin, ServiceView):
    is_for_publishers = True
    is_serious = True

    def find(self, pk: int) -> None:
        super().find(pk)
        self.refusal = ""
        try:
            check_may_be_deleted(self.version)
        except ValidationError as error:
            self.refusal = " ".join(error.messages)

    @property
    def title(self) -> str:
        return _("Delete version %(number)d") % {"number": self.version.number}

    @property
    def explanation(self) -> str:
        if self.refusal:
            return self.refusal
        count = self.version.texts.count()
        return ngettext(
            "The draft with %(count)d section is deleted for good. Other versions stay as they "
            "are; files stay in their collection.",
            "The draft with %(count)d sections is deleted for good. Other versions stay as they "
            "are; files stay in their collection.",
            count,
        ) % {"count": count}

    @property
    def submit_label(self) -> str:
        return "" if self.refusal else _("Delete the draft")

    def do(self, form) -> str:
        services.delete_version(version=self.version, user=self.request.user, **form.cleaned_data)
        return _("The draft was deleted.")

    def get_success_url(self) -> str:
        return addresses.edit_url(self.page)


class RenumberView(VersionMixin, ServiceView):
    @property
    def title(self) -> str:
        return _("Number the sections")

    @property
    def explanation(self) -> str:
        return _(
            "All sections of version %(number)d get the numbers 1, 1.1, 1.2, 2 … in the order in "
            "which they stand. Numbers that were typed are replaced."
        ) % {"number": self.version.number}

    @property
    def submit_label(self) -> str:
        return _("Number the sections")

    def do(self, form) -> str:
        services.renumber(version=self.version, user=self.request.user, **form.cleaned_data)
        return _("The sections are numbered.")


def _following(page) -> int:
    last = DocumentVersion.objects.of(page).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
