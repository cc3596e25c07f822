"""What stands in the sitemap below consultations; read once for all of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from ... import sub_addresses
from ..models import ConsultationReport, DocumentVersion
from ..querysets import public_consultations


def addresses_below(page, gate) -> list[tuple[str, datetime | None]]:
    """Text, report and remarks of ``page``, with the moments at which they last changed."""
    facts, key = gate.once("sitemap.consultations", lambda: _facts(gate)), page.translation_key
    return [(page.reverse_subpage(name), facts[name][key]) for name in facts if key in facts[name]]


def _facts(gate) -> dict[str, dict]:
    """Name of a sub-address -> key of a consultation -> when what it shows last changed."""
    pages, key = public_consultations(gate, any_locale=True), "consultation__translation_key"
    versions = DocumentVersion.objects.of_any(pages).published(gate.now).order_by()
    reports = ConsultationReport.objects.of_any(pages).published(gate.now).order_by()
    remarks = sub_addresses.found_among("remarks", pages, gate)
    return {
        "document": dict(versions.values_list(key).annotate(Max("published_at"))),
        "report": dict(reports.values_list(key, "last_published_at")),
        "remarks": {each: facts["published_at"] for each, facts in remarks.items()},
    }
