"""Stop before the first test, saying how to get it, where a database or a browser is missing."""

import os

from tests import chromium, postgres

if __name__ == "__main__":
    if "TEST_DATABASE_URL" not in os.environ:
        postgres.find_programs()
    chromium.find()
