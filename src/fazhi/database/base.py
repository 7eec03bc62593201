"""Django's PostgreSQL backend, which starts the embedded server on the first connection where no server is named."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from fazhi.database.embedded import connection_parameters

_known_databases: set[str] = set()


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads `EMBEDDED` (a data folder) from the database's settings; without it, behaves as Django's own backend.

    `ROLE` is the login role in the embedded server; empty for its owner. `DURABLE` (yes): whether it outlives a power
    failure.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """Adds the embedded server's socket to the parameters, starting the server if need be."""
        parameters: dict[str, Any] = super().get_connection_params()
        folder = self.settings_dict.get("EMBEDDED")
        if folder:
            parameters |= connection_parameters(Path(folder), durable=bool(self.settings_dict.get("DURABLE", True)))
            self._ensure_database(parameters)
            parameters["user"] = self.settings_dict.get("ROLE") or parameters["user"]
        return parameters

    def _ensure_database(self, parameters: dict[str, Any]) -> None:
        name = parameters["dbname"]
        # Django's test runner makes its own databases and expects to find them missing.
        if name in _known_databases or name == "postgres" or name.startswith("test_"):
            return
        import psycopg  # noqa: PLC0415 -- only the embedded server needs its own connection here

        reach = {key: parameters[key] for key in ("host", "port", "user")}
        with psycopg.connect(dbname="postgres", autocommit=True, **reach) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if not found:
                connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))
        _known_databases.add(name)
