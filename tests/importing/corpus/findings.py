"""What becomes of so many sheets, by what was put into them: `python -m importing.corpus.findings 1000`."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from importing.corpus.grammar import make
from importing.corpus.judge import GOOD, Judged, judged


def main(first: int, last: int, examples: Path | None = None, *, chance: bool = False) -> None:
    verdicts: Counter[str] = Counter()
    bad: dict[str, list[Judged]] = defaultdict(list)
    for number in range(first, last):
        made = make(number)
        with TemporaryDirectory() as folder:
            found = judged(made, Path(folder), Random(number) if chance else None)  # noqa: S311
        verdicts[found.verdict] += 1
        if found.verdict not in GOOD or found.verdict == "said":
            bad[f"{found.verdict}: {', '.join(made.traits) or 'plain'}"].append(found)
    print(dict(verdicts))
    shares = Counter(trait for kind, found in bad.items() for trait in _traits(kind) * len(found))
    print(dict(shares.most_common()))
    told: set[str] = set()
    for kind, judgements in sorted(bad.items(), key=lambda entry: (len(_traits(entry[0])), -len(entry[1]))):
        if told & set(_traits(kind)):
            continue
        told.update(_traits(kind))
        smallest = min(judgements, key=lambda each: len(each.made.content))
        print(f"{len(judgements):4} {kind} | {smallest.made.name} | {smallest.followed.said}")
        print(f"     {smallest.why[:600]}")
        if examples is not None:
            examples.mkdir(exist_ok=True, parents=True)
            name = kind.replace(": ", "-").replace(", ", "+").replace(" ", "_")
            (examples / f"{name}.{smallest.made.name.rpartition('.')[2]}").write_bytes(smallest.made.content)


def _traits(kind: str) -> list[str]:
    return kind.partition(": ")[2].split(", ")


if __name__ == "__main__":
    said = [word for word in sys.argv[1:] if word != "any"]
    main(int(said[0]), int(said[1]), Path(said[2]) if len(said) > 2 else None, chance="any" in sys.argv)
