"""The entry of DATABASES, with what either database needs to hold under load and faults."""

from pathlib import Path
from typing import Any

from deploy.database_address import database, in_file
from deploy.pooled_postgresql.reach import note_failure

ON_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
}
POOL = {
    "min_size": 1,
    "timeout": 1.5,  # seconds a request waits, and then for longer if the server is not away
    "reconnect_timeout": 1,  # seconds until the pool says that it is
    "reconnect_failed": note_failure,
}
NOTICE_A_SILENT_SERVER = {  # whose machine or network is gone: the system would wait for minutes
    "connect_timeout": 2,  # seconds
    "tcp_user_timeout": 5000,  # milliseconds
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
END_WHAT_TAKES_TOO_LONG = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=20000"
)


def entry(url: str, *, beside: Path, data_dir: Path, threads: int) -> dict[str, Any]:
    """What the address names, or SQLite in `data_dir`, for so many threads.

    Raises ImproperlyConfigured.
    """
    named = database(url, beside=beside) if url else in_file(data_dir / "placecard.sqlite3")
    if named["ENGINE"] == "deploy.private_sqlite3":
        test = {"NAME": str(data_dir / "test.sqlite3")}
        return {**named, "CONN_MAX_AGE": None, "OPTIONS": ON_SQLITE, "TEST": test}
    options = {
        **NOTICE_A_SILENT_SERVER,
        **named.get("OPTIONS", {}),  # what the address asks for, such as sslmode
        "pool": {**POOL, "max_size": threads},
        "options": END_WHAT_TAKES_TOO_LONG,
    }
    return {**named, "CONN_MAX_AGE": 0, "OPTIONS": options}
