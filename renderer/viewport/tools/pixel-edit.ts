import type { Size } from '../../../shared/geometry.js';
import { RunBuilder, type Rect, type RunLengthMask } from '../../../shared/labelmap.js';
import { joinRects } from '../view-transform.js';

const TILE = 256;

/** Whether the pixel with this index, row by row, may be written. */
export type PixelGuard = (index: number) => boolean;

/**
 * One edit of a segment, written into its pixels while it goes on. What it covers is copied tile by
 * tile before the first change, so it costs what it covers, whatever the size of the picture.
 */
export class PixelEdit {
  private readonly before = new Map<number, Uint8Array>();
  private readonly tilesAcross: number;
  private dirty: Rect | null = null;

  /**
   * @param pixels 0 or 1 for each pixel, row-major, written in place
   * @param value 1 adds, 0 erases
   * @param guard pixels it denies are left alone; null allows all
   */
  constructor(
    private readonly pixels: Uint8Array,
    private readonly size: Size,
    private readonly value: 0 | 1,
    private readonly guard: PixelGuard | null = null,
  ) {
    this.tilesAcross = Math.ceil(size.width / TILE);
  }

  /** Write the columns start <= x < end of a row, which must lie inside the picture. */
  fill(row: number, start: number, end: number): void {
    this.keep(row, start, end);
    const base = row * this.size.width;
    this.dirty = joinRects(this.dirty, { x: start, y: row, width: end - start, height: 1 });
    if (this.guard === null) {
      this.pixels.fill(this.value, base + start, base + end);
      return;
    }
    for (let index = base + start; index < base + end; index += 1) {
      if (this.guard(index)) this.pixels[index] = this.value;
    }
  }

  /** What has been covered so far. */
  get covered(): Rect | null {
    return this.dirty;
  }

  /** The pixels the edit changed, as a mask of the whole picture; null when it changed none. */
  finish(): RunLengthMask | null {
    const { width, height } = this.size;
    const runs = new RunBuilder();
    let told = 0;
    this.forEachChange((start, end) => {
      runs.push(0, start - told);
      runs.push(1, end - start);
      told = end;
    });
    if (told === 0) return null;
    runs.push(0, width * height - told);
    return runs.finish(width, height);
  }

  /** Put everything back. Returns the rectangle that has to be drawn again. */
  cancel(): Rect | null {
    const rect = this.dirty;
    if (rect === null) return null;
    this.forEachKeptRow(rect, (kept, x, y) => {
      this.pixels.set(kept, y * this.size.width + x);
    });
    this.dirty = null;
    return rect;
  }

  private keep(row: number, start: number, end: number): void {
    const tileRow = Math.floor(row / TILE);
    for (let tile = Math.floor(start / TILE); tile <= Math.floor((end - 1) / TILE); tile += 1) {
      const key = tileRow * this.tilesAcross + tile;
      if (!this.before.has(key)) this.before.set(key, this.copyTile(tile * TILE, tileRow * TILE));
    }
  }

  private copyTile(left: number, top: number): Uint8Array {
    const copy = new Uint8Array(TILE * TILE);
    const width = Math.min(TILE, this.size.width - left);
    const height = Math.min(TILE, this.size.height - top);
    for (let row = 0; row < height; row += 1) {
      const start = (top + row) * this.size.width + left;
      copy.set(this.pixels.subarray(start, start + width), row * TILE);
    }
    return copy;
  }

  /** Each span of pixels that are other than before, row by row; spans may touch. */
  private forEachChange(callback: (start: number, end: number) => void): void {
    const rect = this.dirty;
    if (rect === null) return;
    const { pixels } = this;
    const right = rect.x + rect.width;
    for (let y = rect.y; y < rect.y + rect.height; y += 1) {
      const tiles = Math.floor(y / TILE) * this.tilesAcross;
      for (let tile = Math.floor(rect.x / TILE); tile * TILE < right; tile += 1) {
        const kept = this.before.get(tiles + tile);
        if (kept === undefined) continue;
        const last = y * this.size.width + Math.min(right, (tile + 1) * TILE);
        let index = y * this.size.width + Math.max(rect.x, tile * TILE);
        const toKept = (y % TILE) * TILE - (y * this.size.width + tile * TILE);
        while (index < last) {
          while (index < last && pixels[index] === kept[index + toKept]) index += 1;
          const start = index;
          while (index < last && pixels[index] !== kept[index + toKept]) index += 1;
          if (index > start) callback(start, index);
        }
      }
    }
  }

  /** Each row of each kept tile, cut to the rectangle, with its place in the picture. */
  private forEachKeptRow(
    rect: Rect,
    callback: (kept: Uint8Array, x: number, y: number) => void,
  ): void {
    for (const [key, tile] of this.before) {
      const tileX = (key % this.tilesAcross) * TILE;
      const tileY = Math.floor(key / this.tilesAcross) * TILE;
      const left = Math.max(rect.x, tileX);
      const right = Math.min(rect.x + rect.width, tileX + TILE);
      const top = Math.max(rect.y, tileY);
      const bottom = Math.min(rect.y + rect.height, tileY + TILE);
      if (right <= left) continue;
      for (let y = top; y < bottom; y += 1) {
        const start = (y - tileY) * TILE + (left - tileX);
        callback(tile.subarray(start, start + right - left), left, y);
      }
    }
  }
}
