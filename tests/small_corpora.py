"""A miniature of NLTK's data: three stop-word lists and a WordNet of a few dozen words, in its own formats."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nltk.corpus
from nltk.corpus.reader import CorpusReader, StopwordsCorpusReader, WordNetCorpusReader
from nltk.corpus.util import LazyCorpusLoader

STOP_WORDS = {
    "english": "i me my we our you your it its the a an and or of in on at by to for with from is are was were be has "
    "have had do does not no don't that this what how all us here been please".split(),
    "french": "nous avons pas de la le les et pour dans est une un sur".split(),
    "spanish": "nosotros no de la el los y para en es una un que con".split(),
}
NOUNS = (
    "aid aftershock airport beach bean blanket body bridge bus candle child class clinic coat cyclone dish doctor "
    "family field fire flood fox friend helicopter house knife man market message neighbour people person quake quiz "
    "road school shovel soldier storm street tent volunteer wall water well wolf woman"
).split()
VERBS = "bury collapse dig need send".split()
IRREGULAR_VERBS = {"dug": "dig", "sent": "send"}
IRREGULAR_NOUNS = {"children": "child", "men": "man", "people": "people", "wolves": "wolf", "geese": "goose"}
_LINE = "{lemma} {pos} 1 0 1 0 {offset:08d}  \n"


def write(directory: Path) -> Path:
    """Write the corpora below `directory`, readable but not writable by others; return the folder."""
    lists, net = directory / "corpora" / "stopwords", directory / "corpora" / "wordnet"
    for folder in (directory, lists.parent, lists, net):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    files = {lists / name: "\n".join(words) + "\n" for name, words in STOP_WORDS.items()}
    files |= {net / name: text for name, text in _wordnet().items()}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
    return directory


@contextmanager
def installed(directory: Path) -> Iterator[Path]:
    """Let NLTK read its corpora from `directory` alone; afterwards it has its former corpora back."""
    corpus, paths = nltk.corpus, list(nltk.data.path)
    stopwords, wordnet = corpus.stopwords, corpus.wordnet
    try:
        nltk.data.path[:] = [str(directory)]
        corpus.stopwords = LazyCorpusLoader("stopwords", StopwordsCorpusReader, r"(?!README|\.).*", encoding="utf8")
        translations = LazyCorpusLoader("omw-2.0", CorpusReader, r".*")  # asked for by NLTK, never read
        corpus.wordnet = LazyCorpusLoader("wordnet", WordNetCorpusReader, translations)
        yield directory
    finally:
        nltk.data.path[:] = paths
        corpus.stopwords, corpus.wordnet = stopwords, wordnet


def _wordnet() -> dict[str, str]:
    index = {
        kind: [_LINE.format(lemma=word, pos=kind[0], offset=i) for i, word in enumerate(sorted(words), 1)]
        for kind, words in (("noun", NOUNS), ("verb", VERBS))
    }
    files = {f"index.{kind}": "".join(index.get(kind, ())) for kind in ("noun", "verb", "adj", "adv", "sense")}
    files |= {f"{kind}.exc": "" for kind in ("adj", "adv")}
    for kind, forms in (("noun", IRREGULAR_NOUNS), ("verb", IRREGULAR_VERBS)):
        files[f"{kind}.exc"] = "".join(f"{form} {lemma}\n" for form, lemma in sorted(forms.items()))
    return files | {"lexnames": "00\tnoun.all\t1\n", "data.adj": "  1 WordNet 3.0 Copyright\n"}
