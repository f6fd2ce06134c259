/** Grey value (Rec. 601 luma) of a cell, 0..255. */
export function greyOf(rgb: Uint8Array, cell: number): number {
  const at = 3 * cell;
  return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
}
