"""The page script where there is a login: nobody is logged in in Streamlit's own test runner."""

import sys

import pytest
from streamlit.testing.v1 import AppTest

from classifier.ui.login import INSTALL
from tests.secrets_file import SecretsFile

PROVIDER = 'client_id = "a"\nclient_secret = "b"\nserver_metadata_url = "https://login.example.org"\n'
AUTH = """
[auth]
redirect_uri = "https://demo.example.org/oauth2callback"
cookie_secret = "not a secret of anything"
"""


def labels(app: AppTest) -> list[str]:
    """The buttons on the page."""
    return [button.label for button in app.button]


def test_only_the_sign_in_screen_is_drawn(app: AppTest, secrets: SecretsFile) -> None:
    secrets.write(AUTH + PROVIDER)
    app.run()
    assert [title.value for title in app.title] == ["Disaster message classifier"]
    assert (labels(app), len(app.text_area), len(app.error)) == (["Log in"], 0, 0)


def test_every_provider_has_its_button(app: AppTest, secrets: SecretsFile) -> None:
    secrets.write(f"{AUTH}[auth.okta]\n{PROVIDER}[auth.microsoft]\n{PROVIDER}")
    assert labels(app.run()) == ["Log in with Okta", "Log in with Microsoft"]


@pytest.mark.parametrize("content", [AUTH, f"{AUTH}[auth.a_b]\n{PROVIDER}"])
def test_a_login_that_is_not_complete_is_told_in_one_sentence(app: AppTest, secrets: SecretsFile, content: str) -> None:
    secrets.write(content)
    app.run()
    assert (labels(app), len(app.exception)) == ([], 0)
    assert "[auth] in the server's secrets is not complete" in app.error[0].value


def test_where_authlib_is_missing_the_command_that_installs_it_is_named(
    app: AppTest, secrets: SecretsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.write(AUTH + PROVIDER)
    monkeypatch.setitem(sys.modules, "authlib", None)
    app.run()
    assert (labels(app), [code.value for code in app.code]) == ([], [INSTALL])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("auth = [", "cannot be read"),
        ("auth = 1", "no section [auth]"),
        ("[auth]\n" + PROVIDER, "redirect_uri is not an address"),
        ('[allowed]\ndomains = ["example.org"]\n', "no section [auth]"),
        (f"{AUTH}{PROVIDER}[allowed]\ndomains = 'example.org'\n", "In [allowed], domains is not a list"),
    ],
)
def test_secrets_that_are_not_in_order_admit_nobody_and_say_why(
    app: AppTest, secrets: SecretsFile, content: str, reason: str
) -> None:
    secrets.write(content)
    app.run()
    assert (labels(app), len(app.text_area), len(app.exception)) == ([], 0, 0)
    assert [reason in error.value for error in app.error] == [True]
