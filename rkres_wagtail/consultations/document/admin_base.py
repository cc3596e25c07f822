"""What the screens of the document share: who may come in, and how a service is asked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ..models import DocumentVersion, SectionText
from ..querysets import consultation_model
from . import addresses, permissions
from .forms import EditsForm
from .rules import frozen_reason


class VersionMixin:
    """One version, of a consultation that the user may edit."""

    header_icon = "doc-full"
    #: Whether the screen is for who may publish, whatever the version is.
    is_for_publishers = False
    #: Whether the screen is of use while the version is frozen.
    is_for_frozen = False

    def dispatch(self, request, *args, **kwargs):
        self.now = timezone.now()
        self.find(**kwargs)
        if not issubclass(self.page.specific_class or object, consultation_model()):
            raise Http404
        self.page = self.page.specific
        if not self.is_permitted(request.user):
            raise PermissionDenied
        # A form that was sent goes on to the service, so that nothing typed is lost.
        if request.method != "POST" and not self.is_for_frozen and self.reason:
            messages.error(request, self.reason)
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        rows = DocumentVersion.objects.select_related("consultation", "based_on")
        self.version = get_object_or_404(rows, pk=pk)
        self.page = self.version.consultation

    def is_permitted(self, user) -> bool:
        if self.is_for_publishers:
            return permissions.may_publish(self.page, user)
        if self.is_for_frozen:
            return permissions.may_edit(self.page, user)
        return permissions.may_change(self.version, self.page, user)

    @cached_property
    def reason(self) -> str:
        return frozen_reason(self.version, self.now)

    @property
    def back_url(self) -> str:
        return addresses.version_url(self.version)

    @property
    def back_label(self) -> str:
        return _("Back to version %(number)d") % {"number": self.version.number}

    @property
    def subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return {
            **context,
            "page": self.page,
            "version": getattr(self, "version", None),
            "media": form.media if form is not None else "",
        }


class SectionMixin(VersionMixin):
    """One section of one version."""

    def find(self, pk: int, section: int) -> None:
        super().find(pk)
        rows = SectionText.objects.select_related("identity")
        self.section = get_object_or_404(rows, pk=section, version=self.version)
        self.section.version = self.version

    @property
    def subtitle(self) -> str:
        return self.section.heading

    @property
    def back_url(self) -> str:
        return addresses.section_place(self.section)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "section": self.section}


class ServiceView(FormView):
    """A form for one verb; what the service refuses stands at its field."""

    template_name = "rkres_wagtail/consultations/admin/document_form.html"
    form_class = EditsForm
    submit_label = ""
    is_serious = False

    def do(self, form) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def get_initial(self):
        return {"edits": self.version.edits}

    def get_success_url(self) -> str:
        return self.back_url

    def form_valid(self, form):
        try:
            done = self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        if form.errors.get("edits"):
            form.add_error(None, _("Open this screen again and repeat the last step."))
        messages.validation_error(self.request, _("Not saved. Correct what is marked below."), form)
        self.renew(form)
        return self.render_to_response(self.get_context_data(form=form))

    def renew(self, form) -> None:
        """Who was told of somebody else's change may go on: the form names the state of now."""
        current = DocumentVersion.objects.filter(pk=self.version.pk).first()
        if current is not None and "edits" in form.fields:
            form.data = form.data.copy()
            form.data["edits"] = current.edits
