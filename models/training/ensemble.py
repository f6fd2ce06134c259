"""Make the ensembles of the models that are there: python ensemble.py --data DIR [--members ID ...]

Writes models/ensemble/ (mean of the members' probabilities) and models/ensemble-staple/ (STAPLE over
their masks), each with its confidence fitted and its metrics on val. Run it again when a model is
added or replaced: a manifest names its members by sha256.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from combine import AGREEMENT_DEFINITION, COMBINATIONS, combine, member_agreement, votes_of
from crops import resample
from dataset import split_hash
from judged import FurtherSignal, judged
from package_files import sha256_of, write_manifest
from packages import open_package, package_sha256, read_manifest
from predict import PROBABILITY_STEPS, SCORED_SIZE, load_scored

HERE = Path(__file__).parent
VERSION = "1.0.0"
IDS = {"mean": "ensemble", "staple": "ensemble-staple"}
TITLES = {"mean": "Ensemble, mean", "staple": "Ensemble, STAPLE"}
HOW = {
    "mean": "The mean of the probabilities of",
    "staple": "STAPLE over the masks of",
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with images/ and masks/")
    parser.add_argument("--models", type=Path, default=HERE.parent)
    parser.add_argument("--members", nargs="+", help="ids; by default all models that are there")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def choose_members(models: Path, ids: list[str] | None) -> list[dict[str, Any]]:
    """Manifests of the members, by id. Raises ValueError for fewer than two, or for an ensemble."""
    folders = [models / i for i in ids] if ids else [p.parent for p in models.glob("*/model.json")]
    manifests = [read_manifest(folder) for folder in sorted(folders)]
    ensembles = [m["id"] for m in manifests if m.get("pipeline") == "ensemble"]
    if ids and ensembles:
        raise ValueError(f"an ensemble cannot be a member: {', '.join(ensembles)}")
    members = [m for m in manifests if m["id"] not in ensembles]
    if len(members) < 2:
        raise ValueError(f"an ensemble needs two members, but {models} has {len(members)}")
    return members


def member_steps(
    models: Path, members: list[dict[str, Any]], images: np.ndarray, threads: int
) -> np.ndarray:
    """Every member's map of every picture, at the size at which they are combined, in steps:
    members x pictures x H x W."""
    found = []
    for member in members:
        predict = open_package(models / member["id"], threads)
        maps = [
            resample(predict(Image.fromarray(image)), SCORED_SIZE, SCORED_SIZE) for image in images
        ]
        found.append(np.stack(maps).astype(np.uint16))
        print(f"{member['id']}: {len(maps)} pictures", flush=True)
    return np.stack(found)


def card(combination: str, members: list[dict[str, Any]]) -> dict[str, str]:
    """What the ensemble says of itself."""
    names = ", ".join(f"{m['title']} {m['version']}" for m in members)
    return {
        "id": IDS[combination],
        "title": TITLES[combination],
        "version": VERSION,
        "task": "lesion segmentation",
        "description": f"{HOW[combination]} {names}.",
        "authors": "Limen contributors; see the members",
        "license": members[0]["license"],
        "data_source": "; ".join(dict.fromkeys(m["data_source"] for m in members)),
        "intended_use": members[0]["intended_use"],
        "trained_on": "Not trained itself; its confidence is fitted on the official validation split. "
        + " ".join(f"{m['title']}: {m['trained_on']}." for m in members),
        "width": f"{len(members)} members",
    }


def write_ensemble(
    combination: str,
    models: Path,
    members: list[dict[str, Any]],
    steps: np.ndarray,
    truth: Any,
) -> dict[str, Any]:
    """Write one ensemble's package and return its manifest (schema: main/models/manifest.ts)."""
    thresholds = [member["threshold"] for member in members]
    votes = [votes_of(steps[:, row], thresholds) for row in range(len(truth))]
    maps = [combine(combination, steps[:, row], votes[row]) for row in range(len(truth))]
    agreement = np.array([member_agreement(picture) for picture in votes])
    folder = models / IDS[combination]
    folder.mkdir(exist_ok=True)
    judgement = judged(
        np.stack(maps) / PROBABILITY_STEPS,
        truth,
        folder / "confidence.png",
        "on which the members' epochs were selected too",
        FurtherSignal("memberAgreement", AGREEMENT_DEFINITION, agreement),
    )
    manifest = {
        "format": "limen-model/1",
        **card(combination, members),
        "pipeline": "ensemble",
        "files": {"confidence.png": sha256_of(folder / "confidence.png")},
        "combination": combination,
        "members": [
            {"id": m["id"], "version": m["version"], "sha256": package_sha256(m)} for m in members
        ],
        "map": {"width": SCORED_SIZE, "height": SCORED_SIZE},
        **judgement,
        "params": sum(member["params"] for member in members),
        "macs": sum(member["macs"] for member in members),
        "splits": {"val_sha256": split_hash(truth.ids)},
    }
    write_manifest(manifest, folder)
    return manifest


def make_ensembles(
    models: Path, data: Path, ids: list[str] | None, threads: int
) -> list[dict[str, Any]]:
    """Both ensembles of the models of a folder."""
    members = choose_members(models, ids)
    truth = load_scored(data, "val", SCORED_SIZE).truth
    steps = member_steps(models, members, truth.images, threads)
    return [write_ensemble(how, models, members, steps, truth) for how in COMBINATIONS]


def main() -> None:
    arguments = parse_arguments()
    try:
        made = make_ensembles(
            arguments.models, arguments.data, arguments.members, arguments.threads
        )
    except ValueError as wrong:
        raise SystemExit(f"ensemble: {wrong}") from wrong
    for manifest in made:
        row = manifest["metrics"]["meanJaccard"]
        print(f"{manifest['id']}: mean J {row['value']:.4f} ({row['low']:.4f}-{row['high']:.4f})")


if __name__ == "__main__":
    main()
