import type { ImagePoint } from '../../../shared/geometry.js';
import { fillPolygons } from '../../../shared/fill-polygon.js';
import { ToolUse } from './tool.js';

/** CSS pixels within which a press on the first point closes the polygon. */
const CLOSE_PX = 8;

/** Corners under which an area can lie. */
const FEWEST_CORNERS = 3;

/** Corners set press by press. A double click, Enter or a press on the first corner closes it. */
export class PolygonUse extends ToolUse {
  protected readonly corners: ImagePoint[] = [];
  private pointer: ImagePoint | null = null;

  override press(point: ImagePoint, clicks: number): void {
    if (clicks > 1 || this.isFirst(point)) {
      this.confirm();
      return;
    }
    this.addCorner(point);
    this.pointer = null;
    this.show(null);
  }

  override drag(points: readonly ImagePoint[]): void {
    const last = points.at(-1);
    if (last !== undefined) this.hover(last);
  }

  override hover(point: ImagePoint): void {
    this.pointer = point;
    this.show(point);
  }

  override confirm(): void {
    const { edit, size, changed, finish, cancel } = this.surface;
    if (this.corners.length < FEWEST_CORNERS) {
      cancel();
      return;
    }
    fillPolygons([this.line(null)], size, (row, start, end) => {
      edit.fill(row, start, end);
    });
    changed(edit.covered);
    finish();
  }

  override stepBack(): void {
    this.dropCorner();
    if (this.corners.length === 0) this.surface.cancel();
    else this.show(this.pointer);
  }

  protected addCorner(point: ImagePoint): void {
    this.corners.push(point);
  }

  protected dropCorner(): void {
    this.corners.pop();
  }

  /** The line through the corners and on to the pointer; without one, all around the area. */
  protected line(pointer: ImagePoint | null): readonly ImagePoint[] {
    return pointer === null ? this.corners : [...this.corners, pointer];
  }

  /** @param pointer where the next corner would be; null between a press and the next move */
  protected show(pointer: ImagePoint | null): void {
    const closed = this.corners.length >= FEWEST_CORNERS;
    this.surface.show({ points: this.line(pointer), closed, marked: this.corners });
  }

  private isFirst(point: ImagePoint): boolean {
    const [first] = this.corners;
    if (first === undefined || this.corners.length < FEWEST_CORNERS) return false;
    const reach = CLOSE_PX * this.surface.grain;
    return Math.hypot(point.x - first.x, point.y - first.y) <= reach;
  }
}
