import type { ImagePoint } from '../../../shared/geometry.js';
import { fillPolygon } from './fill-polygon.js';
import { ToolUse } from './tool.js';

/** CSS pixels within which a press on the first point closes the polygon. */
const CLOSE_PX = 8;

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
    this.draw();
  }

  override drag(points: readonly ImagePoint[]): void {
    const last = points.at(-1);
    if (last !== undefined) this.hover(last);
  }

  override hover(point: ImagePoint): void {
    this.pointer = point;
    this.draw();
  }

  override confirm(): void {
    const { edit, size, changed, finish, cancel } = this.surface;
    if (this.corners.length < 3) {
      cancel();
      return;
    }
    fillPolygon(this.line(null), size, (row, start, end) => {
      edit.fill(row, start, end);
    });
    changed(edit.covered);
    finish();
  }

  override stepBack(): void {
    this.dropCorner();
    if (this.corners.length === 0) this.surface.cancel();
    else this.draw();
  }

  protected addCorner(point: ImagePoint): void {
    this.corners.push(point);
  }

  protected dropCorner(): void {
    this.corners.pop();
  }

  /** The corners in order, then the way to the pointer where it is given. */
  protected line(pointer: ImagePoint | null): readonly ImagePoint[] {
    return pointer === null ? this.corners : [...this.corners, pointer];
  }

  private draw(): void {
    const points = this.line(this.pointer);
    this.surface.show({ points, closed: this.corners.length > 2, marked: this.corners.length });
  }

  private isFirst(point: ImagePoint): boolean {
    const [first] = this.corners;
    if (first === undefined || this.corners.length < 3) return false;
    const reach = CLOSE_PX * this.surface.grain;
    return Math.hypot(point.x - first.x, point.y - first.y) <= reach;
  }
}
