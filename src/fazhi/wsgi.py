"""The WSGI application that granian serves."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")
application = get_wsgi_application()


def _read_catalog() -> None:
    """Reads what the catalog defines, so that nobody's first page waits for it."""
    from fazhi.figures.language.library import shelf as figures  # noqa: PLC0415 -- settings must stand first
    from fazhi.procedures.language.library import library  # noqa: PLC0415
    from fazhi.procedures.registers.library import shelf as registers  # noqa: PLC0415

    for read in (library, registers, figures):
        read()


Thread(target=_read_catalog, name="catalog", daemon=True).start()
