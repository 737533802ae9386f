"""Django's own PostgreSQL with a pool, which is over a restart of the server at once."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One that answers. Raises PoolTimeout while the server does not.

        The pool's own check waits a second after each connection that is broken, and a restart
        breaks all of them.
        """
        while True:
            connection = super().get_new_connection(conn_params)
            if not self.pool:
                return connection
            try:
                ConnectionPool.check_connection(connection)
            except psycopg.Error:
                self.pool.putconn(connection)  # which makes a new one instead
            else:
                return connection
