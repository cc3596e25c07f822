"""Bodies that are no JSON, and broken rules, answered as problem documents (RFC 9457).

Wagtail's handlers make the documents; ours only say which rule of which field was broken.
"""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.shortcuts import get_object_or_404
from ninja.errors import HttpError
from ninja.params.models import Body, BodyModel
from wagtail.api.v3.errors import ProblemDetail
from wagtail.utils.forms import FormValidationError

#: Bytes of one request.
MAX_BODY = 1_000_000

#: Answers that every operation for the office can give.
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 413, 415, 422), ProblemDetail)


def check_body(request) -> None:
    """Raise the 413, 415 or 400 of a body that is too large or no JSON in UTF-8."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:20]) > MAX_BODY:
        raise HttpError(413, f"The body has more than {MAX_BODY} bytes.")
    if request.content_type != "application/json":
        raise HttpError(415, "Send the body as application/json.")
    charset = request.content_params.get("charset", "utf-8").strip("\"'").lower()
    if charset not in ("utf-8", "utf8"):
        raise HttpError(415, "Send the body in UTF-8.")
    try:
        request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, "The body is not UTF-8.") from error


class JSONBodyModel(BodyModel):
    @classmethod
    def get_request_data(cls, request, api, path_params):
        check_body(request)
        return super().get_request_data(request, api, path_params)


class JSONBody(Body):
    """``data: SomeSchema = JSONBody(...)``: as ninja's ``Body``, and checked before."""

    _model = JSONBodyModel

    @classmethod
    def _param_source(cls) -> str:
        return Body._param_source()


def broken(errors: dict) -> FormValidationError:
    """The 422 of ``errors``: path such as ``("remarks", 0, "content")`` -> sentences."""
    return FormValidationError(
        {path: [(message, "invalid") for message in found] for path, found in errors.items()}
    )


def refused(error: ValidationError) -> FormValidationError:
    """The 422 of what a service refused, with the fields that it named."""
    if hasattr(error, "error_dict"):
        return broken({(name,): messages for name, messages in error.message_dict.items()})
    return broken({(NON_FIELD_ERRORS,): error.messages})


def of_form(form, path: tuple = ()) -> dict:
    """The errors of a form as ``FormValidationError`` takes them."""
    return FormValidationError.get_form_errors_as_dict(form, path)


def find(source, pk: int) -> Model:
    """The object, or the 404; also for numbers that no database holds."""
    try:
        return get_object_or_404(source, pk=pk)
    except OverflowError as error:
        raise HttpError(404, "Not found") from error
