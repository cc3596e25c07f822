"""What this part says in the rows of the tree."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import ngettext

from ..models import ProgrammeNode


def pointing(page) -> dict[int, str]:
    """How many elements of other programmes each one contributes to."""
    rows = ProgrammeNode.points_to.through.objects.filter(
        from_programmenode__programme__translation_key=page.translation_key
    )
    counted = Counter(rows.values_list("from_programmenode", flat=True))
    return {
        pk: ngettext(
            "contributes to %(count)d element", "contributes to %(count)d elements", number
        )
        % {"count": number}
        for pk, number in counted.items()
    }
