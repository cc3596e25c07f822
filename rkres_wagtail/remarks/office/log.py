"""What the history says of remarks and of their rules; never what was written, nor by whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import log as write
from wagtail.models import ModelLogEntry

from ..choices import Moderation
from ..models import Remark

#: Rows of one INSERT.
_BATCH = 500

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "remark_enter": (
        gettext_lazy("Enter a remark"),
        gettext_lazy("Entered by the office"),
    ),
    "remark_moderate": (
        gettext_lazy("Decide on the publication of a remark"),
        gettext_lazy("Publication: %(to)s (before: %(from)s)"),
    ),
    "remark_hide": (
        gettext_lazy("Hide passages of a remark"),
        gettext_lazy("Hidden passages: %(count)s"),
    ),
    "remark_assign": (gettext_lazy("Assign a remark"), gettext_lazy("Assigned to somebody")),
    "remark_unassign": (
        gettext_lazy("Take back an assignment"),
        gettext_lazy("No longer assigned to anybody"),
    ),
    "remark_note": (gettext_lazy("Note on a remark"), gettext_lazy("Internal note written")),
    "remark_sender": (
        gettext_lazy("Correct author or receipt"),
        gettext_lazy("Author or receipt corrected: %(fields)s"),
    ),
    "remark_rules": (
        gettext_lazy("Change the rules of remarks"),
        gettext_lazy("Rules of remarks changed: %(fields)s"),
    ),
}


def known(user):
    return user if getattr(user, "pk", None) else None


def say(instance, action: str, user, **data) -> None:
    """One line in the history of a remark or of a page."""
    write(instance=instance, action=f"rkres_wagtail.{action}", user=known(user), data=data)


def say_of_many(remarks: Iterable[Remark], action: str, user, data_of=None) -> None:
    """A line in the history of each; a fixed number of queries for some hundred of them.

    ``data_of(remark)`` is what each line keeps.
    """
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Remark)
    now = timezone.now()
    rows = [
        ModelLogEntry(
            content_type=kind,
            object_id=str(remark.pk),
            label=str(remark),
            user=known(user),
            action=f"rkres_wagtail.{action}",
            timestamp=now,
            data=data_of(remark) if data_of else {},
            content_changed=False,
            deleted=False,
        )
        for remark in remarks
    ]
    ModelLogEntry.objects.bulk_create(rows, batch_size=_BATCH)


def history_of(remark: Remark):
    """Lines on one remark, the newest first."""
    return ModelLogEntry.objects.for_instance(remark).select_related("user").order_by("-timestamp")


def _words(data: dict) -> dict:
    found = dict(data)
    for name in ("from", "to"):
        if data.get(name) in Moderation.values:
            found[name] = Moderation(data[name]).label
    if "fields" in data:
        found["fields"] = ", ".join(str(label) for label in map(_label_of, data["fields"]))
    return found


def _label_of(name: str) -> str:
    from ..models import RemarkRules, Submission

    for model in (Submission, RemarkRules):
        field = next((each for each in model._meta.fields if each.name == name), None)
        if field is not None:
            return field.verbose_name
    return name


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        _register(actions, f"rkres_wagtail.{name}", label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return capfirst(str(message) % _words(log_entry.data))
            except (KeyError, ValueError, TypeError):
                return _("Remarks on the consultation")
