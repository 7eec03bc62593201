"""How the embedded PostgreSQL uses the machine: as it comes it is set for one with a hundred megabytes to spare."""

import os
from pathlib import Path

NAME = "fazhi.conf"
INCLUDE = f"include_if_exists = '{NAME}'"
MEGABYTE = 1024 * 1024
# Where the machine does not say: as if it had four gigabytes.
UNKNOWN = 4096 * MEGABYTE


def settings_for(memory: int, *, durable: bool = True) -> dict[str, str]:
    """The settings for a machine with ``memory`` bytes.

    An eighth of it is the database's own cache, at most a gigabyte: the rest is for the site itself and the system's
    cache. Without ``durable`` a power failure may lose everything: for tests.
    """
    cache = min(max(memory // 8 // MEGABYTE, 64), 1024)
    chosen = {
        "shared_buffers": f"{cache}MB",
        "effective_cache_size": f"{max(memory // 2 // MEGABYTE, 128)}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": f"{min(max(memory // 32 // MEGABYTE, 64), 512)}MB",
        "max_wal_size": "2GB",
        # Disks without moving parts; and no statement of ours runs so long that compiling it would pay.
        "random_page_cost": "1.1",
        "jit": "off",
    }
    return chosen if durable else chosen | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def write(folder: Path, *, durable: bool = True) -> None:
    """Writes the settings beside those of the data folder, from where they are read at the next start.

    What an administrator sets in ``postgresql.conf`` below the line that includes ours, or by ALTER SYSTEM, stands.
    """
    lines = [f"{name} = '{value}'\n" for name, value in settings_for(memory(), durable=durable).items()]
    own = folder / NAME
    text = "# Written at each start by Fazhi; change postgresql.conf instead.\n" + "".join(lines)
    if not own.exists() or own.read_text(encoding="utf-8") != text:
        own.write_text(text, encoding="utf-8")
        own.chmod(0o644)
    main = folder / "postgresql.conf"
    if INCLUDE not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write(f"\n{INCLUDE}\n")


def memory() -> int:
    """Bytes of memory that the machine has, as far as it says."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return UNKNOWN
