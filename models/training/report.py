"""Write models/README.md from the manifests: python report.py

Figures come from models/*/model.json (counted and measured) and cards/*.toml (published), so the
table cannot say what no manifest says.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from calibration import JUDGEMENT_DEFINITIONS
from metrics import DEFINITIONS, dice_bound

HERE = Path(__file__).parent
ALL_DEFINITIONS = DEFINITIONS | JUDGEMENT_DEFINITIONS
SHOWN = {
    "meanJaccard": "mean J",
    "thresholdJaccard": "threshold J",
    "failureRate": "failures",
    "pooledIou": "pooled IoU",
    "pooledDsc": "pooled DSC",
    "accuracy": "accuracy",
    "hausdorff95": "HD95 px",
    "surfaceDice": "surface Dice",
}
REVIEW = {
    "failuresFound20": "failures found in 20 %",
    "reviewGain20": "gain at 20 %",
    "failuresFound40": "failures found in 40 %",
    "reviewGain40": "gain at 40 %",
    "rankCorrelation": "rank correlation with J",
}


def read_manifests(models: Path) -> list[dict[str, Any]]:
    """All manifests, best mean Jaccard first. Raises ValueError for impossible scores."""
    manifests = [json.loads(path.read_text()) for path in models.glob("*/model.json")]
    for manifest in manifests:
        metrics = manifest["metrics"]
        bound = dice_bound(metrics["meanJaccard"]["value"])
        if metrics["meanDice"]["value"] > bound + 1e-6:
            raise ValueError(f"{manifest['id']}: mean Dice is above 2J/(1+J); measure it again")
    return sorted(manifests, key=lambda m: -m["metrics"]["meanJaccard"]["value"])


def read_card(model_id: str) -> dict[str, Any]:
    """The card of a model, or nothing where it was not trained by this folder."""
    path = HERE / "cards" / f"{model_id}.toml"
    return tomllib.loads(path.read_text()) if path.exists() else {}


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table with aligned columns, as the project's formatter writes it."""
    widths = [
        max(3, *(len(row[column]) for row in [header, *rows])) for column in range(len(header))
    ]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
        for line in lines
    )


def interval(row: dict[str, float]) -> str:
    digits = 1 if row["value"] > 2 else 3
    return f"{row['value']:.{digits}f} ({row['low']:.{digits}f}-{row['high']:.{digits}f})"


def metric_table(manifests: list[dict[str, Any]], shown: dict[str, str]) -> str:
    """One row a model, one column a metric, each with its interval."""
    rows = [
        [f"`{m['id']}`", *(interval(m["metrics"][n]) if n in m["metrics"] else "" for n in shown)]
        for m in manifests
    ]
    return table(["model", *shown.values()], rows)


def counted_table(manifests: list[dict[str, Any]]) -> str:
    """Size and training of what ships."""
    rows = [
        [
            f"`{m['id']}`",
            *size_columns(m),
            *trained_columns(m),
        ]
        for m in manifests
    ]
    return table(
        ["model", "parameters", "MACs", "input", "width", "epochs", "training on two cores"], rows
    )


def reached(manifest: dict[str, Any], published: dict[str, Any]) -> str:
    """Whether the published figure was reached, by the measure nearest to it, and why not."""
    nearest = published.get("nearest")
    if nearest is None:
        return "cannot be told: the published figure is relative"
    ours = manifest["metrics"][nearest["metric"]]["value"]
    said = f"{nearest['name']} {nearest['value']:.3f}; our {SHOWN[nearest['metric']]} {ours:.3f}: "
    return said + (
        "reached" if ours >= nearest["value"] else f"not reached. {published['if_short']}"
    )


def size_columns(manifest: dict[str, Any]) -> list[str]:
    """Parameters and MACs of one network; those of an ensemble are its members'."""
    if manifest.get("pipeline") == "ensemble":
        return ["", ""]
    return [f"{manifest['params']:,}", f"{manifest['macs'] / 1e9:.3f} G"]


def trained_columns(manifest: dict[str, Any]) -> list[str]:
    """Input, width, epochs and time; of an ensemble its members in place of a width."""
    if manifest.get("pipeline") == "ensemble":
        return ["", " + ".join(member["id"] for member in manifest["members"]), "", ""]
    size, training = manifest["network_data_format"], manifest["training"]
    return [
        f"{size['width']} x {size['height']}",
        manifest["width"],
        f"{training['epochs']} (best {training['best_epoch']})",
        f"{training['seconds'] / 60:.0f} min",
    ]


def figures(manifest: dict[str, Any]) -> str:
    """A model's section of pictures; an ensemble has no training curves."""
    curves = f"![training curves]({manifest['id']}/curves.png)\n\n"
    return (
        f"### {manifest['title']}\n\n{manifest['description']}\n\n{manifest['trained_on'].rstrip('.')}.\n\n"
        + (curves if "curves.png" in manifest["files"] else "")
        + f"![failures found against share reviewed]({manifest['id']}/confidence.png)"
    )


def published_table(manifests: list[dict[str, Any]]) -> str:
    """What the papers report, and why it cannot be put beside ours without more words."""
    rows = []
    for manifest in manifests:
        published = read_card(manifest["id"]).get("published")
        if published:
            rows.append(
                [
                    f"`{manifest['id']}`",
                    published["params"],
                    published["macs"],
                    published["scores"],
                    published["differs"],
                    reached(manifest, published),
                ]
            )
    return table(
        ["model", "parameters", "MACs", "scores", "how the definitions differ", "reached"], rows
    )


def render(manifests: list[dict[str, Any]]) -> str:
    """The text of models/README.md."""
    definitions = "\n".join(f"- `{name}`: {text}" for name, text in ALL_DEFINITIONS.items())
    pictures = "\n\n".join(figures(manifest) for manifest in manifests)
    return f"""# Models

For research use. Not a diagnostic device. This file is written by `models/training/report.py` from
the manifests; change those, not this.

## What ships

Parameters and multiply-accumulates are counted on the network that ships, not quoted.

{counted_table(manifests)}

## Measured on the official ISIC 2017 validation split

Value and 95 % bootstrap interval over pictures. The epoch was selected on the same split, so these
are upper estimates.

{metric_table(manifests, SHOWN)}

## What reviewing by confidence buys

Pictures are reviewed least confident first; a failure has J < 0.65. Gain: 0 is chance, 1 is a
perfect ranking. Cross-fitted in five folds.

{metric_table(manifests, REVIEW)}

## Published figures

As their authors report them, on other splits and by other definitions. "FLOPs" in these papers are
multiply-accumulates.

{published_table(manifests)}

## Definitions

{definitions}

## Curves

{pictures}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=HERE.parent)
    models: Path = parser.parse_args().models
    manifests = read_manifests(models)
    if not manifests:
        raise SystemExit(f"{models}: no model.json in any folder; run export.py first")
    (models / "README.md").write_text(render(manifests))


if __name__ == "__main__":
    main()
