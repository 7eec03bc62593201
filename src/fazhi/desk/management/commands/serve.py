"""`fazhi server`: everything that a site needs, from an empty folder to the address in the browser."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections

from fazhi import clock
from fazhi.database import roles
from fazhi.sample import load, logins
from fazhi.settings import site_database

THREADS = 16
"""Of each process of the site: each holds a connection, and the database takes a hundred in all."""


class Command(BaseCommand):
    help = "建库、装载样例、启动后台任务和网站"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只对本机开放")
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--workers", type=int, default=2, help="网站进程数，默认 2")
        parser.add_argument("--no-sample", action="store_true", help="不装载样例区")
        parser.add_argument("--prepare-only", action="store_true", help="只准备数据，不启动网站")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["prepare_only"]:
            self._port_is_free(options["host"], options["port"])
        self._prepare(sample=not options["no_sample"])
        if options["prepare_only"]:
            return
        self._announce(options["host"], options["port"])
        _cease_to_own()
        with _background_worker():
            _serve(options["host"], options["port"], options["workers"])

    def _prepare(self, *, sample: bool) -> None:
        self._say("启动数据库……")
        connection.ensure_connection()
        self._say("核对数据库结构……")
        call_command("migrate", interactive=False, verbosity=0)
        self._give_role()
        call_command("collectstatic", interactive=False, verbosity=0)
        if sample and load.is_wanted():
            self._say("装载样例区（仅首次）……")
            load.load_and_sign(now=clock.now(), tell=self._say)
        connection.close()

    def _give_role(self) -> None:
        """The site's own role in the database, with no more rights than pages and jobs need."""
        url, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
        if url and not owner:
            self.stderr.write(
                "注意：网站以数据表属主的身份连接数据库，办理记录只受触发器保护。"
                "请设 DATABASE_OWNER_URL（属主）和 DATABASE_URL（网站专用角色），见 docs/operations.md。"
            )
            return
        try:
            roles.ensure(connection, unquote(urlsplit(url).username or "") if url else roles.WEB)
        except roles.RoleError as error:
            raise CommandError(error.say) from None

    def _announce(self, host: str, port: int) -> None:
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 -- compared, not bound
        self._say(f"\n法治 Fazhi 已就绪：http://{shown}:{port}/\n数据存放在 {settings.HOME}\n按 Ctrl+C 停止。\n")
        if table := logins.table():
            self._say(table)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _port_is_free(self, host: str, port: int) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"端口 {port} 不可用（{error.strerror}）。可换一个：fazhi server --port 8001"
                ) from error


def _cease_to_own() -> None:
    """From here on nobody is the owner of the tables: what serves people cannot change the record.

    The processes of the site are copies of this one, with the settings as they were read; those of the jobs read anew.
    """
    os.environ["FAZHI_DATABASE_ROLE"] = "web"
    connections.close_all()
    connections["default"].settings_dict.update(site_database())


@contextmanager
def _background_worker() -> Iterator[None]:
    """Runs the job worker beside the site and ends it with the site."""
    worker = subprocess.Popen([sys.executable, "-m", "fazhi.cli", "worker"])
    try:
        yield
    finally:
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=10)


def _serve(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 -- only here
    from granian.server import Server  # noqa: PLC0415 -- only here

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")
    Server(
        "fazhi.wsgi:application",
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_enabled=False,
    ).serve()
