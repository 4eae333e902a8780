"""Whose address is on the allow-list: exactly those it names, and only if the provider has checked them."""

import pytest

from classifier.ui.allow_list import AllowListError, read_allow_list

LIST = read_allow_list({"addresses": ["Kim@Other.example"], "domains": ["Example.org", "localhost"]})


def admits(address: object, verified: object = True) -> bool:
    """Whether somebody with this address is admitted."""
    return LIST.admits({"email": address, "email_verified": verified})


@pytest.mark.parametrize(
    "address", ["ann@example.org", "ANN@EXAMPLE.ORG", "a.b+c@example.org", "kim@other.example", "ann@localhost"]
)
def test_an_address_on_the_list_is_admitted_in_capitals_too(address: str) -> None:
    assert admits(address)


@pytest.mark.parametrize(
    "address",
    [
        "eve@evil-example.org",
        "eve@example.org.evil.example",
        "eve@mail.example.org",
        "eve@example.org.",
        "eve@.example.org",
        "eve@example",
        "eve@other.example",
        "eve@kim@other.example",
        "a@b@example.org",
        '"a@b"@example.org',
        "@example.org",
        "example.org",
        "ann@",
        "ann",
        "",
        " ann@example.org",
        "ann@example.org ",
        "ann@example.org\n",
        "eve@evil.example\nann@example.org",
        "eve ann@example.org",
        "*@example.org",
        "ann@exаmple.org",  # a Cyrillic letter
        "ann@example．org",  # a full-width dot
        "ann＠example.org",  # a full-width @
        "ann@ｅxample.org",
        "\u212aim@other.example",  # the sign for Kelvin, in lower case a k
        "ann@example.org\u200b",
        "ann@example.org\0",
        "\ud800@example.or",
        None,
        True,
        ["ann@example.org"],
        b"ann@example.org",
    ],
)
def test_what_only_looks_like_an_address_on_the_list_is_refused(address: object) -> None:
    assert not admits(address)


@pytest.mark.parametrize("verified", [False, None, "false", "true", "True", 1, "", [True]])
def test_an_address_counts_only_if_the_provider_says_that_it_is_verified(verified: object) -> None:
    assert not admits("ann@example.org", verified)


def test_somebody_without_an_address_is_refused() -> None:
    assert not LIST.admits({})
    assert not LIST.admits({"email_verified": True})
    assert not LIST.admits({"email": "ann@example.org"})


def test_an_empty_list_admits_nobody() -> None:
    empty = read_allow_list({"addresses": []})
    assert not empty.admits({"email": "ann@example.org", "email_verified": True})


@pytest.mark.parametrize(
    "section",
    [
        {},
        None,
        True,
        "example.org",
        ["example.org"],
        {"domain": ["example.org"]},
        {"domains": ["example.org"], "adresses": []},
        {"domains": "example.org"},
        {"domains": None},
        {"domains": {"example.org": True}},
        {"domains": [1]},
        {"domains": [["example.org"]]},
        {"domains": [""]},
        {"domains": ["."]},
        {"domains": [".org"]},
        {"domains": ["example.org."]},
        {"domains": ["*"]},
        {"domains": ["*.example.org"]},
        {"domains": ["@example.org"]},
        {"domains": ["ann@example.org"]},
        {"domains": ["example.org, other.example"]},
        {"addresses": "ann@example.org"},
        {"addresses": ["example.org"]},
        {"addresses": ["*@example.org"]},
        {"addresses": ["ann@example.org", ""]},
        {"addresses": ["ann@example.org "]},
    ],
)
def test_a_list_that_is_not_in_order_is_an_error(section: object) -> None:
    with pytest.raises(AllowListError, match=r"^(In )?\[allowed\]"):
        read_allow_list(section)
