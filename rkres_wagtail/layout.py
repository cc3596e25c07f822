"""The host's base template with our blocks in its own: what every public template extends."""

from __future__ import annotations

from functools import lru_cache

from django.template import engines

from .conf import settings


@lru_cache(maxsize=8)
def _compile_layout(base: str, title: str, head: str, content: str):
    head_block = (
        f"{{% block {head} %}}{{{{ block.super }}}}"
        "{% block rkres_head %}"
        '<link rel="stylesheet" href="{% static \'rkres_wagtail/css/rkres.css\' %}">'
        "{% endblock %}{% rkres_head_slot %}{% endblock %}"
    )
    source = (
        f'{{% extends "{base}" %}}{{% load static rkres_tags %}}'
        f"{{% block {title} %}}{{% block rkres_title %}}{{{{ page.title }}}}{{% endblock %}}"
        "{% endblock %}"
        f"{head_block if head else ''}"
        f'{{% block {content} %}}{{% rkres_scope %}}<div class="rkres">{{% block rkres_content %}}'
        "{% endblock %}</div>{% endrkres_scope %}{% endblock %}"
    )
    return engines["django"].engine.from_string(source)


def host_layout():
    """The template that public templates extend: the host's base with our blocks in its own.

    Django cannot name a block at run time, so the few lines in between are compiled from the
    settings.
    """
    return _compile_layout(
        settings.BASE_TEMPLATE, settings.TITLE_BLOCK, settings.HEAD_BLOCK, settings.CONTENT_BLOCK
    )
