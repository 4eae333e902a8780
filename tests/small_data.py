"""A small data set in the two-CSV format of the public one; every sentence is made up."""

import csv
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

from classifier.dataset.public_files import CATEGORIES, MESSAGES
from classifier.labels import BINARY_LABELS, PARENTS, RELATED

PHRASES: Mapping[str, str] = {
    "request": "please send somebody soon",
    "offer": "our club offers to help",
    "aid_related": "relief has been promised",
    "medical_help": "doctors treat the injured",
    "medical_products": "bandages and insulin ran out",
    "search_and_rescue": "neighbours dig for the trapped",
    "security": "looters roam at night",
    "military": "soldiers landed with helicopters",
    "water": "the wells hold no clean water",
    "food": "rice and beans are finished",
    "shelter": "families sleep without tents",
    "clothing": "children need coats and blankets",
    "money": "donations of cash arrived",
    "missing_people": "my cousin has not been found",
    "refugees": "displaced villagers cross the border",
    "death": "many bodies were buried",
    "other_aid": "volunteers share candles",
    "infrastructure_related": "public works have stopped",
    "transport": "the road and the airport are closed",
    "buildings": "walls collapsed on our street",
    "electricity": "power lines are down",
    "tools": "shovels and saws are wanted",
    "hospitals": "the clinic has no beds",
    "shops": "every market stall is shut",
    "aid_centers": "the distribution centre moved",
    "other_infrastructure": "the dam is cracked",
    "weather_related": "the disaster spread quickly",
    "floods": "rain and floods cover the fields",
    "storm": "the cyclone tore off roofs",
    "fire": "flames burn in the forest",
    "earthquake": "the quake and aftershocks shook us",
    "cold": "snow and frost hit the valley",
    "other_weather": "drought dries the lake",
    "direct_report": "we are here and see it ourselves",
}
UNRELATED = (
    "hello what is the score of the match tonight",
    "how do i get the new song on my phone please",
    "happy birthday and greetings to all my friends",
)
CUT_OFF = ("kijan pou mwen fe sa a souple di mwen", "bonswa mwen ta renmen konnen si nou la")
PLACES = ("in the north", "near the harbour", "on the hill", "by the old bridge", "behind the school", "down south")
ORIGINALS: Mapping[str, str] = {
    "water": "nou bezwen dlo pou nou bwe",
    "food": "nou pa gen manje depi yè",
    "shelter": "nou bezwen tant pou n dòmi",
}


def categories(names: Iterable[str], related: int) -> str:
    """The `categories` cell of a message with these labels and all that they imply."""
    names = set(names)
    names |= {PARENTS[name] for name in names if name in PARENTS}
    return ";".join([f"{RELATED}-{related}", *(f"{name}-{int(name in names)}" for name in BINARY_LABELS)])


def rows(copies: int = 8, seed: int = 0) -> list[dict[str, str]]:
    """Made-up messages: each label at least `copies` times, and some that are unrelated or cut off."""
    chance = random.Random(seed)
    content: list[tuple[str, str, list[str], int]] = []
    for name, phrase in PHRASES.items():
        for _ in range(copies):
            names = [name, *chance.sample(sorted(PHRASES), chance.choice((0, 1, 1, 2)))]
            phrases = [phrase, *(PHRASES[other] for other in names[1:])]
            chance.shuffle(phrases)
            original = ORIGINALS.get(name, "") if chance.random() < 0.8 else ""
            content.append((f"{', '.join(phrases)} {chance.choice(PLACES)}", original, names, 1))
    content += [(f"{chance.choice(UNRELATED)} {chance.choice(PLACES)}", "", [], 0) for _ in range(copies * 5)]
    content += [(f"{chance.choice(CUT_OFF)} {i}", "", [], 2) for i in range(copies * 2)]
    chance.shuffle(content)
    return [
        {
            "id": str(2 + i),
            "message": message,
            "original": original,
            "genre": "direct" if original else ("direct", "news", "social")[i % 3],
            "categories": categories(names, related),
        }
        for i, (message, original, names, related) in enumerate(content)
    ]


def write(directory: Path, content: Iterable[Mapping[str, str]]) -> Path:
    """Write rows (keys: id, message, original, genre, categories) as the two CSV files; returns the folder."""
    directory.mkdir(parents=True, exist_ok=True)
    content = list(content)
    for file, columns in ((MESSAGES, ("id", "message", "original", "genre")), (CATEGORIES, ("id", "categories"))):
        with (directory / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(content)
    return directory
