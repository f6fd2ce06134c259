"""What independent readers find in exports: one line of JSON.

Usage: read_exports.py COCO_FOLDER DICOM_FOLDER
pycocotools decodes the annotations, highdicom the segmentations, pydicom the pictures.
"""

import json
import sys
from pathlib import Path

import highdicom
import numpy as np
import pydicom
from pycocotools.coco import COCO


def coco_areas(folder: Path) -> dict[str, dict[str, int]]:
    """Decoded pixels of each picture by category."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted(folder.glob("annotations*.json")):
        annotations = COCO(str(path))
        for image in annotations.loadImgs(annotations.getImgIds()):
            areas = found.setdefault(Path(image["file_name"]).stem, {})
            for entry in annotations.loadAnns(annotations.getAnnIds(imgIds=image["id"])):
                (category,) = annotations.loadCats(entry["category_id"])
                areas[category["name"]] = int(annotations.annToMask(entry).sum())
    return found


def dicom_areas(folder: Path) -> dict[str, dict[str, int]]:
    """Pixels of each segment, asked for by the picture that the segmentation names."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted((folder / "segmentations").glob("*.dcm")):
        picture = pydicom.dcmread(folder / "images" / path.name)
        segmentation = highdicom.seg.segread(path)
        masks = segmentation.get_pixels_by_source_instance(
            [picture.SOPInstanceUID], combine_segments=False, ignore_spatial_locations=True
        )
        if masks.shape[1:3] != picture.pixel_array.shape[:2]:
            raise ValueError(f"{path.name}: {masks.shape} for {picture.pixel_array.shape}")
        found[path.stem] = {
            segmentation.get_segment_description(number + 1).segment_label: int(area)
            for number, area in enumerate(np.count_nonzero(masks, axis=(0, 1, 2)))
        }
    return found


coco, dicom = map(Path, sys.argv[1:])
# pycocotools prints what it is doing.
output, sys.stdout = sys.stdout, sys.stderr
result = {"coco": coco_areas(coco), "dicom": dicom_areas(dicom)}
print(json.dumps(result), file=output)
