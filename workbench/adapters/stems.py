"""English stems in pure Python, letter for letter those of tantivy's own stemmer."""

from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer


@lru_cache(100_000)
def english_stem(word: str) -> str:
    """The stem of a folded word (Snowball's English)."""
    # A stemmer keeps the word it works on: one for several threads would mix them up.
    return str(EnglishStemmer().stemWord(word))
