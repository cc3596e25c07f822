"""The last refusal: a frozen text does not change, whoever asks, code or commands (rule 13).

Services say so first. ``bulk_create``, ``bulk_update`` and ``QuerySet.update`` send no signals:
code that uses them on these rows asks a service instead.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_delete, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from ...deletion import RecordsProtected
from ..models import DocumentVersion, SectionText, VersionFile
from .rules import frozen_reason

#: Set on a new row by who writes a published version with its text: a profile, tests.
MARK = "is_being_written"


def reason_for(row) -> str:
    """Why a text or a file of a version may not change; no query for a draft's."""
    if getattr(row, MARK, False) or not row.version.is_published:
        return ""
    return frozen_reason(row.version, timezone.now())


def refuse_saving(sender, instance, raw=False, **kwargs) -> None:
    if not raw and (reason := reason_for(instance)):
        raise ValidationError(reason, code="frozen")


def refuse_deleting(sender, instance, origin=None, **kwargs) -> None:
    """What goes with a whole version was asked of that one (``protected.py``)."""
    if DocumentVersion in (type(origin), getattr(origin, "model", None)):
        return
    if reason := reason_for(instance):
        raise RecordsProtected(reason)


# The file of a document -----------------------------------------------------------------------


def reason_to_keep_file(document) -> str:
    """Why the file of ``document`` may not be replaced: people read it in a frozen version."""
    now = timezone.now()
    versions = DocumentVersion.objects.filter(
        published_at__isnull=False, files__document=document.pk
    )
    for version in versions.select_related("consultation").distinct():
        if frozen_reason(version, now):
            return _(
                "This file belongs to version %(number)d of the document consulted in "
                "“%(title)s”, so it stays as people read it. Add the new file as another "
                "document, and choose it in a new version."
            ) % {"number": version.number, "title": version.consultation.title}
    return ""


def refuse_another_file(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """For code that saves a document; the screen refuses earlier, with the file still there."""
    if raw or not instance.pk or (update_fields is not None and "file" not in update_fields):
        return
    stored = sender._default_manager.filter(pk=instance.pk).values_list("file", flat=True).first()
    is_same = stored == instance.file.name and getattr(instance.file, "_committed", True)
    if stored and not is_same and (reason := reason_to_keep_file(instance)):
        raise ValidationError({"file": reason}, code="frozen")


def document_urls():
    """Hook: Wagtail asks no hook before it replaces a file."""
    from django.urls import path
    from wagtail.documents.views.documents import EditView

    class GuardedEditView(EditView):
        def get_form_class(self):
            class GuardedForm(super().get_form_class()):
                def clean_file(self):
                    file = self.cleaned_data["file"]
                    if "file" in self.changed_data and (
                        reason := reason_to_keep_file(self.instance)
                    ):
                        raise ValidationError(reason, code="frozen")
                    inherited = getattr(super(), "clean_file", None)
                    return inherited() if inherited else file

            return GuardedForm

    # The address of Wagtail's own view, which keeps the name.
    return [path("documents/edit/<int:document_id>/", GuardedEditView.as_view())]


def connect() -> None:
    for model in (SectionText, VersionFile):
        name = f"rkres_wagtail.frozen_{model.__name__}"
        pre_save.connect(refuse_saving, sender=model, dispatch_uid=name)
        pre_delete.connect(refuse_deleting, sender=model, dispatch_uid=name)
    pre_save.connect(
        refuse_another_file, sender=get_document_model(), dispatch_uid="rkres_wagtail.frozen_file"
    )
