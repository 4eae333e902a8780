"""The 36 outputs: order, titles, meanings, groups and hierarchy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """One binary output.

    `name` is the data set's column, `title` what people read, `meaning` a few words on what it marks, `group` the
    section of the charts, `parent` the label that it implies (None: it implies only `related` = 1).
    """

    name: str
    title: str
    meaning: str
    group: str
    parent: str | None = None


_AID, _INFRA, _WEATHER, _CALL = "Needs", "Infrastructure", "Weather", "Kind of message"

LABELS: tuple[Label, ...] = (
    Label("request", "Request", "asks for something", _CALL),
    Label("offer", "Offer", "offers help or goods", _CALL),
    Label("aid_related", "Aid related", "mentions any kind of aid", _AID),
    Label("medical_help", "Medical help", "treatment, doctors, the sick or injured", _AID, "aid_related"),
    Label("medical_products", "Medical products", "medicine and medical supplies", _AID, "aid_related"),
    Label("search_and_rescue", "Search and rescue", "people trapped or being rescued", _AID, "aid_related"),
    Label("security", "Security", "looting, violence, protection", _AID, "aid_related"),
    Label("military", "Military", "armed forces and their operations", _AID, "aid_related"),
    Label("child_alone", "Child alone", "an unaccompanied child", _AID, "aid_related"),
    Label("water", "Water", "drinking water, needed or delivered", _AID, "aid_related"),
    Label("food", "Food", "food, needed or delivered", _AID, "aid_related"),
    Label("shelter", "Shelter", "tents, housing, a place to stay", _AID, "aid_related"),
    Label("clothing", "Clothing", "clothes and blankets", _AID, "aid_related"),
    Label("money", "Money", "cash, funds, donations", _AID, "aid_related"),
    Label("missing_people", "Missing people", "people being looked for", _AID, "aid_related"),
    Label("refugees", "Refugees", "refugees and displaced people", _AID, "aid_related"),
    Label("death", "Death", "the dead and dying", _AID, "aid_related"),
    Label("other_aid", "Other aid", "aid of any other kind", _AID, "aid_related"),
    Label("infrastructure_related", "Infrastructure related", "damage to or work on infrastructure", _INFRA),
    Label("transport", "Transport", "roads, vehicles, airports", _INFRA),
    Label("buildings", "Buildings", "houses damaged or collapsed", _INFRA),
    Label("electricity", "Electricity", "power supply", _INFRA),
    Label("tools", "Tools", "tools and equipment", _INFRA),
    Label("hospitals", "Hospitals", "hospitals and clinics", _INFRA, "infrastructure_related"),
    Label("shops", "Shops", "shops and markets", _INFRA, "infrastructure_related"),
    Label("aid_centers", "Aid centers", "places that give out aid", _INFRA, "infrastructure_related"),
    Label(
        "other_infrastructure",
        "Other infrastructure",
        "infrastructure of any other kind",
        _INFRA,
        "infrastructure_related",
    ),
    Label("weather_related", "Weather related", "weather or a natural disaster", _WEATHER),
    Label("floods", "Floods", "floods and heavy rain", _WEATHER, "weather_related"),
    Label("storm", "Storm", "storms, hurricanes, cyclones", _WEATHER, "weather_related"),
    Label("fire", "Fire", "fires", _WEATHER, "weather_related"),
    Label("earthquake", "Earthquake", "earthquakes and aftershocks", _WEATHER, "weather_related"),
    Label("cold", "Cold", "cold weather, snow", _WEATHER, "weather_related"),
    Label("other_weather", "Other weather", "weather of any other kind", _WEATHER, "weather_related"),
    Label("direct_report", "Direct report", "reported by someone on the spot", _CALL),
)

BINARY_LABELS: tuple[str, ...] = tuple(label.name for label in LABELS)
"""The 35 binary outputs, in the data set's column order; every array's columns follow it."""

BY_NAME: dict[str, Label] = {label.name: label for label in LABELS}

GROUPS: tuple[str, ...] = (_AID, _INFRA, _WEATHER, _CALL)

PARENTS: dict[str, str] = {label.name: label.parent for label in LABELS if label.parent}
"""The hierarchy: label -> the label that it implies. Every label also implies `related` = 1, without exception."""

RELATED = "related"
OUTPUTS: tuple[str, ...] = (*BINARY_LABELS, RELATED)
"""What a network answers, in its order."""

RELATED_CLASS = 1
"""The class of `related` that every label implies."""

RELATED_CLASSES: tuple[str, ...] = ("not related", "related", "unclear")
"""Names of the classes 0, 1, 2 of `related`, in that order."""

RELATED_MEANINGS: tuple[str, ...] = (
    "has nothing to do with the disaster",
    "is about the disaster or its consequences",
    "not English or cut off",
)

RELATED_TITLES: tuple[str, ...] = tuple(
    f"{number} {name}" + (f" ({meaning})" if name == "unclear" else "")
    for number, (name, meaning) in enumerate(zip(RELATED_CLASSES, RELATED_MEANINGS, strict=True))
)
"""The classes as charts and tables name them; "unclear" needs its meaning beside it."""

UNLEARNABLE: frozenset[str] = frozenset({"child_alone"})
"""Labels without a single positive example in the data: nothing can be learned or measured."""

LEARNABLE: tuple[str, ...] = tuple(name for name in BINARY_LABELS if name not in UNLEARNABLE)
"""The other 34, in the same order."""


def title(name: str) -> str:
    """The readable title of a binary label; `related` keeps its own name capitalised."""
    return BY_NAME[name].title if name in BY_NAME else name.replace("_", " ").capitalize()
