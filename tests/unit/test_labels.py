"""The outputs are those of DESIGN and of the data set."""

from classifier.labels import (
    BINARY_LABELS,
    BY_NAME,
    GROUPS,
    LABELS,
    PARENTS,
    RELATED_CLASSES,
    RELATED_MEANINGS,
    UNLEARNABLE,
    title,
)

ORDER = (
    "request, offer, aid_related, medical_help, medical_products, search_and_rescue, security, military, child_alone, "
    "water, food, shelter, clothing, money, missing_people, refugees, death, other_aid, infrastructure_related, "
    "transport, buildings, electricity, tools, hospitals, shops, aid_centers, other_infrastructure, weather_related, "
    "floods, storm, fire, earthquake, cold, other_weather, direct_report"
).split(", ")


def test_the_binary_outputs_stand_in_the_data_sets_order() -> None:
    assert list(BINARY_LABELS) == ORDER


def test_related_has_three_named_classes() -> None:
    assert len(RELATED_CLASSES) == len(RELATED_MEANINGS) == 3


def test_the_hierarchy_is_the_data_sets() -> None:
    def kinds(parent: str) -> list[str]:
        return [name for name in BINARY_LABELS if PARENTS.get(name) == parent]

    assert kinds("aid_related") == ORDER[3:18]
    assert kinds("infrastructure_related") == ["hospitals", "shops", "aid_centers", "other_infrastructure"]
    assert kinds("weather_related") == ["floods", "storm", "fire", "earthquake", "cold", "other_weather"]
    assert set(PARENTS.values()) == {"aid_related", "infrastructure_related", "weather_related"}


def test_every_label_has_a_title_of_its_own_a_meaning_and_a_known_group() -> None:
    assert len({label.title for label in LABELS}) == 35
    assert all(label.meaning and label.group in GROUPS for label in LABELS)
    assert all(label.group == BY_NAME[PARENTS[label.name]].group for label in LABELS if label.parent)
    assert {label.group for label in LABELS} == set(GROUPS)


def test_titles_cover_related_too() -> None:
    assert title("missing_people") == "Missing people"
    assert title("related") == "Related"


def test_the_label_that_never_occurs_is_known() -> None:
    assert frozenset({"child_alone"}) == UNLEARNABLE
