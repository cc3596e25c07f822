"""Checking one's own receipt: number and control code together, never one of them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from ...bodies.rules import canonical_body
from ..models import Remark, RemarkManifest
from ..publication.texts import HIDDEN
from ..sealing import digest_of

logger = logging.getLogger(__name__)

#: Checks from one address within ``_SECONDS``; a code has 128 bits, so this only spares the server.
LIMIT = 30
_SECONDS = 3600
_NUMBER = re.compile(r"(?:([0-9]{1,9})\s*/\s*)?([0-9]{1,9})", re.ASCII)
#: What stands in the place of a code where there is no remark, so that both take the same time.
_NO_CODE = "0" * 32

AGREES, DIFFERS, ERASED, SHORTENED = "agrees", "differs", "erased", "shortened"


@dataclass(frozen=True)
class Finding:
    """What is known of one receipt; ``manifest`` is None while it is on no list yet."""

    remark: Remark
    manifest: RemarkManifest | None
    seal: str


def check(page, number: str, code: str) -> Finding | None:
    """What the register of ``page`` says of a receipt; None for a wrong number or a wrong code."""
    remark = _find(page, number)
    is_genuine = constant_time_compare(
        remark.salt if remark else _NO_CODE, code.strip().lower() or "-"
    )
    if remark is None or not is_genuine:
        return None
    manifest, listed = _listed(page, remark.number)
    return Finding(remark, manifest, _seal_of(remark, listed))


def _find(page, number: str) -> Remark | None:
    match = _NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    key = canonical_body(page).pk
    if match[1] and int(match[1]) != key:
        return None
    rows = Remark.objects.filter(consultation_id=key, number=int(match[2]))
    return rows.select_related("submission").first()


def _listed(page, number: int) -> tuple[RemarkManifest | None, str]:
    for manifest in RemarkManifest.objects.of(page).order_by("position"):
        for listed, digest in manifest.rows:
            if listed == number:
                return manifest, digest
    return None, ""


def _seal_of(remark: Remark, listed: str) -> str:
    """Whether the text that is kept has the seal on the list (or, without a list, its own).

    A text that was erased, or from which passages were taken for good with the names, cannot
    have it any more: then the kept seal is compared, and the author has the whole text.
    """
    if listed and listed != remark.digest:
        return DIFFERS
    if remark.erased_at is not None:
        return ERASED
    if digest_of(remark) == remark.digest:
        return AGREES
    texts = (remark.place, *(getattr(remark, name) for name in remark.TEXTS))
    is_shortened = any(HIDDEN in text for text in texts)
    return SHORTENED if remark.submission.anonymised_at and is_shortened else DIFFERS


def is_too_often(request) -> bool:
    """Count one check of this address in the shared cache; say whether that was too many.

    Kept is a keyed hash, never the address. A cache that does not answer refuses nobody.
    """
    address = request.META.get("REMOTE_ADDR", "")
    digest = salted_hmac("rkres_wagtail.receipts", address, algorithm="sha256").hexdigest()
    key = f"rkres_wagtail.receipts.{digest}"
    try:
        return not cache.add(key, 1, _SECONDS) and cache.incr(key) > LIMIT
    except ValueError:
        # The hour ended just now.
        return False
    except Exception:
        logger.exception("Checks of receipts could not be counted")
        return False
