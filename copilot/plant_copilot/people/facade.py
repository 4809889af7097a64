"""What the copilot does with people, for every face: one step on a user, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plant_copilot.errors import WrongUse
from plant_copilot.people.people import People

Json = dict[str, Any]

STEPS = ("list", "add", "change", "revoke", "keys", "key", "link", "unlink")


class Peopled:
    """The part of the facade that is about people."""

    people: People
    """Users, and signing in."""

    def user(self, step: str, name: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Take one step and return the user, or what was asked for; see ``Users`` and ``SignIn`` for the fields.

        list: {users}. add: roles, password, groups, sites, shown, source. change: the same, and disabled. revoke: key,
        or all sessions. keys: {keys}. key: label; {key} is shown this once. link, unlink: channel (slack, teams)
        and external, the id there. Raises ``UserInvalid``, ``UnknownUser``, ``WrongUse``.
        """
        given, people = dict(fields or {}), self.people
        steps: dict[str, Callable[[], Json]] = {
            "list": people.users.list,
            "add": lambda: people.users.add(name, **given),
            "change": lambda: people.users.change(name, **given),
            "revoke": lambda: people.users.revoke(name, **given),
            "keys": lambda: people.users.keys(name),
            "link": lambda: people.users.link(name, **given),
            "unlink": lambda: people.users.unlink(name, **given),
            "key": lambda: people.sign_in.new_key(name, **given),
        }
        if step not in steps:
            raise WrongUse(f"There is no step {step!r} for a user.", remedy=f"Steps are: {', '.join(STEPS)}.")
        return steps[step]()
