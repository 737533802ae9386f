"""The settings of a first start on one's own machine: `python -m deploy.first_settings > .env`."""

import secrets
import sys

FIRST_SETTINGS = """\
# Made once, for this machine only. deploy/env.example lists every setting.
DEBUG=true
SECRET_KEY={secret}
MAIL=files
"""

if __name__ == "__main__":
    sys.stdout.write(FIRST_SETTINGS.format(secret=secrets.token_urlsafe(50)))
