"""Screens of the files of a version."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..models import VersionFile
from . import services
from .admin_base import ServiceView, VersionMixin
from .forms import FileForm


class AddFileView(VersionMixin, ServiceView):
    form_class = FileForm

    @property
    def title(self) -> str:
        return _("Add a file")

    @property
    def submit_label(self) -> str:
        return _("Save")

    @property
    def back_url(self) -> str:
        return f"{super().back_url}#rkres-files"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": VersionFile()}

    def do(self, form) -> str:
        services.add_file(version=self.version, user=self.request.user, **form.cleaned_data)
        return _("The file was added.")


class FileMixin(VersionMixin):
    def find(self, pk: int, file: int) -> None:
        super().find(pk)
        rows = VersionFile.objects.select_related("document")
        self.file = get_object_or_404(rows, pk=file, version=self.version)
        self.file.version = self.version

    @property
    def back_url(self) -> str:
        return f"{super().back_url}#rkres-files"

    @property
    def subtitle(self) -> str:
        return str(self.file)


class FileView(FileMixin, ServiceView):
    form_class = FileForm

    @property
    def title(self) -> str:
        return _("File of the document")

    @property
    def submit_label(self) -> str:
        return _("Save")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.file}

    def do(self, form) -> str:
        services.change_file(file=self.file, user=self.request.user, **form.cleaned_data)
        return _("Saved.")


class MoveFileView(FileMixin, ServiceView):
    """A button of the list of files; answers a POST only."""

    http_method_names = ["post"]

    def form_valid(self, form):
        up = self.request.POST.get("direction") == "up"
        try:
            services.move_file(file=self.file, up=up, user=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect(self.back_url)

    def form_invalid(self, form):
        messages.error(self.request, _("Open this screen again and repeat the last step."))
        return redirect(self.back_url)


class RemoveFileView(FileMixin, ServiceView):
    is_serious = True

    @property
    def title(self) -> str:
        return _("Remove a file from the version")

    @property
    def explanation(self) -> str:
        return _(
            "“%(file)s” will not be in version %(number)d any more. The file itself stays in the "
            "collection."
        ) % {"file": self.file, "number": self.version.number}

    @property
    def submit_label(self) -> str:
        return _("Remove")

    def do(self, form) -> str:
        services.remove_file(file=self.file, user=self.request.user, **form.cleaned_data)
        return _("The file was removed from this version.")
