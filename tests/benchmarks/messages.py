"""Invented messages of realistic length (148 characters on average, as in the data set), each different."""

import random
from collections.abc import Iterator

OPENINGS = (
    "We are {} families from {} and our houses fell in the {}.",
    "About {} people near {} have slept outside since the {}.",
    "They say that {} neighbours in {} lost all in the {}.",
    "Nobody has come to the {} of us who left {} after the {}.",
)
PLACES = "Delmas", "Jacmel", "Sukkur", "Carrefour", "Leogane", "the old harbour", "the upper valley", "the school camp"
EVENTS = "earthquake", "flood", "storm", "landslide", "hurricane", "fire"
NEEDS = (
    "There is no clean water left in the camp, and many children have started to fall ill.",
    "We need food, tents and blankets before the rain comes back to the hills tonight.",
    "An old man is still trapped under a wall and nobody has tools to get him out.",
    "The bridge is gone, so the trucks with medicine cannot get through.",
    "Two women are about to give birth, and the hospital has neither power nor a doctor.",
    "When will the help that was promised on the radio reach us across the river?",
)


def messages() -> Iterator[str]:
    """An endless supply of messages, always the same ones in the same order."""
    source, told = random.Random(1), set[str]()
    while True:
        opening = source.choice(OPENINGS).format(source.randint(3, 900), source.choice(PLACES), source.choice(EVENTS))
        message = f"{opening} {source.choice(NEEDS)}"
        if message not in told:
            told.add(message)
            yield message
