"""Token F1 of the article body, ours beside plain trafilatura, on saved pages with the truth.

python tests/benchmarks/article_body.py FOLDER, where FOLDER holds html/*.html.gz and
ground-truth.json ({name: {"articleBody": …}}).
"""

import gzip
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from workbench.adapters.readers import read_article_document
from workbench.adapters.readers.html import decode_html
from workbench.adapters.readers.html_article import body_paragraphs
from workbench.domain.article import RegionKind


def scores(found: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over shingles-free tokens."""
    ours, theirs = Counter(found.split()), Counter(truth.split())
    shared = sum((ours & theirs).values())
    if not shared:
        return 0.0, 0.0, 0.0
    precision, recall = shared / sum(ours.values()), shared / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def main(folder: Path) -> None:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    rows: dict[str, list[tuple[float, float, float]]] = {"ours": [], "trafilatura": []}
    worst = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, row in sorted(truth.items()):
            data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            path = Path(scratch) / f"{name}.html"
            path.write_bytes(data)
            reading = read_article_document(path)
            body = " ".join(
                reading.text[region.start : region.end]
                for region in reading.regions
                if region.kind is RegionKind.BODY
            )
            plain = " ".join(body_paragraphs(decode_html(data)))
            rows["ours"].append(scores(body, row["articleBody"]))
            rows["trafilatura"].append(scores(plain, row["articleBody"]))
            worst.append((rows["ours"][-1][2] - rows["trafilatura"][-1][2], name))
    for who, found in rows.items():
        means = [sum(column) / len(found) for column in zip(*found, strict=True)]
        print(f"{who:12} precision {means[0]:.3f}  recall {means[1]:.3f}  F1 {means[2]:.3f}")
    for difference, name in sorted(worst)[:5]:
        print(f"  {difference:+.3f} {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
