#!/usr/bin/env python
"""Run the example site from a checkout: ``python example_site/manage.py …``."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Python puts this file's directory first on the path; the project is one level up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
