"""System checks of the host's template; described in ``docs/reference/checks.md``."""

from __future__ import annotations

import difflib
import re

from django.core import checks
from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader_tags import BlockNode, ExtendsNode
from django.template.utils import InvalidTemplateEngineError

from .conf import PREFIX, settings

#: Settings that name a block of the base template; the second says whether "" is allowed.
BLOCKS = {"CONTENT_BLOCK": False, "TITLE_BLOCK": False, "HEAD_BLOCK": True}
_BLOCK_NAME = re.compile(r"^\w+$")


def check_templates(app_configs, **kwargs):
    """E008 no such base template, E009 it does not compile, E010 no such block in it."""
    name = settings.BASE_TEMPLATE
    if not isinstance(name, str):
        return []  # E004
    try:
        blocks = blocks_of(name)
    except InvalidTemplateEngineError:
        message = "There is no Django template engine named 'django' in TEMPLATES."
        return [checks.Error(message, hint="Our templates need one.", id=_id("E008"))]
    except TemplateDoesNotExist as error:
        return [
            checks.Error(
                f"{PREFIX}BASE_TEMPLATE is {name!r}: template {str(error)!r} does not exist.",
                hint="Name the template that the pages of the site extend, e.g. 'base.html'.",
                id=_id("E008"),
            )
        ]
    except TemplateSyntaxError as error:
        return [
            checks.Error(
                f"{PREFIX}BASE_TEMPLATE is {name!r}, which does not compile: {error}",
                hint="Correct the template, or name another one.",
                id=_id("E009"),
            )
        ]
    if blocks is None:
        return []
    return [
        *(
            _no_block(setting, block, blocks, may_be_empty=may_be_empty)
            for setting, may_be_empty in BLOCKS.items()
            if isinstance(block := getattr(settings, setting), str)
            and not (may_be_empty and block == "")
            and (block not in blocks or not _BLOCK_NAME.match(block))
        )
    ]


def _no_block(setting: str, block: str, blocks: set[str], *, may_be_empty: bool):
    close = difflib.get_close_matches(block, sorted(blocks), n=1)
    guess = f"Did you mean {close[0]!r}? " if close else ""
    empty = " An empty text leaves our stylesheet to you." if may_be_empty else ""
    return checks.Error(
        f"{PREFIX}{setting} is {block!r}: {settings.BASE_TEMPLATE!r} has no such block.",
        hint=f"{guess}Its blocks are: {', '.join(sorted(blocks)) or 'none'}.{empty}",
        id=_id("E010"),
    )


def blocks_of(name: str) -> set[str] | None:
    """Names of the blocks of a template and all it extends; None where a parent is a variable."""
    template = engines["django"].engine.get_template(name)
    # One context for the whole chain: a template may extend one of its own name.
    context = Context()
    context.template = template
    found: set[str] = set()
    while True:
        found |= {node.name for node in template.nodelist.get_nodes_by_type(BlockNode)}
        extends = template.nodelist.get_nodes_by_type(ExtendsNode)
        if not extends:
            return found
        if not isinstance(extends[0].parent_name.var, str):
            return None
        template = extends[0].get_parent(context)


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
