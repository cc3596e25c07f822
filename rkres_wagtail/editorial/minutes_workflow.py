"""The workflow of minutes: the members correct, a meeting approves; the secretariat does both.

Made once for a site that has none for minutes. What an administrator changed stays: a workflow
that was detached, or steps that were taken out, do not come back by themselves.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.translation import pgettext
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from ..minutes.models import Minutes, MinutesApprovalTask, MinutesCorrectionsTask
from ..regions.models import ProfileObject

KEY = "minutes_workflow"
_STEPS = (MinutesCorrectionsTask, MinutesApprovalTask)


def ensure_workflow(committee, secretariat, *, remembered: dict, remember, again=False) -> None:
    """Let ``secretariat`` (a group) take the steps of the site's workflow for minutes.

    ``remembered`` and ``remember`` are the office's record of what was made for ``committee``;
    what stands there is left alone, unless it was deleted and is to be made ``again``.
    """
    known = remembered.get(KEY)
    if known is not None and not (again and not Workflow.objects.filter(pk=known).exists()):
        return
    content_type = ContentType.objects.get_for_model(Minutes, for_concrete_model=False)
    attached = WorkflowContentType.objects.filter(content_type=content_type).first()
    if attached is None:
        workflow = _make(committee)
        WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)
    elif _is_ours(attached.workflow_id):
        workflow = attached.workflow
    else:
        return
    for task in workflow.tasks.specific():
        if isinstance(task, _STEPS):
            task.groups.add(secretariat)
    remember(KEY, workflow)


def _make(committee) -> Workflow:
    with translation.override(committee.locale.language_code):
        workflow = Workflow.objects.create(name=pgettext("workflow", "Minutes"))
        names = (
            pgettext("step of a workflow", "Members' corrections"),
            pgettext("step of a workflow", "Approval at a meeting"),
        )
        for order, (step, name) in enumerate(zip(_STEPS, names, strict=True)):
            task = step.objects.create(name=str(name))
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow


def _is_ours(key: int) -> bool:
    """Whether the workflow was made here, for whichever committee."""
    content_type = ContentType.objects.get_for_model(Workflow)
    records = ProfileObject.objects.filter(content_type=content_type, object_id=str(key), key=KEY)
    return records.exists()
