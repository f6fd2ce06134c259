import type { SegmentId, SegmentMask } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Size } from '../../shared/geometry.js';
import {
  decodeMask,
  encodeMask,
  forEachRun,
  maskArea,
  maskBounds,
  maskFromPixels,
  toggleInPlace,
  xorMasks,
  type Rect,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { joinRects } from './view-transform.js';

interface Segment {
  readonly pixels: Uint8Array;
  /** Foreground pixels. */
  area: number;
  /** Contains all foreground; it grows with changes and is not shrunk. */
  extent: Rect | null;
}

/**
 * The masks of the picture on screen while it is edited: one byte a pixel at native resolution for
 * each segment, so segments may overlap.
 */
export class MaskLayer {
  private readonly segments = new Map<SegmentId, Segment>();

  /** Throws `bad-input` when a mask has another size than the picture. */
  constructor(
    readonly size: Size,
    masks: readonly SegmentMask[],
  ) {
    this.apply(masks);
  }

  /** The segments that were touched, in the order in which they are drawn. */
  ids(): SegmentId[] {
    return [...this.segments.keys()];
  }

  /** Live pixels of a segment: non-zero is foreground. Whoever writes calls {@link wrote}. */
  pixels(id: SegmentId): Uint8Array {
    return this.segment(id).pixels;
  }

  area(id: SegmentId): number {
    return this.segments.get(id)?.area ?? 0;
  }

  extent(id: SegmentId): Rect | null {
    return this.segments.get(id)?.extent ?? null;
  }

  mask(id: SegmentId): RunLengthMask {
    return maskFromPixels(this.segment(id).pixels, this.size.width, this.size.height);
  }

  /** Toggle the pixels of each change; returns what has to be drawn again. */
  apply(changes: readonly SegmentMask[]): Rect | null {
    let dirty: Rect | null = null;
    for (const change of changes) {
      const delta = decodeMask(change.mask);
      this.requireSize(delta);
      const segment = this.segment(change.segment);
      const rect =
        segment.extent === null ? fillEmpty(segment, delta) : this.toggle(segment, delta);
      segment.extent = joinRects(segment.extent, rect);
      dirty = joinRects(dirty, rect);
    }
    return dirty;
  }

  /** A tool wrote pixels itself: `delta` are those it toggled. */
  wrote(id: SegmentId, delta: RunLengthMask): void {
    const segment = this.segment(id);
    this.count(segment, delta);
    segment.extent = joinRects(segment.extent, maskBounds(delta));
  }

  /** While a tool draws, its pixels count as possible foreground. */
  extend(id: SegmentId, rect: Rect | null): void {
    const segment = this.segment(id);
    segment.extent = joinRects(segment.extent, rect);
  }

  /** Whether a segment has these pixels and no others. */
  equals(id: SegmentId, mask: RunLengthMask): boolean {
    this.requireSize(mask);
    const segment = this.segments.get(id);
    if (this.area(id) !== maskArea(mask)) return false;
    if (segment === undefined) return true;
    // As many pixels as the mask has are in the segment: the same, unless one of the mask's is not.
    let same = true;
    forEachRun(mask, (start, length) => {
      same &&= !segment.pixels.subarray(start, start + length).includes(0);
    });
    return same;
  }

  /** The change that turns a segment into `target`; null when they are equal already. */
  changeTo(id: SegmentId, target: RunLengthMask): SegmentMask | null {
    this.requireSize(target);
    const delta = xorMasks(this.mask(id), target);
    return maskArea(delta) === 0 ? null : { segment: id, mask: encodeMask(delta) };
  }

  private segment(id: SegmentId): Segment {
    let segment = this.segments.get(id);
    if (segment === undefined) {
      const pixels = new Uint8Array(this.size.width * this.size.height);
      segment = { pixels, area: 0, extent: null };
      this.segments.set(id, segment);
    }
    return segment;
  }

  private toggle(segment: Segment, delta: RunLengthMask): Rect | null {
    const rect = toggleInPlace(segment.pixels, delta);
    this.count(segment, delta);
    return rect;
  }

  private requireSize(mask: RunLengthMask): void {
    if (mask.width === this.size.width && mask.height === this.size.height) return;
    throw new AppError(
      'bad-input',
      `a mask of ${String(mask.width)} x ${String(mask.height)} does not fit the picture of ` +
        `${String(this.size.width)} x ${String(this.size.height)}; open the picture again`,
    );
  }

  /** Follow the area after the pixels of `delta` were toggled. */
  private count(segment: Segment, delta: RunLengthMask): void {
    let [position, foreground] = [0, false];
    for (const length of delta.runs) {
      if (foreground) {
        for (let index = position; index < position + length; index += 1) {
          segment.area += segment.pixels[index] === 0 ? -1 : 1;
        }
      }
      position += length;
      foreground = !foreground;
    }
  }
}

/** A picture's first masks are most of it: whole runs are written, and no pixel is looked at. */
function fillEmpty(segment: Segment, mask: RunLengthMask): Rect | null {
  forEachRun(mask, (start, length) => {
    segment.pixels.fill(1, start, start + length);
    segment.area += length;
  });
  return maskBounds(mask);
}
