"""The settings of signing in: whether people have to, for how long, and who may vouch for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from plant_copilot.errors import BadSetting
from plant_copilot.people.errors import UserInvalid
from plant_copilot.people.roles import ROLES, groups_of, sites_of
from plant_knowledge_ingest.principal import AT_SITE

KNOWN = (
    "PLANT_SIGN_IN",
    "PLANT_SIGN_IN_HOURS",
    "PLANT_SIGN_IN_ROLE",
    "PLANT_OIDC_URL",
    "PLANT_OIDC_CLIENT",
    "PLANT_OIDC_SECRET",
    "PLANT_OIDC_NAME",
    "PLANT_OIDC_SCOPE",
    "PLANT_OIDC_GROUPS",
    "PLANT_OIDC_MAP",
    "PLANT_PROXIES",
    "PLANT_PROXY_SECRET",
    "PLANT_PROXY_HEADER",
)
FILE = "users.sqlite"
"""Where users are in a home without a server."""

_SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """``required``: even while there are no users; ``hours`` of a session; ``role`` of who comes first from elsewhere.

    ``issuer``, ``client``, ``secret``: the OpenID provider, and who we are to it; ``claim``: where its tokens have the
    name; ``scope``: what is asked of it; ``groups_claim``: where its tokens have the groups of a person, "" where they
    do not count; ``meant``: the roles and groups that these stand for here, as pairs; ``proxies``: who may say in
    ``header`` who asks, knowing ``proxy_secret``.
    """

    required: bool = False
    hours: int = 12
    role: str = "technician"
    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    claim: str = "preferred_username"
    scope: str = "openid profile email"
    groups_claim: str = ""
    meant: tuple[tuple[str, str], ...] = ()
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy_secret: str = field(default="", repr=False)
    header: str = "x-forwarded-user"

    @classmethod
    def read(cls, values: Mapping[str, str]) -> SignInSettings:
        """Read the settings named in ``KNOWN``. Raises ``BadSetting``."""
        read = cls(
            required=_required(values.get("PLANT_SIGN_IN", "")),
            hours=_hours(values.get("PLANT_SIGN_IN_HOURS", "12")),
            role=_role(values.get("PLANT_SIGN_IN_ROLE", "technician")),
            issuer=_issuer(values.get("PLANT_OIDC_URL", "")),
            client=values.get("PLANT_OIDC_CLIENT", ""),
            secret=values.get("PLANT_OIDC_SECRET", ""),
            claim=values.get("PLANT_OIDC_NAME", "") or "preferred_username",
            scope=_scope(values.get("PLANT_OIDC_SCOPE", "") or "openid profile email"),
            groups_claim=values.get("PLANT_OIDC_GROUPS", "").strip(),
            meant=_meant(values.get("PLANT_OIDC_MAP", "")),
            proxies=_networks(values.get("PLANT_PROXIES", "")),
            proxy_secret=values.get("PLANT_PROXY_SECRET", ""),
            header=values.get("PLANT_PROXY_HEADER", "").strip().lower() or "x-forwarded-user",
        )
        if read.issuer and not read.client:
            raise BadSetting("PLANT_OIDC_URL is set, but PLANT_OIDC_CLIENT is not: the provider has to know us.")
        if bool(read.groups_claim) != bool(read.meant):
            raise BadSetting(
                "PLANT_OIDC_GROUPS and PLANT_OIDC_MAP are set together: the claim, and what its groups are here.",
                remedy="For example: PLANT_OIDC_GROUPS=groups and PLANT_OIDC_MAP=maintenance=technician,safety=safety",
            )
        if read.proxies and len(read.proxy_secret) < _SHORTEST_SECRET:
            raise BadSetting(f"PLANT_PROXIES wants a PLANT_PROXY_SECRET of {_SHORTEST_SECRET} characters or more.")
        return read

    def is_proxy(self, address: str) -> bool:
        """Tell whether ``address`` is one of the proxies'."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)


def _required(value: str) -> bool:
    if value not in {"", "required"}:
        raise BadSetting(f"PLANT_SIGN_IN is {value!r}; it must be required, or empty: as soon as there are users.")
    return value == "required"


def _hours(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 720:
        raise BadSetting(f"PLANT_SIGN_IN_HOURS is {value!r}; it must be 1 to 720.")
    return int(value)


def _role(value: str) -> str:
    if value not in ROLES or value == "admin":
        raise BadSetting(f"PLANT_SIGN_IN_ROLE is {value!r}; it must be a role, and not admin.")
    return value


def _issuer(value: str) -> str:
    local = value.startswith(("http://127.0.0.1:", "http://localhost:"))
    if value and not local and not value.startswith("https://"):
        raise BadSetting(f"PLANT_OIDC_URL is {value!r}; it must begin with https://.")
    return value.rstrip("/")


def _scope(value: str) -> str:
    if "openid" not in value.split():
        raise BadSetting(f"PLANT_OIDC_SCOPE is {value!r}; openid must be among it.")
    return value


def _meant(value: str) -> tuple[tuple[str, str], ...]:
    """Read "maint=technician, boss=admin"; names with commas in them, of a directory, are parted by semicolons."""
    parts = [part.strip() for part in value.split(";" if ";" in value else ",") if part.strip()]
    pairs = tuple((theirs.strip(), ours.strip()) for theirs, _, ours in (part.rpartition("=") for part in parts))
    if wrong := [part for part, pair in zip(parts, pairs, strict=True) if not all(pair)]:
        raise BadSetting(
            f"PLANT_OIDC_MAP: {wrong[0]!r} is not THEIR-GROUP=ROLE, nor THEIR-GROUP=GROUP, nor THEIR-GROUP=site:SITE."
        )
    try:
        groups_of(ours for _, ours in pairs if ours not in ROLES and not ours.startswith(AT_SITE))
        sites_of(ours.removeprefix(AT_SITE) for _, ours in pairs if ours.startswith(AT_SITE))
    except UserInvalid as error:
        raise BadSetting(f"PLANT_OIDC_MAP: {error.message}", remedy=error.remedy) from error
    return pairs


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise BadSetting(f"PLANT_PROXIES is {value!r}; {error}.") from error
