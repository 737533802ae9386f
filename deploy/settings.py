"""The one settings file: whatever differs between installations is in the environment."""

from datetime import timedelta
from pathlib import Path

import environ

from deploy import databases, identity_provider, logs, site_address
from deploy.imap_server import imap_server
from deploy.mail_server import mail_server
from deploy.second_factor_keys import key_of, second_factor_keys

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if env.bool("READ_DOT_ENV", default=True):
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
DATA_DIR = (BASE_DIR / env.str("DATA_DIR", default="var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # people are named in it
PORT = env.int("PORT", default=8000)
LISTEN_ON = env.str("LISTEN_ON", default="127.0.0.1")
WEB_WORKERS = env.int("WEB_WORKERS", default=2)
WEB_THREADS = env.int("WEB_THREADS", default=4)

# Who runs this installation, in the words that its users know.
SERVICE_NAME = env.str("SERVICE_NAME", default="Education events and briefings")
_examples = {
    "COUNCIL_NAME": "Westshire County Council",
    "CONTACT_EMAIL": "education.events@westshire.example",
    "CONTACT_TELEPHONE": "01632 960 123",
}
_imagined = _examples if DEBUG else dict.fromkeys(_examples, env.NOTSET)  # nobody else's for real
COUNCIL_NAME: str = env.str("COUNCIL_NAME", default=_imagined["COUNCIL_NAME"])
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default=_imagined["CONTACT_EMAIL"])
CONTACT_TELEPHONE: str = env.str("CONTACT_TELEPHONE", default=_imagined["CONTACT_TELEPHONE"])

# Where it is: links in mails are built from this, never from the Host header.
_this_machine = f"http://localhost:{PORT}" if DEBUG else env.NOTSET
_site = site_address.read(env.str("SITE_ADDRESS", default=_this_machine))
SITE_ADDRESS = _site.address
IS_HTTPS = _site.is_https
EXTRA_HOSTS = env.list("EXTRA_HOSTS", default=[])
ALLOWED_HOSTS = [_site.host, *EXTRA_HOSTS]
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CALENDAR_DOMAIN = env.str("CALENDAR_DOMAIN", default=_site.host or "localhost")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "deploy",
    "bookings",
    "events",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first: redirects, refusals and static files pass it too
    "django.middleware.security.SecurityMiddleware",
    "deploy.middleware.KnownHosts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deploy.middleware.private_pages",
    "deploy.middleware.own_page_not_found",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "deploy.bodies.limit_bodies",
    "deploy.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "deploy.unavailable.Unavailable",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "deploy.templating.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "deploy" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deploy.templating.service_words",
            ]
        },
    },
]

# SQLite in DATA_DIR unless DATABASE_URL names another database.
_url = env.str("DATABASE_URL", default="")
DATABASES = {
    "default": databases.entry(_url, beside=BASE_DIR, data_dir=DATA_DIR, threads=WEB_THREADS)
}
CACHES = {  # in the database, so that tries to sign in are counted across processes
    "default": {
        "BACKEND": "deploy.database_cache.CandidCache",
        "LOCATION": "events_cache",
        "KEY_FUNCTION": "events.throttle.key_in_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files and static files.
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DOCUMENT_SIZE_LIMIT = env.int("DOCUMENT_SIZE_LIMIT", default=20 * 1024 * 1024)
FORM_AROUND_A_DOCUMENT = 1024 * 1024
FILE_UPLOAD_HANDLERS = [  # nothing of an upload reaches a disk before it is accepted
    "events.upload_handler.LimitUploadSize",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = DOCUMENT_SIZE_LIMIT + FORM_AROUND_A_DOCUMENT
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
LEAST_FREE_MEGABYTES = env.int("LEAST_FREE_MEGABYTES", default=500)

# Mail: "files" (.eml files in DATA_DIR/mails), "memory" (tests), or smtp+tls://user:password@host:port.
MAIL = env.str("MAIL", default="files" if DEBUG else env.NOTSET)
MAIL_DIR = DATA_DIR / "mails"
MAIL_FROM = env.str("MAIL_FROM", default=CONTACT_EMAIL)
# The mailbox whose answers to invitations, and undelivered mails, are read; none where it is empty.
REPLY_MAILBOX = env.str("REPLY_MAILBOX", default="")
_read_at = env.str("REPLY_IMAP", default="")
REPLY_IMAP = imap_server(_read_at) if _read_at else None
INCOMING_MAIL_KEY = env.str("INCOMING_MAIL_KEY", default="")
CALENDAR_ORGANISER = env.str("CALENDAR_ORGANISER", default=REPLY_MAILBOX or MAIL_FROM)
EMAIL_TIMEOUT = 10
EMAIL_USE_LOCALTIME = False
DEFAULT_FROM_EMAIL = MAIL_FROM
if MAIL == "files":
    EMAIL_BACKEND = "deploy.mail_files.EmlFiles"
elif MAIL == "memory":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
else:
    _mail = mail_server(MAIL)
    MAIL = "smtp"  # a developer's pages show every setting, and hide only what is named a password
    EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.is_encrypted
MAIL_ANSWER_TIMEOUT = 600  # seconds for the answer to the text: RFC 5321, section 4.5.3.2.6
MESSAGE_LEASE = timedelta(minutes=15)
MESSAGE_BATCH = 20
MAIL_LATE_AFTER = timedelta(minutes=env.int("MAIL_LATE_AFTER_MINUTES", default=20))

# Organisers' sign-in.
AUTH_USER_MODEL = "events.Organiser"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "deploy.passwords.Long", "OPTIONS": {"min_length": 12}},
    {"NAME": "deploy.passwords.Uncommon"},
    {
        "NAME": "deploy.passwords.UnlikeTheAccount",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
    {"NAME": "deploy.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organiser_home"
LOGOUT_REDIRECT_URL = "events_list"
ACCOUNT_ADAPTER = "deploy.accounts.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Its tokens cost no query, so that the work for an unknown address is the same.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a path
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": None}  # "login_failed" counts, and knows organisers' devices
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
ACCOUNT_FORMS = {
    "login": "deploy.sign_in.SignIn",
    "reauthenticate": "deploy.sign_in.EnterPasswordAgain",
    "change_password": "deploy.sign_in.ChangePassword",
    "confirm_login_code": "deploy.sign_in.EnterMailedCode",
    "reset_password": "deploy.sign_in.AskForNewPassword",
    "reset_password_from_key": "deploy.sign_in.NewPassword",
}
_debug_key = [key_of(SECRET_KEY)] if DEBUG else env.NOTSET
IDENTITY_PROVIDER = identity_provider.read(env)
SIGN_IN_CODE_BY_MAIL = env.bool("SIGN_IN_CODE_BY_MAIL", default=False)
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
SECOND_FACTOR_KEYS = second_factor_keys(env.list("SECOND_FACTOR_KEYS", default=_debug_key))
MFA_ADAPTER = "deploy.second_factor.EncryptedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: RFC 6238, section 5.2
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # one question's answer may come to another page
MFA_ALLOW_UNVERIFIED_EMAIL = True  # create_organiser made the account: the address is known
MFA_FORMS = {
    "authenticate": "deploy.sign_in.EnterCode",
    "reauthenticate": "deploy.sign_in.EnterCodeAgain",
    "activate_totp": "deploy.sign_in.SetUpCodes",
    "authenticate_webauthn": "deploy.passkey_forms.EnterPasskey",
    "reauthenticate_webauthn": "deploy.passkey_forms.EnterPasskeyAgain",
    "login_webauthn": "deploy.passkey_forms.SignInWithPasskey",
}
MFA_TOTP_ISSUER = SERVICE_NAME
REQUIRE_TOTP = env.bool("REQUIRE_TOTP", default=not DEBUG)

# Limits (counted in the database, exact across processes).
BOOKINGS_PER_ADDRESS_PER_HOUR = env.int("BOOKINGS_PER_ADDRESS_PER_HOUR", default=300)
MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = env.int("MOST_BOOKINGS_PER_ADDRESS_PER_HOUR", default=1000)
MAILS_PER_RECIPIENT_PER_HOUR = env.int("MAILS_PER_RECIPIENT_PER_HOUR", default=20)
SEARCHES_PER_NETWORK_PER_HOUR = env.int("SEARCHES_PER_NETWORK_PER_HOUR", default=60)

OFFER_WORKING_HOURS = env.int("OFFER_WORKING_HOURS", default=8)  # that an offered place is kept

# Words and time.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

# Security.
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=IS_HTTPS and not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600) if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# Browsers take a cookie of such a name from this very host only, and only by https.
_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
KNOWN_DEVICE_COOKIE_NAME = f"{_prefix}known_device"
MESSAGES_COOKIE_NAME = f"{_prefix}messages"
MESSAGE_STORAGE = "deploy.message_cookie.OwnCookieOrSession"
SESSION_ENGINE = "deploy.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "events.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frame-ancestors 'none' says what X-Frame-Options would
    "security.W005",  # other sites of the council below this one are not ours to bind
    "security.W021",  # nor is a list that browsers are shipped with
]

LOGGING = logs.to_console(env.str("LOG_LEVEL", default="INFO"))
