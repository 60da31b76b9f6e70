"""Settings of every installation: fed by the environment, safe when it says nothing.

SITE_URL is the one address of the installation; hosts, CSRF origins, secure cookies, HSTS, the required
second factor and the links in e-mails follow from it. README.md and docs/operate.md list the variables.
"""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import reset_tzpath

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import EmailValidator
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env("ENV_FILE", default=str(BASE_DIR / ".env")))

# Every machine reckons with the zones of the pinned package, whatever its system knows of them.
reset_tzpath(to=())


def _number(name: str, default: int) -> int:
    """A whole number, with its name in the sentence if it is none."""
    try:
        return int(env.int(name, default=default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{env(name)}”; it must be a whole number.") from None


def _mail_address(name: str, default: str) -> str:
    """An e-mail address, with a name before it or not; this machine's own name is enough of a domain."""
    address = str(env(name, default="")) or default
    try:
        EmailValidator(allowlist=["localhost", str(_site.hostname)])(parseaddr(address)[1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is “{address}”. It must be an e-mail address, such as keruen@example.org."
        ) from None
    return address


def _tls() -> str:
    """How the line to the mail server is encrypted; a truth means the usual way, an untruth none."""
    said = str(env("SMTP_TLS", default="starttls")).strip().lower()
    ways = {
        "starttls": env.BOOLEAN_TRUE_STRINGS,
        "implicit": (),
        "none": ("false", "off", "no", "n", "0"),
    }
    for way, others in ways.items():
        if said == way or said in others:
            return way
    raise ImproperlyConfigured(
        f"SMTP_TLS is “{said}”. It must be starttls, implicit (encrypted from the first byte) or none."
    )


def _database() -> dict[str, Any]:
    """The database that DATABASE_URL names; a wrong address is refused without showing its password."""
    url = env("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
    try:
        return dict(env.db_url_config(url))
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; it looks like postgres://user:password@host:5432/name."
        ) from None


def _field_keys() -> list[str]:
    """The keys that encrypt single fields."""
    keys: list[str] = env.list("FIELD_KEYS")
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        keys = []
    if not keys:
        raise ImproperlyConfigured(
            "FIELD_KEYS must be one or more keys, with commas between: 32 random bytes each in Base64."
        )
    return keys


# Where it runs
SITE_URL: str = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path or _site.query:
    raise ImproperlyConfigured(
        f"SITE_URL is “{SITE_URL}”. It must be the address of the site and nothing more, such as https://example.org."
    )
SECURE = _site.scheme == "https"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
# The first key encrypts, all of them decrypt: put a new one in front to rotate.
FIELD_KEYS = _field_keys()

# For how many days after a mission's last day its travel documents are kept; the consent says so.
TRAVEL_DOCUMENT_DAYS = _number("TRAVEL_DOCUMENT_DAYS", default=60)
if not 1 <= TRAVEL_DOCUMENT_DAYS <= 3650:
    raise ImproperlyConfigured("TRAVEL_DOCUMENT_DAYS must be a number of days from 1 to 3650.")

ALLOWED_HOSTS = [_site.hostname]
if not SECURE and _site.hostname in {"127.0.0.1", "localhost"}:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
# The web server speaks plain HTTP: where the site is on https, a proxy of ours stands before it.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=SECURE)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours add to X-Forwarded-For: what stands further left may be forged and is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("TRUSTED_PROXY_COUNT", default=1 if BEHIND_PROXY else 0)

# What it is made of
INSTALLED_APPS = [
    "backoffice.apps.KeruenAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wording",
    "accounts",
    "partners",
    "missions",
    "delegations",
    "reports",
    "backoffice",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.private_by_default",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language_choice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.cookies_where_asked",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "delegations.sessions.remember_delegates",
    "accounts.returning.SignInAgain",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "config.addresses.here",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Data
DATABASES: dict[str, dict[str, Any]] = {"default": _database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing with "database is locked". The system keeps the file
    # in memory, so that each thread's connection need not keep much of it again (in KiB).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-500;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# To open a connection takes ten times as long as the one query of a public page, on SQLite too.
DATABASES["default"]["CONN_MAX_AGE"] = 60
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://?max_entries=1000")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Mail: to a folder unless a server is named
MAIL_FROM = _mail_address("MAIL_FROM", default=f"keruen@{_site.hostname}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# For so many minutes letters about a version wait for the next one, which then tells everything at once.
NOTICES_WAIT = _number("NOTICES_WAIT", default=5)
# Where readers report a mistake in a record, and where a hole in the software is reported (RFC 9116).
REPORT_ADDRESS = _mail_address("REPORT_ADDRESS", default=parseaddr(MAIL_FROM)[1])
SECURITY_CONTACT = env("SECURITY_CONTACT", default=f"mailto:{parseaddr(MAIL_FROM)[1]}")
if env("SMTP_HOST", default=""):
    _smtp_tls = _tls()
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env("SMTP_HOST"),
                "port": _number("SMTP_PORT", default=465 if _smtp_tls == "implicit" else 587),
                "username": env("SMTP_USER", default=""),
                "password": env("SMTP_PASSWORD", default=""),
                "use_tls": _smtp_tls == "starttls",
                "use_ssl": _smtp_tls == "implicit",
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": BASE_DIR / ".local" / "mail"},
        }
    }
# For so many days letters stay in that folder (`manage.py purge_mail_folder`); 0 keeps them all.
MAIL_FOLDER_DAYS = _number("MAIL_FOLDER_DAYS", default=30)

# Who may come in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "backoffice.rights.access.MissionRoles",  # signs nobody in: it knows what roles in missions give
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers whose address somebody typed
ACCOUNT_SESSION_REMEMBER = False  # a shared computer forgets who worked at it
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Keruen"
MFA_TOTP_TOLERANCE = 1  # telephones abroad run half a minute wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by organisers, not by those who sign in
# Staff of a site on the open net sign in with a second factor; on a machine of one's own it is offered.
SECOND_FACTOR_REQUIRED = SECURE

# What is written down when something goes wrong; the proxy counts what was only not found
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "config.logs.WithoutTokens"}},
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# What a page may load and do
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.NONE],  # but on a delegate's own pages: delegations/views.py
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"), ("tk", "Türkmençe")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "config" / "django_locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The form of a visit names each person twice: with a thousand of them, more fields than Django takes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
# Files that organisers attach: outside every served folder, handed out by delegations/attachments.py alone.
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_files.StaticFiles"
    },
}
WHITENOISE_AUTOREFRESH = DEBUG
