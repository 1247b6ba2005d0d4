"""The one place that reads the environment: every setting, its name, its default, its reason."""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.base.hosting_settings import HostingSettings
from gateway.base.legal_settings import LegalSettings
from gateway.base.mail_deposit_settings import MailDepositSettings
from gateway.base.observability_settings import MetricsSettings, TracingSettings
from gateway.base.settings_files import SecretFiles

__all__ = [
    "DEMO_ISSUER",
    "ClaimNames",
    "IntrospectionSettings",
    "IssuerSettings",
    "MailDepositSettings",
    "ProviderSettings",
    "RootsBucketSettings",
    "Settings",
    "StrengthSettings",
    "given_variables",
]
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


class IntrospectionSettings(BaseModel):
    """By whom an issuer is asked what a token is that nobody else can read (RFC 7662)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    private_key_file: Path | None = None
    discovery_url: str | None = None
    clients: tuple[str, ...] = ()
    """Clients whose tokens are accepted beside our own, where they name no audience."""
    answers_signed: Literal["none", "RS256", "ES256"] = "none"
    """The algorithm by which answers are signed (RFC 9701): unsigned answers are then refused."""
    userinfo_signed: Literal["none", "RS256", "ES256"] = "none"
    approving_roles: tuple[str, ...] = ("agent_public_territorial",)

    @model_validator(mode="after")
    def _has_a_credential(self) -> Self:
        """Refuses a client with no or several credentials: it may ask about any token."""
        given = (self.client_secret, self.client_secret_file, self.private_key_file)
        if sum(each is not None for each in given) != 1:
            raise ValueError("client_secret, client_secret_file or private_key_file, one of them")
        return self


class IssuerSettings(BaseModel):
    """An OIDC issuer that we trust for tokens; `sirens` None means it may assert any."""

    issuer: str
    audience: str = "interco"
    algorithms: tuple[str, ...] = ("ES256", "RS256")
    jwks_url: str | None = None
    jwks_file: Path | None = None
    sirens: frozenset[str] | None = None
    max_lifetime_s: int = Field(default=86_400, gt=0)
    assumed_acr: str | None = None
    """The level of tokens without `acr`, as the operator knows it; None: they may read only."""
    introspection: IntrospectionSettings | None = None
    """Of one issuer at most: an opaque token does not say whose it is."""


class StrengthSettings(BaseModel):
    """The levels of sign-in (`acr`, as identity providers name them) that suffice for each class
    of acts: to read, to prepare, to bind an organisation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: tuple[str, ...] = (
        "eidas0",
        "eidas0-mfa",
        "eidas1",
        "eidas1-mfa",
        "eidas2",
        "eidas3",
    )
    draft: tuple[str, ...] = ("eidas0-mfa", "eidas1", "eidas1-mfa", "eidas2", "eidas3")
    approve: tuple[str, ...] = ("eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3")


class RootsBucketSettings(BaseModel):
    """A bucket for the signed roots; `lock_days` 0 where it has no object lock."""

    endpoint: str
    bucket: str
    prefix: str = "interco-roots/"
    region: str = "us-east-1"
    access_key: str
    secret_key: SecretStr
    lock_days: int = Field(default=3653, ge=0)


class ClaimNames(BaseModel):
    """The names of a provider's claims about a person; the defaults are ProConnect's."""

    siret: str = "siret"
    organisation: str = "organization_label"
    roles: str = "roles"
    population: str = "belonging_population"
    given_name: str = "given_name"
    family_name: str = "usual_name"
    email: str = "email"


class ProviderSettings(BaseModel):
    """An identity provider at which people sign in with their browser (OpenID Connect)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")
    label: str = Field(min_length=1, max_length=80)
    issuer: str
    discovery_url: str | None = None
    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    private_key_file: Path | None = None
    terminal_client_id: str | None = None
    scope: str = "openid"
    pkce: bool = True
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    userinfo_signed: Literal["none", "RS256", "ES256"] = "none"
    acr_values: tuple[str, ...] = ()
    assumed_acr: str | None = None
    claims: ClaimNames = ClaimNames()
    sirens: frozenset[str] | None = None
    approving_roles: tuple[str, ...] = ("agent_public_territorial",)
    post_logout_url: str | None = None

    @field_validator("algorithms")
    @classmethod
    def _are_of_key_pairs(cls, algorithms: tuple[str, ...]) -> tuple[str, ...]:
        """`none` proves nothing, and a shared secret could be a public key."""
        if not algorithms or not set(algorithms) <= {"RS256", "ES256", "PS256", "EdDSA"}:
            raise ValueError("RS256, ES256, PS256 or EdDSA")
        return algorithms

    @model_validator(mode="after")
    def _has_one_credential(self) -> Self:
        given = (self.client_secret, self.client_secret_file, self.private_key_file)
        if sum(each is not None for each in given) > 1:
            raise ValueError("client_secret, client_secret_file or private_key_file, and one only")
        return self


class Settings(BaseSettings):
    """Read from `INTERCO_…` variables (nested values as JSON); an empty one is as if not set."""

    model_config = SettingsConfigDict(
        env_prefix="INTERCO_", frozen=True, extra="forbid", env_ignore_empty=True
    )

    state: Path = Path(".interco")
    """The folder of the store, the keys and the spill when nothing else is said."""
    store_url: str | None = None
    """`postgresql://…` or `sqlite:///…`; default: SQLite in the state folder."""
    store_timeout_s: float = Field(default=30.0, gt=0)
    """The time for which a PostgreSQL store may leave a statement unanswered before it counts as
    out of reach; a statement that every request waits for is given 5 seconds at most."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    issuers: tuple[IssuerSettings, ...] = ()
    strengths: StrengthSettings = StrengthSettings()
    """The levels of sign-in (`acr`) that suffice to read, to prepare and to bind."""
    require_mfa: bool = False
    """True where a person needs, for anything at all, a sign-in that suffices to bind."""
    providers: tuple[ProviderSettings, ...] = ()
    """The providers at which people sign in with their browser; none: only tokens open anything."""
    session_idle_s: int = Field(default=7_200, ge=60)
    """A session that nothing asked with for so long has ended."""
    session_lifetime_s: int = Field(default=43_200, ge=60, le=43_200)
    """After it a person signs in again, whatever was asked meanwhile."""
    first_steward: Literal["operator", "first_agent"] = "operator"
    """The maker of a body's first steward: the operator, or the first agent who comes for it."""
    key_max_days: int = Field(default=366, ge=1)
    """The longest that the key of a machine may serve before it is rotated."""
    policy: Literal["opa", "embedded"] = "opa"
    opa_url: str | None = None
    opa_token: SecretStr | None = None
    policy_timeout_s: float | None = Field(default=None, gt=0)
    """Of a decision about reading; default: 1 of an OPA server, 5 where the law is embedded, which
    shares this machine's processors with the queries."""
    policy_act_timeout_s: float = Field(default=10.0, gt=0)
    """Of a decision about acts: those of a whole declaration are asked together."""
    engine: Literal["duckdb", "trino"] = "duckdb"
    trino_url: str | None = None
    trino_user: str = "interco"
    trino_administrator: str = "interco-admin"
    """The user who makes the catalogs; `trino_user` where Trino is not locked (tests)."""
    trino_signing_key_file: Path | None = None
    """A P-256 private key: signs the tokens by which Trino knows both."""
    trino_ca_file: Path | None = None
    trino_spool_url: str | None = None
    """`https://store/bucket/`: where Trino may leave rows for us; default: it sends them itself."""
    master_key_file: Path | None = None
    """32 random bytes; keyed hashes, cursors and document digests are derived from it."""
    secrets_key_file: Path | None = None
    """The key ring of the secrets in the store; default: `secrets.keys` in the state folder."""
    proof_key_file: Path | None = None
    """Ed25519; signs daily roots and receipts. Default: `proof.key` in the state folder."""
    proof_folder: Path | None = None
    """The folder of signed roots beside the store; default: `roots` in the state folder."""
    proof_bucket: RootsBucketSettings | None = None
    """The same in an S3 bucket, locked there, instead of in a folder."""
    identities_kept_days: int = Field(default=365, ge=30)
    """The days for which the audit names the caller; the CNIL recommends 6 to 12 months."""
    unitary_traces_kept_days: int = Field(default=1096, ge=30)
    """The same of requests that treat a file (CRPA L114-8): 36 months."""
    uploads: Path | None = None
    """The folder in which files that were sent wait to be confirmed, for 7 days; default: `uploads`
    in the state folder. Several gateways over one store share it."""
    contours_file: Path | None = None
    """The contours of communes that maps are drawn from; default: `contours.txt` in the state
    folder. Where there is no such file, tables stand without a map."""
    files_roots: tuple[Path, ...] = ()
    """`files` and `sqlite` storages must lie under one of these; beneath, no link is followed."""
    private_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """`10.1.0.0/16`: where storages may be beside public addresses, whoever declares them."""
    secret_roots: tuple[Path, ...] = ()
    """`file:` secrets must lie under one of these, in a folder named after the owner's SIREN."""
    probe_interval_s: float = Field(default=60.0, ge=1)
    """The time after which the worker asks each storage again if it answers."""
    drift_interval_s: float = Field(default=3600.0, ge=10)
    """The time after which the worker compares each source again with its registration."""
    verification_hours: str = Field(default="1-6", pattern=r"^([01]?\d|2[0-3])-([01]?\d|2[0-4])$")
    """The hours, Paris time, in which agreements are verified each night."""
    query_timeout_s: float = Field(default=30.0, gt=0)
    max_answer_bytes: int = Field(default=100_000_000, ge=1_000_000)
    """The bytes of a document's lists and totals together; more is refused, never cut."""
    max_document_rows: int = Field(default=100_000, gt=0)
    """The rows that a document's lists may ask for together, and hold together."""
    max_streamed_rows: int = Field(default=10_000_000, gt=0)
    """The rows that one answer in SQL may hold; more is refused, never cut."""
    max_streamed_bytes: int = Field(default=20_000_000_000, ge=1_000_000)
    """The same, in bytes as they are read, not as a format writes them."""
    stream_timeout_s: float = Field(default=600.0, gt=0)
    """The time that such an answer may take, its reader's slowness included."""
    max_waiting_bytes: int = Field(default=4_000_000_000, ge=10_000_000)
    """On the disk, of such answers that are computed and wait for their readers, all together."""
    downloads_of_an_agent: int = Field(default=2, gt=0)
    """Such answers of one agent, or of one address without a token, on their way at once."""
    query_limits: Literal["observe", "enforce"] = "observe"
    """Queries beyond the limits below wait (`enforce`), or are logged and run (`observe`)."""
    queries_at_once: int = Field(default=32, gt=0)
    queries_of_an_organisation: int = Field(default=12, gt=0)
    queries_of_an_agent: int = Field(default=6, gt=0)
    queue_wait_s: float = Field(default=10.0, gt=0)
    requests_of_an_address: int = Field(default=1_200, ge=0)
    """A minute, without a token; 0 here and below: no limit."""
    requests_of_an_agent: int = Field(default=6_000, ge=0)
    requests_of_an_organisation: int = Field(default=30_000, ge=0)
    failures_of_an_address: int = Field(default=60, ge=0)
    """A minute: tokens and keys that prove nobody."""
    sign_ins_of_an_address: int = Field(default=60, ge=0)
    """A minute: attempts begun."""
    shutdown_grace_s: float = Field(default=10.0, ge=0)
    max_document_bytes: int = 100_000
    duckdb_memory: str = Field(default="1GB", pattern=r"^\s*[0-9]{1,15} ?[KMGTkmgt]?[iI]?[Bb]?\s*$")
    migrate: Literal["at_start", "by_command"] = "at_start"
    """`at_start`: a start brings the store's tables up to date; `by_command`: it refuses to serve
    until `./interco migrate` has."""
    worker: bool = True
    """True where this process does the work that is due: by the clock, and messages to tell."""
    smtp_url: SecretStr | None = None
    """`smtp://user:password@host:587` or `smtps://…`; default: nobody is told by mail."""
    mail_from: str | None = None
    mail_deposits: MailDepositSettings | None = None
    """Files by mail, from listed senders; default: no mail is taken."""
    drop_folder: Path | None = None
    """An SFTP server's folder, `<slug>/<dataset>/<file>`; default: those of storages alone."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+\S*$")
    """The gateway's address for people, as exports name it; default: as a request is addressed."""
    host_looks: dict[str, str] = {}
    """`{"donnees.syndicat.fr": "200090884"}`: whose look pages of that host have before sign-in."""
    hosting: HostingSettings = HostingSettings()
    """Country, SecNumCloud and operator of each part, for those who demand it."""
    cors_origins: tuple[str, ...] = ()
    """Pages of other addresses whose scripts may ask, listed exactly; nobody is by default."""
    security_contact: str | None = Field(default=None, pattern=r"^(mailto:|https://|tel:)\S+$")
    """Whom `/.well-known/security.txt` names; default: nobody, and there is no such page."""
    accessibility_contact: str | None = Field(default=None, pattern=r"^(mailto:|https://|tel:)\S+$")
    """Whom the declaration of accessibility names; default: the steward of one's own body."""
    legal: LegalSettings = LegalSettings()
    """The publisher, the host and the data protection officer that `/legal` names."""
    postgres_port: int | None = Field(default=None, ge=0, le=65_535)
    """The port of the PostgreSQL door, for tools that speak SQL; default: it is shut."""
    postgres_host: str = "127.0.0.1"
    postgres_certificate_file: Path | None = None
    """Its certificate and those above it, in PEM: the door is never open without TLS."""
    postgres_key_file: Path | None = None
    postgres_programs: Path | None = None
    """The folder of `initdb` and `postgres`, which answer about catalogs; default: Debian's."""
    postgres_connections: int = Field(default=200, ge=1)
    """At once, of one worker."""
    postgres_idle_s: float = Field(default=3_600.0, gt=0)
    """A session that sends nothing for so long is ended."""
    metrics: MetricsSettings | None = None
    """The readers of the figures of this process; default: nobody."""
    tracing: TracingSettings | None = None
    """The address to which traces of requests are sent; default: nowhere, and none are made."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Sources, the strongest first: code, the environment, then the files that it names."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @field_validator("providers")
    @classmethod
    def _have_names_of_their_own(
        cls, providers: tuple[ProviderSettings, ...]
    ) -> tuple[ProviderSettings, ...]:
        if len({each.name for each in providers}) < len(providers):
            raise ValueError("each provider has a name of its own")
        return providers

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """A pattern, a path or `null` would let in whom nobody named."""
        if not all(_ORIGIN.fullmatch(each) for each in origins):
            raise ValueError("an origin is https://host or https://host:port")
        return origins

    @property
    def policy_deadline_s(self) -> float:
        if self.policy_timeout_s is not None:
            return self.policy_timeout_s
        return 5.0 if self.policy == "embedded" else 1.0

    @property
    def is_reached_by_https(self) -> bool:
        return (self.public_url or "").startswith("https://")

    @property
    def database_url(self) -> str:
        return self.store_url or f"sqlite:///{(self.state / 'catalog.sqlite').resolve()}"

    @property
    def directory_roots(self) -> tuple[str, ...]:
        """The real paths of the operator's own folders: a link to one of them is the operator's."""
        return tuple(str(root.resolve()) for root in self.files_roots)

    @property
    def secrets_ring(self) -> Path:
        return self.secrets_key_file or self.state / "secrets.keys"

    @property
    def proof_key(self) -> Path:
        return self.proof_key_file or self.state / "proof.key"

    @property
    def uploads_folder(self) -> Path:
        return self.uploads or self.state / "uploads"

    @property
    def roots_folder(self) -> Path:
        return self.proof_folder or self.state / "roots"

    @property
    def contours(self) -> Path:
        return self.contours_file or self.state / "contours.txt"

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.state / "master.key"


def given_variables() -> frozenset[str]:
    """The names of those that are set, without what they hold."""
    return frozenset(name for name in os.environ if name.startswith("INTERCO_"))
