"""Behind the secret links of who declared: confirm, read where it stands, withdraw.

A GET changes nothing, however often a mail scanner opens the link; a number opens nothing, and
neither does the link of a declaration whose personal data were removed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from ...consultations.course import deadline
from ...secret_links import find_or_404, secret_page
from ...secret_pages import render_secret
from ..models import Declaration
from . import links, services
from .messages import page_of
from .own_page import own_context

OWN_TEMPLATE = "rkres_wagtail/participation/joining/own.html"
CONFIRM_TEMPLATE = "rkres_wagtail/participation/joining/confirm.html"
_CONFIRMED, _WITHDRAWN = "potwierdzono", "wycofano"
_WITHDRAW = "wycofaj"


def find(purpose: str, token: str):
    """The declaration behind a token, and its page in the language in which it was sent."""
    rows = Declaration.objects.filter(anonymised_at=None).select_related("target", "sector")
    declaration = find_or_404(purpose, rows, token)
    return declaration, page_of(declaration)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_declaration(request, token: str):
    """One button; only a POST confirms."""
    declaration, page = find(links.CONFIRMATION, token)
    with translation.override(page.locale.language_code):
        if request.method == "POST":
            try:
                services.confirm(declaration=declaration)
            except Declaration.DoesNotExist:
                raise Http404 from None
            except ValidationError as error:
                return _confirming(request, declaration, page, error.messages[0], 410)
            return _to_own(declaration, _CONFIRMED)
        refusal = services.reason_not_to_confirm(declaration, timezone.now())
        return _confirming(request, declaration, page, refusal, 410 if refusal else 200)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_declaration(request, token: str):
    """What was sent and what became of it."""
    declaration, page = find(links.OWN, token)
    with translation.override(page.locale.language_code):
        if request.method != "POST":
            asks = _WITHDRAW in request.GET
            done = request.GET.get(links.DONE, "")
            return _own(request, declaration, page, asks_to_withdraw=asks, done=done)
        if request.POST.get("do") != "withdraw":
            return _own(request, declaration, page, status=422)
        try:
            services.withdraw(declaration=declaration)
        except Declaration.DoesNotExist:
            raise Http404 from None
        except ValidationError as error:
            return _own(request, declaration, page, status=410, problem=error.messages[0])
        return _to_own(declaration, _WITHDRAWN)


def _to_own(declaration: Declaration, what: str):
    return HttpResponseRedirect(f"{links.own_path(declaration)}?{links.DONE}={what}")


def _confirming(request, declaration, page, refusal: str, status: int):
    context = {
        **own_context(request, declaration, page),
        "refusal": refusal,
        "until": deadline(services.confirmable_until(declaration)),
        "own_url": links.own_path(declaration),
    }
    return render_secret(request, CONFIRM_TEMPLATE, context, page=page, status=status)


def _own(request, declaration, page, *, status: int = 200, **extra):
    context = {**own_context(request, declaration, page), **extra}
    return render_secret(request, OWN_TEMPLATE, context, page=page, status=status)
