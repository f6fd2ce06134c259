import type { ImagePoint } from '../../../shared/geometry.js';
import { sweepDisk } from './swept-disk.js';
import { ToolUse } from './tool.js';

/** Brush, eraser and threshold brush: a disk is drawn along the pointer's way. */
export class BrushUse extends ToolUse {
  private last: ImagePoint | null = null;

  override press(point: ImagePoint): void {
    this.drag([point]);
  }

  override drag(points: readonly ImagePoint[]): void {
    const { size, settings, edit, changed } = this.surface;
    for (const point of points) {
      const covered = sweepDisk(
        this.last ?? point,
        point,
        settings.radius,
        size,
        (row, start, end) => {
          edit.fill(row, start, end);
        },
      );
      this.last = point;
      changed(covered);
    }
  }

  override release(): void {
    this.surface.finish();
  }

  override settle(): void {
    this.surface.finish();
  }
}
