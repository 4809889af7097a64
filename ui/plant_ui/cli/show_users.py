"""Users and keys, as a person reads them in a terminal."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def users(listing: Json) -> None:
    """Print users, one a line."""
    for user in listing["users"]:
        groups = f"  groups: {', '.join(user['groups'])}" if user["groups"] else ""
        sites = f"  sites: {', '.join(user['sites'])}" if user["sites"] else ""
        shown = f" ({user['shown']})" if user["shown"] != user["name"] else ""
        state = "  disabled" if user["disabled"] else f"  {user['sessions']} sessions, {user['keys']} keys"
        by = "" if user["source"] == "password" else f"  by {user['source']}"
        known = "".join(f"  {link['channel']}: {link['external']}" for link in user["links"])
        print(f"{user['name']}{shown}: {', '.join(user['roles'])}{groups}{sites}{by}{state}{known}")
    if not listing["users"]:
        print("No users: nobody has to sign in. Add one with: plant-copilot users add NAME --role admin")


def key(made: Json) -> None:
    """Print a new key."""
    print(made["key"])
    print(f"It is shown this once. Send it as: Authorization: Bearer KEY. It asks as {made['user']}.")


def keys(listing: Json) -> None:
    """Print keys, one a line."""
    for each in listing["keys"]:
        used = f"used {each['used_utc'][:10]}" if each["used_utc"] else "never used"
        print(f"{each['id']}  {each['label'] or '-'}  made {each['created_utc'][:10]}, {used}")
    if not listing["keys"]:
        print("No keys.")
