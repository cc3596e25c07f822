"""What the admin and API v3 answer to a deletion or a move that would lose a record."""

from __future__ import annotations

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from .. import deletion
from ..bodies.moving import reason_not_to_move
from ..bodies.tree import is_body


def before_delete_page(request, page):
    """Hook: explain before the form that asks for confirmation, and again on posting it."""
    explanation = deletion.explain(_with_translations(page))
    if explanation:
        buttons = []
        if page.live and page.permissions_for_user(request.user).can_unpublish():
            buttons.append(
                messages.button(
                    reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish")
                )
            )
        messages.error(request, explanation, buttons=buttons)
        return redirect("wagtailadmin_explore", page.get_parent().pk)


def before_delete_snippet(request, instances):
    """Hook: the same for snippets, one or many."""
    if explanation := deletion.explain(instances):
        messages.error(request, explanation)
        listing = reverse(instances[0].snippet_viewset.get_url_name("list"))
        return redirect(get_valid_next_url_from_request(request) or listing)


def before_bulk_action(request, action_type, objects, action):
    """Hook: the same for many pages at once; names only those that are in the way."""
    if action_type != "delete":
        return
    blocked = [one for one in objects if deletion.dependants([one])]
    if blocked:
        messages.error(request, deletion.explain(blocked))
        return redirect(action.next_url)


def guarded_bulk_deletion(action_class):
    """A bulk deletion that explains before Wagtail does, also before the confirmation.

    Wagtail asks ``before_bulk_action`` last: where a foreign key protects, it first says only
    that something is in the way, and answers a POST with "no permission".
    """

    class GuardedBulkDeletion(action_class):
        def dispatch(self, request, *args, **kwargs):
            objects, _without_access = self.get_actionable_objects()
            refusal = before_bulk_action(request, self.action_type, objects, self)
            return refusal or super().dispatch(request, *args, **kwargs)

    return GuardedBulkDeletion


def file_urls():
    """Hook: Wagtail asks no hook before it deletes one document or image, and answers 500."""
    from wagtail.documents.views.documents import DeleteView as DeleteDocument
    from wagtail.images.views.images import DeleteView as DeleteImage

    class Guard:
        def run_before_hook(self):
            if explanation := deletion.explain([self.object]):
                messages.error(self.request, explanation)
                return redirect(self.get_success_url())
            return super().run_before_hook()

    class GuardedDeleteDocument(Guard, DeleteDocument):
        pass

    class GuardedDeleteImage(Guard, DeleteImage):
        pass

    # The addresses of Wagtail's own views, which keep the names.
    return [
        path("documents/delete/<int:document_id>/", GuardedDeleteDocument.as_view()),
        path("images/<int:image_id>/delete/", GuardedDeleteImage.as_view()),
    ]


def before_move_page(request, page, destination):
    """Hook: say why a body cannot stand there; Wagtail itself only answers 403."""
    if not is_body(page) or page.specific.can_move_to(destination.specific):
        return
    names = {
        "page": page.get_admin_display_title(),
        "destination": destination.get_admin_display_title(),
    }
    reason = reason_not_to_move(page, destination) or (
        _("“%(page)s” cannot stand under “%(destination)s”: its page type does not allow it.")
        % names
    )
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:move", page.pk)


def _with_translations(page):
    """The page and what Wagtail would delete together with it."""
    pages = [page]
    for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
        more = hook([page], "delete")
        if isinstance(more, dict):
            pages += [one for found in more.values() for one in found]
    return pages


def register_actions(registry):
    """Hook of Wagtail 8.0: what API v3 calls, which runs no hook of the admin.

    Permissions come first, so that who may not delete learns nothing about the records.
    """
    import swapper
    from wagtail.actions.delete import DeleteAction
    from wagtail.actions.delete_page import DeletePageAction

    class Guard:
        def check(self, *args, **kwargs):
            super().check(*args, **kwargs)
            deletion.refuse([self.instance])

    class GuardedDeletePageAction(Guard, DeletePageAction):
        pass

    class GuardedDeleteAction(Guard, DeleteAction):
        pass

    Page = swapper.load_model("wagtailcore", "Page")
    for target in {record.target for record in deletion.all_records()}:
        is_page = issubclass(target, Page)
        registry.register(target, GuardedDeletePageAction if is_page else GuardedDeleteAction)
