"""Settings of the Fazhi site. Everything that differs between installations comes from the environment.

FAZHI_HOME        folder of the data: database, kept files, secret key (default: var/ in the project)
DATABASE_URL      postgresql://user:password@host:port/name; without it the embedded database is used
DATABASE_OWNER_URL  the same database as the owner of its tables, for migrations; the site then works as DATABASE_URL
FAZHI_DATABASE_ROLE  web in the processes that serve pages and jobs: they must not be able to change the record
FAZHI_HOSTS       host names that the site answers to, with commas (default: this machine only)
FAZHI_HTTPS       1 where the site is served over HTTPS: cookies are then sent over nothing else
FAZHI_API_RATE    calls a minute with one token of the API, in each server process (default: 1200)
FAZHI_TRUSTED_PROXIES  networks of proxies that may say whom they forward: 10.0.0.0/8,127.0.0.1 (default: none)
FAZHI_INTAKE_AT_ONCE  how many citizens may hand in at the same instant before the next have to queue (default: 4)
FAZHI_NOW         a fixed day or moment (ISO 8601) for demonstrations and tests, instead of the real clock
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from fazhi.database.roles import WEB

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("FAZHI_HOME") or BASE_DIR / "var").resolve()
DEBUG = False


def _secret_key() -> str:
    """The key of this installation: made on the first start, readable by its owner only."""
    if "FAZHI_SECRET_KEY" in os.environ:
        return os.environ["FAZHI_SECRET_KEY"]
    path = HOME / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def site_database() -> dict[str, object]:
    """How to reach the database: as the site's role where FAZHI_DATABASE_ROLE is web, else as the owner."""
    url = os.environ.get("DATABASE_URL")
    web = os.environ.get("FAZHI_DATABASE_ROLE") == "web"
    common = {
        "ENGINE": "fazhi.database",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # Statements that come again are planned once a connection; behind a pooler that hands out connections by the
        # transaction this has to be off.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }
    if not url:
        return common | {"NAME": "fazhi", "EMBEDDED": str(HOME / "postgresql"), "ROLE": WEB if web else ""}
    parts = urlsplit(url if web else os.environ.get("DATABASE_OWNER_URL") or url)
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": site_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = [h for h in os.environ.get("FAZHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "fazhi.government",
    "fazhi.files",
    "fazhi.jobs",
    "fazhi.statutes",
    "fazhi.registers",
    "fazhi.cases",
    "fazhi.plans",
    "fazhi.inspections",
    "fazhi.exams",
    "fazhi.publishing",
    "fazhi.intake",
    "fazhi.consultations",
    "fazhi.citizens",
    "fazhi.figures",
    "fazhi.returns",
    "fazhi.scrutiny",
    "fazhi.reports",
    "fazhi.assessment",
    "fazhi.desk",
    "fazhi.api",
    "fazhi.portal",
]

MIDDLEWARE = [
    "fazhi.desk.addresses.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fazhi.desk.sessions.SessionLimitMiddleware",
    "fazhi.desk.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "fazhi.urls"
WSGI_APPLICATION = "fazhi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "fazhi.desk.shell.shell",
            ],
            "builtins": ["fazhi.desk.templatetags.desk"],
        },
    },
]

# --- who may come in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "government.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "fazhi.government.passwords.CharacterKinds"},
]
# Five wrong passwords lock the account for a quarter of an hour, wherever they come from.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "fazhi.desk.login.locked_out"
AXES_USERNAME_FORM_FIELD = "username"

# A session ends with the working day, after half an hour without a sign of life, or with the browser.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSIONS_PER_PERSON = 3
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
HTTPS = os.environ.get("FAZHI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 3600 * 24 * 30 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF, "'unsafe-inline'"],  # bar widths and tree indents are style attributes
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

# --- language, time, files ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
KEPT_FILES = HOME / "files"
# One upload may be 20 MB (documents/ says so too); a form of the import wizard carries many fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# For two cores: one more who hands in at once would make everybody who reads wait. The next queue, and lose nothing.
INTAKE_AT_ONCE = int(os.environ.get("FAZHI_INTAKE_AT_ONCE") or 4)
TRUSTED_PROXIES = [each.strip() for each in os.environ.get("FAZHI_TRUSTED_PROXIES", "").split(",") if each.strip()]

API_CALLS_PER_MINUTE = int(os.environ.get("FAZHI_API_RATE") or 1200)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "background"
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # accounts are locked by name on purpose, wherever the attempts come from

FIXED_NOW = os.environ.get("FAZHI_NOW") or None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
