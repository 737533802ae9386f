"""The settings of a first start on one's own machine: `python -m deploy.initial_env > .env`."""

import secrets
import sys

from deploy.second_factor_keys import new_key

INITIAL_ENV = """\
# Made once, for this machine only. deploy/env.example lists every setting.
DEBUG=true
SECRET_KEY={secret}
SECOND_FACTOR_KEYS={key}
MAIL=files
"""

if __name__ == "__main__":
    sys.stdout.write(INITIAL_ENV.format(secret=secrets.token_urlsafe(50), key=new_key()))
