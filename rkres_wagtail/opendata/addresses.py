"""Addresses of this room, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from .catalogue import addresses as catalogue
from .oparl import addresses as oparl
from .popolo import addresses as popolo

urlpatterns = [*oparl.urlpatterns, *popolo.urlpatterns, *catalogue.urlpatterns]
