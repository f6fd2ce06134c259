"""What cutting a crop buys: python claim.py --native DIR

Compares the two-stage model with the same two networks on the whole field at the same pixels per
lesion: memory by share of the field in the crop and by megapixels, and outlines on the held-out
native pictures. Writes models/two-stage/claim.md and claim.png. Run it on a machine that does nothing
else; it takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import torch
from matplotlib import pyplot

import claim_boundary as boundary
import claim_memory as memory
from claim_memory import GOAL, MEGAPIXELS, SHARES, WAYS, Memory, local_size
from dataset import read_split
from networks.two_stage_local import REDUCTION, TwoStageLocal
from onnx_graph import write_named_graph
from packages import Run
from predict import load_checkpoint
from report import interval, table
from two_stage_package import (
    LEVELS,
    GlobalStage,
    LocalStage,
    load_stages,
    run_in_torch,
    stage_inputs,
)

HERE = Path(__file__).parent
# Two runs of the same job differ by about this much.
NOISE = 0.02
matplotlib.use("Agg")
# Share's name and megapixels -> way -> memory.
Cells = dict[tuple[str, float], dict[str, Memory]]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, default=HERE / "checkpoints" / "two-stage.pt")
    parser.add_argument("--native", type=Path, required=True, help="native images/ and masks/")
    parser.add_argument("--out", type=Path, default=HERE.parent / "two-stage")
    parser.add_argument("--megapixels", type=float, nargs="+", default=MEGAPIXELS)
    parser.add_argument("--pictures", type=int, help="only the first so many, to try it")
    parser.add_argument("--repeats", type=int, default=3, help="of each measurement of memory")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 1) - 1))
    return parser.parse_args()


def write_networks(network: TwoStageLocal, size: int, folder: Path) -> None:
    """The global network, and the local one for each size at which it is measured."""
    (folder / "size.txt").write_text(str(size))
    field, _ = stage_inputs(network, size, size)
    names = ["field_logits", *LEVELS]
    write_named_graph(GlobalStage(network.stage), field, names, folder / "global.onnx")
    for crop_size in {size, *(local_size(size, share**0.5) for share in SHARES.values())}:
        _, crop = stage_inputs(network, size, crop_size)
        local = LocalStage(network.local)
        write_named_graph(local, crop, ["logits"], folder / f"local-{crop_size}.onnx")


def median(measured: list[Memory]) -> Memory:
    """The middle one by what the whole job takes."""
    return sorted(measured, key=lambda m: m.whole_job)[len(measured) // 2]


def measure_all(
    networks: Path, size: int, megapixels: list[float], repeats: int, threads: int
) -> Iterator[tuple[tuple[str, float], dict[str, Memory]]]:
    """Every cell of the table, each measurement in a fresh process."""
    for pixels in megapixels:
        picture = networks / "picture.jpg"
        memory.write_picture(picture, pixels)
        for name, share in SHARES.items():
            side = share**0.5
            sizes = {"crop": size, "whole": local_size(size, side)}
            found = {
                way: median(
                    [
                        memory.measure_apart(networks, picture, way, side, sizes[way], threads)
                        for _ in range(repeats)
                    ]
                )
                for way in WAYS
            }
            print(f"{pixels:g} Mpx, {name}: {found}", flush=True)
            yield (name, pixels), found


def lower(cell: dict[str, Memory], of: str) -> float:
    """How much lower the crop's memory is than the whole field's, as a share of that."""
    return 1 - getattr(cell["crop"], of) / getattr(cell["whole"], of)


def memory_table(cells: Cells) -> str:
    """One row a cell: both ways in megabytes, and how much lower the crop's is."""
    header = ["share in the crop", "Mpx", "crop MB", "whole field MB", "lower"]
    header += ["crop, beyond decoding", "whole, beyond decoding", "lower"]
    rows = []
    for (name, pixels), cell in cells.items():
        row = [name, f"{pixels:g}"]
        for of in ("whole_job", "beyond_decoding"):
            row += [f"{getattr(cell[way], of):.0f}" for way in WAYS] + [f"{lower(cell, of):.1%}"]
        rows.append(row)
    return table(header, rows)


def boundary_table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """One row a way, one column a measure."""
    rows = [
        [way, *(interval(row[name]) for name in boundary.MEASURES)] for way, row in found.items()
    ]
    return table(["way", *boundary.MEASURES.values()], rows)


def verdict(cells: Cells) -> str:
    """Whether the goal was reached, cell by cell of those it is set for."""
    small = [lower(cell, "whole_job") for (name, _), cell in cells.items() if SHARES[name] <= 0.5]
    large = [lower(cell, "whole_job") for (name, _), cell in cells.items() if SHARES[name] > 0.5]
    reached = sum(value >= GOAL for value in small)
    worse = sum(value < -NOISE for value in large)
    return (
        f"Goal: at least {GOAL:.1%} lower for the whole job where the share is at most 0.5, and no "
        f"more elsewhere (within {NOISE:.0%}). Reached in {reached} of {len(small)} cells of the first kind; more memory "
        f"was needed in {worse} of {len(large)} of the second."
    )


def draw(cells: Cells, path: Path) -> None:
    """Memory of both ways over megapixels, one panel a share."""
    figure, panels = pyplot.subplots(
        1, len(SHARES), figsize=(13, 3.4), sharey=True, layout="constrained"
    )
    for panel, name in zip(panels, SHARES):
        pixels = [p for other, p in cells if other == name]
        for way, style in zip(WAYS, ("o-", "s--")):
            for of, colour in (("whole_job", "C0"), ("beyond_decoding", "C1")):
                values = [getattr(cells[name, p][way], of) for p in pixels]
                label = f"{way}, {of.replace('_', ' ')}"
                panel.plot(pixels, values, style, color=colour, label=label)
        panel.set(title=f"share {name}", xlabel="megapixels")
    panels[0].set_ylabel("peak above idle, MB")
    panels[0].set_ylim(bottom=0)
    panels[-1].legend(fontsize=7)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def outline_all(
    runs: tuple[Run, Run], size: int, native: Path, ids: list[str]
) -> list[boundary.Outlined]:
    """Every held-out picture in each way."""
    outlined = []
    for image_id in ids:
        picture, truth = boundary.load_native(native, image_id)
        share, measured = boundary.outline(*runs, size, picture, truth)
        outlined.append(boundary.Outlined(image_id, share, measured))
    return outlined


def as_text(
    cells: Cells, found: dict[str, dict[str, dict[str, float]]], pictures: int, threads: int
) -> str:
    """The text of claim.md."""
    return f"""# What cutting a crop buys

Written by `models/training/claim.py`. The two-stage model against the same two networks with the
crop set to the whole field at the same pixels per lesion.

## Memory

Peak resident memory less that of the idle process with both networks loaded; a fresh process each,
median of its repeats, stage one included, {threads} thread{"s" if threads > 1 else ""}, the same arena
settings; the reference pipeline in Python on ONNX Runtime. The whole job includes decoding the
picture, which both ways need; beside it what is needed beyond the decoded picture.

{memory_table(cells)}

{verdict(cells)}

![memory](claim.png)

## Outlines

{pictures} native pictures of the training split that the local network did not see (the global one
did). Distances in pixels of a field of 256 x 256; mean and 95 % bootstrap interval; the last row is
the paired difference.

{boundary_table(found)}
"""


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    checkpoint = load_checkpoint(arguments.checkpoint)
    network = load_stages(checkpoint)
    size = checkpoint["config"]["data"]["size"] // REDUCTION
    with tempfile.TemporaryDirectory() as temporary:
        networks = Path(temporary)
        write_networks(network, size, networks)
        options = list(arguments.megapixels), arguments.repeats, arguments.threads
        cells = dict(measure_all(networks, size, *options))
    runs = (
        run_in_torch(GlobalStage(network.stage), ["field_logits", *LEVELS]),
        run_in_torch(LocalStage(network.local), ["logits"]),
    )
    ids = read_split("native-heldout")[: arguments.pictures]
    found = boundary.summary(outline_all(runs, size, arguments.native, ids))
    arguments.out.mkdir(parents=True, exist_ok=True)
    draw(cells, arguments.out / "claim.png")
    text = as_text(cells, found, len(ids), arguments.threads)
    (arguments.out / "claim.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
