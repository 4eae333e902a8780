"""Which of those who can log in may use the server: addresses, and whole domains of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from classifier.errors import UserError

_ADDRESS = re.compile(rb"[^@\s*]+@([^@\s*]+)")
_DOMAIN = re.compile(rb"[^@\s*.]+(\.[^@\s*.]+)*")


class AllowListError(UserError):
    """An allow-list is not in order, and so admits nobody; the message says where."""


@dataclass(frozen=True)
class AllowList:
    """Addresses and domains in UTF-8, A to Z in lower case.

    Only these letters have two cases here: Unicode's rules would make one letter of K and the sign for Kelvin.
    """

    addresses: frozenset[bytes]
    domains: frozenset[bytes]

    def admits(self, user: Mapping[str, object]) -> bool:
        """Whether somebody's address is on the list, and the provider says that it is really theirs."""
        address = user.get("email")
        if user.get("email_verified") is not True or not isinstance(address, str):
            return False
        folded = _folded(address)
        parts = _ADDRESS.fullmatch(folded)
        return parts is not None and (folded in self.addresses or parts[1] in self.domains)


def read_allow_list(section: object) -> AllowList:
    """The list that a section of the secrets gives; AllowListError if it is not one."""
    if not isinstance(section, Mapping) or not section or set(section) - {"addresses", "domains"}:
        raise AllowListError("[allowed] takes addresses and domains, and nothing else.")
    return AllowList(_entries(section, "addresses", _ADDRESS), _entries(section, "domains", _DOMAIN))


def _entries(section: Mapping[str, object], name: str, form: re.Pattern[bytes]) -> frozenset[bytes]:
    """The entries of one kind, each of the form that it should have."""
    entries = section.get(name, [])
    if not isinstance(entries, list) or not all(
        isinstance(one, str) and form.fullmatch(_folded(one)) for one in entries
    ):
        raise AllowListError(f"In [allowed], {name} is not a list of {name} in quotes.")
    return frozenset(map(_folded, entries))


def _folded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").lower()
