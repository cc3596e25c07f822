"""In which language an answer is: that of the request's header, else that of the consultation.

Neither a cookie nor the address: whoever asks may be a program that has one client for all of its
visitors. A header that names no language of the site (``*``) is none.
"""

from __future__ import annotations

from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(request, page=None) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return page.locale.language_code if page is not None else "en"
