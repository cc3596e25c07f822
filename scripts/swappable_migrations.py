"""Make freshly generated migrations fit sites that swap the page, image or document model.

``makemigrations`` writes the models of the project it runs in. Run this on the new files
afterwards; it changes nothing the second time.

    python scripts/swappable_migrations.py rkres_wagtail/migrations/0002_….py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

REPLACEMENTS = {
    r"to='wagtailcore\.page'": 'to=swapper.get_model_name("wagtailcore", "Page")',
    r"to='wagtailimages\.image'": "to=get_image_model_string()",
    r"to='wagtaildocs\.document'": "to=get_document_model_string()",
}
IMPORTS = {
    "swapper.": "import swapper",
    "get_image_model_string": "from wagtail.images import get_image_model_string",
    "get_document_model_string": "from wagtail.documents import get_document_model_string",
}
DEPENDENCIES = {
    "swapper.get_model_name": 'swapper.dependency("wagtailcore", "Page"),',
    "get_image_model_string()": "migrations.swappable_dependency(get_image_model_string()),",
    "get_document_model_string()": "migrations.swappable_dependency(get_document_model_string()),",
}
NOT_NEEDED = re.compile(r"^ +\('wagtail(?:docs|images)', '[^']+'\),\n", re.MULTILINE)
PARENT_LINK = re.compile(r"(parent_link=True[^\n]*)to='wagtailcore\.page'")


def rewrite(source: str) -> str:
    """Return the migration's text with swappable references and their dependencies."""
    source = PARENT_LINK.sub(r"\1to='KEEP_PAGE'", source)
    for pattern, replacement in REPLACEMENTS.items():
        source = re.sub(pattern, replacement, source)
    source = source.replace("KEEP_PAGE", "wagtailcore.page")
    for marker, line in IMPORTS.items():
        if marker in source and line not in source:
            source = source.replace(
                "from django.db import migrations", f"{line}\nfrom django.db import migrations", 1
            )
    for marker, line in DEPENDENCIES.items():
        if marker in source and line not in source:
            source = source.replace("dependencies = [\n", f"dependencies = [\n        {line}\n", 1)
    return NOT_NEEDED.sub("", source)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")
