"""A choice that has a place in the page's address, such as `?view=why`: for links, back and forward.

Its widget writes the address in its callback, which adds an entry to the browser's history. (A widget bound to the
address by Streamlit's `bind` replaces the entry, so that back would leave the page.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class AddressedChoice:
    """A choice of one option, in the address as `parameter=word`; `words` maps each word to its option.

    `key` is the key of its widget. The default has no need of a place in the address.
    """

    parameter: str
    key: str
    words: Mapping[str, str]
    default: str

    @property
    def chosen(self) -> str:
        """The option that is chosen now."""
        return str(st.session_state.get(self.key) or self.default)

    @property
    def word(self) -> str | None:
        """The word for what is chosen now; None for the default."""
        return None if self.chosen == self.default else self.word_of(self.chosen)

    def word_of(self, option: str) -> str:
        """The word that stands for an option in the address."""
        return next(word for word, known in self.words.items() if known == option)

    def choose(self, word: str | None) -> bool:
        """Choose what a word in the address stands for; False, and the default, if it stands for nothing."""
        option = self.default if word is None else self.words.get(word.lower())
        st.session_state[self.key] = option or self.default
        return option is not None


def words(*titles: str) -> dict[str, str]:
    """Titles by the words that stand for them in the address: "What if" by `what-if`."""
    return {title.lower().replace(" ", "-"): title for title in titles}
