import type { ImagePoint } from '../../../shared/geometry.js';
import { cheapestWays, wayTo } from './cheapest-ways.js';
import { EdgeWindow } from './edge-window.js';
import { PolygonUse } from './polygon-use.js';

interface Ways {
  readonly from: ImagePoint;
  readonly window: EdgeWindow;
  readonly before: Int32Array;
}

/** As the polygon, but the line between two points runs along edges of the picture. */
export class LivewireUse extends PolygonUse {
  /** The line from each corner to the one after it. */
  private readonly stretches: ImagePoint[][] = [];
  /** Found once a corner, when the pointer first leaves it. */
  private ways: Ways | null = null;

  protected override addCorner(point: ImagePoint): void {
    const last = this.corners.at(-1);
    if (last !== undefined) this.stretches.push(this.stretch(last, point));
    super.addCorner(point);
  }

  protected override dropCorner(): void {
    super.dropCorner();
    this.stretches.length = Math.max(0, this.corners.length - 1);
  }

  protected override line(pointer: ImagePoint | null): readonly ImagePoint[] {
    const [first, last] = [this.corners[0], this.corners.at(-1)];
    const end = pointer ?? first;
    if (last === undefined || end === undefined) return [];
    return [...this.stretches.flat(), ...this.stretch(last, end)];
  }

  protected override show(pointer: ImagePoint | null): void {
    const points = pointer === null ? this.stretches.flat() : this.line(pointer);
    this.surface.show({ points, closed: false, marked: this.corners });
  }

  /** From one point to another along edges; straight where the second lies beyond the window. */
  private stretch(from: ImagePoint, to: ImagePoint): ImagePoint[] {
    if (from === to) return [from];
    const { window, before } = this.waysFrom(from);
    const cells = wayTo(before, window.indexAt(to));
    return [from, ...cells.slice(1, -1).map((cell) => window.pointOf(cell)), to];
  }

  private waysFrom(from: ImagePoint): Ways {
    if (this.ways?.from === from) return this.ways;
    const { picture, size, grain } = this.surface;
    // Zoomed out, an edge is what is one on the screen.
    const window = new EdgeWindow(picture, size, from, Math.max(1, Math.round(grain)));
    this.ways = { from, window, before: cheapestWays(window, window.indexAt(from)) };
    return this.ways;
  }
}
