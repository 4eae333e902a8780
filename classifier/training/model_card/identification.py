"""The section of the model card about how well languages are identified."""

from classifier.formatting import percent, percent_range
from classifier.report.figures import CutMessages, Identification, LanguageShare
from classifier.report.report import Report
from classifier.training.model_card.markdown import table

_SHARES = ("Text", "Identified as it should be", "Share")
_CUTS = ("Cut to", "Without a lead", "With the lead")


def identification(report: Report) -> str:
    """Messages identified as they should be, and English cut short that is taken for another language."""
    found = report.languages.identification
    return (
        f"## Languages\n\nMessages of {found.minimum_words} words or more, and sentences of any length written for "
        f"this project in {found.languages} languages that the model does not read; 95 % Wilson intervals:\n\n"
        f"{table(_SHARES, _shares(found))}\n\n"
        "A few words of English often look like some other language, so another one is believed only if it is ahead by "
        f"more than {found.lead:g} log units. English training messages, cut to their first words, that are taken for "
        f"another language:\n\n{table(_CUTS, map(_cut, found.cut))}"
    )


def _shares(found: Identification) -> list[list[str]]:
    return [
        _share("Test messages, as English", found.english),
        _share("Untranslated originals of test messages, as Creole, French or Spanish", found.originals),
        _share(f"Sentences in {found.languages} other languages, as another language", found.others),
    ]


def _share(text: str, share: LanguageShare) -> list[str]:
    span = f" ({percent_range(share.interval, 1)})" if share.interval else ""
    shown = percent(share.share if share.messages else None, 1)
    return [text, f"{share.right:,} of {share.messages:,}", shown + span]


def _cut(one: CutMessages) -> list[str]:
    words = f"{one.words} word{'' if one.words == 1 else 's'}"
    return [words, percent(one.without_lead, 1), percent(one.with_lead, 1)]
