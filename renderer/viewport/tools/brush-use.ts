import type { ImagePoint } from '../../../shared/geometry.js';
import type { Rect } from '../../../shared/labelmap.js';
import { joinRects } from '../view-transform.js';
import { sweepDisk } from './swept-disk.js';
import { ToolUse } from './tool.js';

/** Brush, eraser and threshold brush: a disk is drawn along the pointer's way. */
export class BrushUse extends ToolUse {
  private last: ImagePoint | null = null;

  override press(point: ImagePoint, _clicks: number, pressure: number): void {
    this.drag([point], pressure);
  }

  /** A pen presses its brush wider: half as wide at none, half as wide again at all it can. */
  override drag(points: readonly ImagePoint[], pressure: number): void {
    const { size, settings, edit, changed } = this.surface;
    const radius = settings.radius * (0.5 + pressure);
    let all: Rect | null = null;
    for (const point of points) {
      const covered = sweepDisk(this.last ?? point, point, radius, size, (row, start, end) => {
        edit.fill(row, start, end);
      });
      this.last = point;
      all = joinRects(all, covered);
    }
    // Between two frames a hand passes many points, and only the last of them is seen.
    changed(all);
  }

  override release(): void {
    this.surface.finish();
  }

  override settle(): void {
    this.surface.finish();
  }
}
