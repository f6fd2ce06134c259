import type { ImagePoint } from '../../../shared/geometry.js';
import { flood } from './flood.js';
import { ToolUse } from './tool.js';

/** One press finds an area and fills it; a large one is found in steps between frames. */
abstract class FloodUse extends ToolUse {
  private stopped = false;

  override press(point: ImagePoint): void {
    const { size, edit } = this.surface;
    const [column, row] = [Math.floor(point.x), Math.floor(point.y)];
    if (column < 0 || row < 0 || column >= size.width || row >= size.height) {
      this.surface.cancel();
      return;
    }
    // Written at the end: what is found must not depend on what is already filled.
    const spans: (readonly [row: number, start: number, end: number])[] = [];
    const matches = this.matcher(row * size.width + column);
    const steps = flood(size, column, row, matches, (...span) => {
      spans.push(span);
    });
    const work = (): void => {
      if (this.stopped) return;
      if (steps.next().done !== true) {
        setTimeout(work);
        return;
      }
      for (const span of spans) edit.fill(...span);
      this.surface.changed(edit.covered);
      this.surface.finish();
    };
    work();
  }

  override stop(): void {
    this.stopped = true;
  }

  /** Whether a pixel belongs to the area of the seed; both by index, row by row. */
  protected abstract matcher(seed: number): (index: number) => boolean;
}

/** Touching pixels of the picture that differ from the one pressed by the tolerance at most. */
export class WandUse extends FloodUse {
  protected override matcher(seed: number): (index: number) => boolean {
    const { picture, settings } = this.surface;
    const { tolerance } = settings;
    const [red, green, blue] = [0, 1, 2].map((channel) => picture[seed * 4 + channel] ?? 0);
    const near = (value: number | undefined, wanted: number | undefined): boolean =>
      Math.abs((value ?? 0) - (wanted ?? 0)) <= tolerance;
    return (index) =>
      near(picture[index * 4], red) &&
      near(picture[index * 4 + 1], green) &&
      near(picture[index * 4 + 2], blue);
  }
}

/** Touching pixels that are as the one pressed: in the segment or not. */
export class PaintFillUse extends FloodUse {
  protected override matcher(seed: number): (index: number) => boolean {
    const { pixels } = this.surface;
    const inside = pixels[seed] !== 0;
    return (index) => (pixels[index] !== 0) === inside;
  }
}
