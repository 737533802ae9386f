"""@command: a durable transaction, tried again where the database asks for it."""

import pytest
from django.db import OperationalError, transaction

from events.command import command
from tests.factories import make_team

pytestmark = pytest.mark.django_db(transaction=True)


class Deadlock(Exception):
    sqlstate = "40P01"


class DiskFull(Exception):
    sqlstate = "53100"


def failing(times, cause):
    """A command that fails so many times, and the list of its tries."""
    tries = []

    @command
    def change():
        tries.append(transaction.get_connection().in_atomic_block)
        if len(tries) <= times:
            raise OperationalError from cause
        return "done"

    return change, tries


def test_a_deadlock_is_tried_again():
    change, tries = failing(2, Deadlock())

    assert (change(), tries) == ("done", [True, True, True])


def test_the_third_failure_is_the_last():
    change, tries = failing(3, Deadlock())

    with pytest.raises(OperationalError):
        change()

    assert len(tries) == 3


@pytest.mark.parametrize("cause", [DiskFull(), None])
def test_other_failures_are_not_tried_again(cause):
    change, tries = failing(1, cause)

    with pytest.raises(OperationalError):
        change()

    assert len(tries) == 1


def test_a_command_does_not_run_inside_another_transaction():
    @command
    def change():
        return make_team()

    with transaction.atomic(), pytest.raises(RuntimeError):
        change()
