"""Open a closed sheet again: it asks for a reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from . import services
from .forms import ReopenForm
from .views import SheetView


class ReopenView(SheetView):
    """Open a closed sheet again, with a reason."""

    template_name = "rkres_wagtail/meetings/admin/attendance/reopen.html"

    def get(self, request, *args, **kwargs):
        if refused := self._refused():
            return refused
        return self.render_to_response(self._context(ReopenForm()))

    def post(self, request, *args, **kwargs):
        if refused := self._refused():
            return refused
        form = ReopenForm(request.POST)
        if form.is_valid():
            try:
                services.reopen_sheet(
                    sheet=self.sheet, user=request.user, reason=form.cleaned_data["reason"]
                )
            except ValidationError as error:
                show_errors(form, error)
            else:
                messages.success(request, _("The attendance is open again."))
                return redirect(self.url)
        messages.validation_error(
            request, _("Not saved. Correct the fields that are marked below."), form
        )
        return self.render_to_response(self._context(form), status=422)

    def _refused(self):
        if not self.may_keep:
            raise PermissionDenied
        if self.sheet is None or not self.sheet.is_closed:
            messages.error(self.request, _("The attendance is open already. Nothing was changed."))
            return redirect(self.url)
        return None

    def _context(self, form):
        return self.get_context_data(body=self.body, form=form, url=self.url, media=form.media)

    def get_page_title(self):
        return _("Open the attendance again")
