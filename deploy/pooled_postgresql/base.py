"""Django's own PostgreSQL with a pool, which knows a server that is busy from one that is away."""

from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool, PoolTimeout

from deploy.pooled_postgresql import reach

LONGEST_WAIT = 10.0  # seconds, while other threads have all connections


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One that answers. Raises PoolTimeout: soon if the server is away, late if it is busy.

        The pool's own check waits a second after each connection that is broken, and a restart
        breaks all of them.
        """
        if not self.pool:
            return super().get_new_connection(conn_params)
        give_up_at = monotonic() + LONGEST_WAIT
        while True:
            connection = self._next_of_the_pool(conn_params, give_up_at)
            try:
                ConnectionPool.check_connection(connection)
            except psycopg.Error as error:
                self.pool.putconn(connection)  # which makes a new one instead
                if monotonic() > give_up_at:
                    raise PoolTimeout("one broken connection after the other") from error
            else:
                reach.note_answer(self.pool)
                return connection

    def _next_of_the_pool(self, conn_params: dict[str, Any], give_up_at: float) -> Any:
        while reach.is_worth_a_try(self.pool):
            try:
                return super().get_new_connection(conn_params)
            except PoolTimeout:
                if reach.is_away(self.pool):
                    reach.note_failure(self.pool)  # anew: the moment begins when somebody is told
                    raise
                if monotonic() > give_up_at:
                    raise
        raise PoolTimeout("the server was away a moment ago")
