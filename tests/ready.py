"""Stop before the first test, saying how to get it, where a program is missing."""

import os

from tests import calendar_programs, chromium, dovecot, nginx, postgres

if __name__ == "__main__":
    if "TEST_DATABASE_URL" not in os.environ:
        postgres.find_programs()
    chromium.find()
    calendar_programs.find()
    dovecot.find()
    nginx.find()
