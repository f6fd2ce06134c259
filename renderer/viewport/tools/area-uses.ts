import { imagePoint, type ImagePoint } from '../../../shared/geometry.js';
import { fillPolygons } from '../../../shared/fill-polygon.js';
import type { SpanCallback } from '../../../shared/row-spans.js';
import { stringFor, type PulledString } from './pulled-string.js';
import { sweepDisk } from './swept-disk.js';
import { ToolUse } from './tool.js';

const CIRCLE_POINTS = 72;

/** An area drawn in one pull and filled when the pointer is released. */
abstract class PulledArea extends ToolUse {
  protected readonly points: ImagePoint[] = [];

  override press(point: ImagePoint): void {
    this.points.push(point);
  }

  override drag(points: readonly ImagePoint[]): void {
    this.points.push(...points);
    this.surface.show({ points: this.outline(), closed: true, marked: [] });
  }

  override release(): void {
    const { edit, changed, finish } = this.surface;
    this.fill((row, start, end) => {
      edit.fill(row, start, end);
    });
    changed(edit.covered);
    finish();
  }

  protected get first(): ImagePoint {
    return this.points[0] ?? imagePoint(0, 0);
  }

  protected get last(): ImagePoint {
    return this.points.at(-1) ?? this.first;
  }

  protected abstract outline(): readonly ImagePoint[];

  protected fill(callback: SpanCallback): void {
    fillPolygons([this.outline()], this.surface.size, callback);
  }
}

/** A line drawn around an area, smoothed or not, closed from its end to its beginning. */
export class FreehandUse extends PulledArea {
  private string: PulledString | null = null;

  override press(point: ImagePoint): void {
    this.string = stringFor(this.surface, point);
    super.press(point);
  }

  override drag(points: readonly ImagePoint[]): void {
    const { string } = this;
    super.drag(string === null ? points : points.flatMap((point) => string.pullTo(point)));
  }

  protected override outline(): readonly ImagePoint[] {
    // Released now, the line would end where the hand is.
    return this.string === null ? this.points : [...this.points, this.string.end];
  }
}

/** A freehand line around what is to be taken over from the proposal. */
export class LassoUse extends FreehandUse {
  override release(): void {
    const { surface } = this;
    surface.encircled((span) => {
      this.fill(span);
    });
    surface.cancel();
  }
}

/** From one corner to the opposite one. */
export class RectangleUse extends PulledArea {
  protected override outline(): readonly ImagePoint[] {
    const [a, b] = [this.first, this.last];
    return [a, imagePoint(b.x, a.y), b, imagePoint(a.x, b.y)];
  }
}

/** From its middle to a point on it. */
export class CircleUse extends PulledArea {
  private get radius(): number {
    return Math.hypot(this.last.x - this.first.x, this.last.y - this.first.y);
  }

  protected override outline(): readonly ImagePoint[] {
    return Array.from({ length: CIRCLE_POINTS }, (_value, index) => {
      const angle = (2 * Math.PI * index) / CIRCLE_POINTS;
      return imagePoint(
        this.first.x + this.radius * Math.cos(angle),
        this.first.y + this.radius * Math.sin(angle),
      );
    });
  }

  protected override fill(callback: SpanCallback): void {
    // A press without a pull is no circle of one pixel.
    if (this.radius > 0) {
      sweepDisk(this.first, this.first, this.radius, this.surface.size, callback);
    }
  }
}
