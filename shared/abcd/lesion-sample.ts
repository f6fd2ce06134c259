/** Structures of the rule that a reader can mark as segments. */
export const markedStructures = ['network', 'streaks', 'globules'] as const;
export type MarkedStructure = (typeof markedStructures)[number];

/**
 * A lesion with its surroundings at reduced size, row by row: cell (column, row) covers the image
 * pixels from `x + column * step` and `y + row * step`. Masks are of its middle pixel, colours the mean
 * of pixels spread over it.
 */
export interface LesionSample {
  readonly x: number;
  readonly y: number;
  /** Image pixels to a cell, along both axes. */
  readonly step: number;
  readonly width: number;
  readonly height: number;
  /** Three bytes a cell. */
  readonly rgb: Uint8Array;
  /** 1 inside the lesion. */
  readonly lesion: Uint8Array;
  /** 1 where a structure is marked. */
  readonly structures: Readonly<Record<MarkedStructure, Uint8Array>>;
}

/** Cells inside the lesion and their centre, in cells; null where there is no lesion. */
export function centreOf({ width, lesion }: LesionSample): {
  cells: number;
  x: number;
  y: number;
} | null {
  let [cells, x, y] = [0, 0, 0];
  lesion.forEach((inside, index) => {
    if (inside === 0) return;
    cells += 1;
    x += (index % width) + 0.5;
    y += Math.floor(index / width) + 0.5;
  });
  return cells === 0 ? null : { cells, x: x / cells, y: y / cells };
}
