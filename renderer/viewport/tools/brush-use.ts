import type { ImagePoint } from '../../../shared/geometry.js';
import type { Rect } from '../../../shared/labelmap.js';
import { joinRects } from '../view-transform.js';
import { stringFor, type PulledString } from './pulled-string.js';
import { sweepDisk } from './swept-disk.js';
import { PLAIN_PRESSURE, ToolUse } from './tool.js';

/** Brush, eraser and threshold brush: a disk is drawn along the pointer's way, smoothed or not. */
export class BrushUse extends ToolUse {
  private last: ImagePoint | null = null;
  private pressure = PLAIN_PRESSURE;
  /** Null: the disk goes where the pointer goes. */
  private string: PulledString | null = null;

  override press(point: ImagePoint, _clicks: number, pressure: number): void {
    this.string = stringFor(this.surface, point);
    this.pressure = pressure;
    this.sweep([point]);
  }

  override drag(points: readonly ImagePoint[], pressure: number): void {
    const { string, surface } = this;
    this.pressure = pressure;
    if (string === null) {
      this.sweep(points);
      return;
    }
    this.sweep(points.flatMap((point) => string.pullTo(point)));
    // The string is seen, so that nobody takes it for a slow machine.
    surface.show({ points: [string.tip, string.end], closed: false, marked: [] });
  }

  /** The stroke ends where the hand left it. */
  override release(): void {
    if (this.string !== null) this.sweep([this.string.end]);
    this.surface.finish();
  }

  override settle(): void {
    this.surface.finish();
  }

  /** A pen presses its brush wider: half as wide at none, half as wide again at all it can. */
  private sweep(points: readonly ImagePoint[]): void {
    const { size, settings, edit, changed } = this.surface;
    const radius = settings.radius * (0.5 + this.pressure);
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
}
