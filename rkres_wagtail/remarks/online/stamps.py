"""The stamp of a form of remarks: whose consultation's it is, and since when (``form_stamps``)."""

from __future__ import annotations

from functools import partial

from ... import form_stamps

WHAT = "remark_form"

Stamp = partial(form_stamps.Stamp, WHAT)
fresh = partial(form_stamps.fresh, WHAT)
read = partial(form_stamps.read, WHAT)
