"""System checks of the files of minutes; described in ``docs/reference/checks.md``."""

from __future__ import annotations

from importlib.util import find_spec

from django.core import checks


def register(tag: str) -> None:
    """Called from ``rkres_wagtail.checks.register()``."""
    checks.register(check_extras, tag)
    checks.register(check_libraries, tag, deploy=True)


def check_extras(app_configs, **kwargs):
    """I001 no DOCX, I002 no PDF: an extra is not installed; both are a choice."""
    rows = (
        ("docx", _id("I001"), "DOCX", "office"),
        ("weasyprint", _id("I002"), "PDF", "pdf"),
    )
    return [
        checks.Info(
            f"Minutes are not offered as {kind}: {module!r} is not installed.",
            hint=f"pip install 'rkres-wagtail[{extra}]'; docs/how-to/documents.md.",
            id=code,
        )
        for module, code, kind, extra in rows
        if find_spec(module) is None
    ]


def check_libraries(app_configs, **kwargs):
    """W020 WeasyPrint is installed but does not load; loading takes half a second."""
    from .documents import pdf

    if not pdf.problem():
        return []
    return [
        checks.Warning(
            f"Minutes are not offered as PDF: WeasyPrint does not load ({pdf.problem()}).",
            hint=(
                "Install Pango, HarfBuzz and a font with Polish letters, e.g. apt-get install "
                "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core."
            ),
            id=_id("W020"),
        )
    ]


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
