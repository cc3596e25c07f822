"""Regional social economy committees for Wagtail.

This module imports nothing, so that a project's settings may import it.
"""

__version__ = "0.1.0"

#: What goes into ``INSTALLED_APPS`` of an ordinary project (``*RKRES_WAGTAIL_APPS``).
#: ``localflavor`` brings the Polish names of voivodeships, ``table_block`` the editor of tables.
RKRES_WAGTAIL_APPS = (
    "rkres_wagtail",
    "rkres_wagtail.pages",
    "wagtail_modeladmin",
    "wagtail.contrib.table_block",
    "localflavor",
)

#: The same for a project with its own base page model (``WAGTAIL_PAGE_MODEL``): the concrete
#: page types are left out and made by the project from the mixins.
RKRES_WAGTAIL_APPS_WITHOUT_PAGES = (
    "rkres_wagtail",
    "wagtail_modeladmin",
    "wagtail.contrib.table_block",
    "localflavor",
)
