"""What the admin's editor refuses and API v3's own actions do not ask.

Publishing and reverting over API v3 ignore a lock, and publishing takes the draft as it is. Only
our own pages are guarded: what the host's pages do is Wagtail's matter.
"""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from wagtail.actions.publish_page_revision import (
    PublishPagePermissionError,
    PublishPageRevisionAction,
)
from wagtail.actions.revert_to_page_revision import (
    RevertToPageRevisionAction,
    RevertToPageRevisionError,
    RevertToPageRevisionPermissionError,
)

from ...meetings.pages import MeetingPageMixin
from ...meetings.rules import publishing_errors
from ...public import PublicPageMixin


def locked_reason(instance, user, verb: str) -> str:
    """Why ``user`` may not write ``instance`` now: somebody's lock, a workflow or a schedule."""
    lock = instance.get_lock() if user is not None else None
    if lock is None or not lock.for_user(user):
        return ""
    return f"The {instance._meta.verbose_name} could not be {verb} as it is locked."


class GuardedPublishPageRevisionAction(PublishPageRevisionAction):
    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks=skip_permission_checks)
        page = self.object
        if not isinstance(page, PublicPageMixin):
            return
        if not skip_permission_checks and (reason := locked_reason(page, self.user, "published")):
            raise PublishPagePermissionError(reason)
        if isinstance(page, MeetingPageMixin) and (errors := publishing_errors(page)):
            raise ValidationError(errors)


class GuardedRevertToPageRevisionAction(RevertToPageRevisionAction):
    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks=skip_permission_checks)
        page = self.instance
        if isinstance(page, PublicPageMixin) and not skip_permission_checks:
            if reason := locked_reason(page, self.user, "reverted"):
                raise RevertToPageRevisionPermissionError(reason)

    def execute(self, skip_permission_checks=False):
        try:
            return super().execute(skip_permission_checks=skip_permission_checks)
        except RevertToPageRevisionError as error:
            # Of an alias; Wagtail's API answers 500.
            raise ValidationError(str(error)) from error


def register_actions(registry) -> None:
    """Hook of Wagtail 8.0. API v3 asks for the actions of the base page, whatever the page is."""
    Page = swapper.load_model("wagtailcore", "Page")
    registry.register(Page, GuardedPublishPageRevisionAction)
    registry.register(Page, GuardedRevertToPageRevisionAction)
