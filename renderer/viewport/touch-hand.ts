import type { CanvasPoint } from './view-transform.js';

/** What fingers do; points are CSS pixels of the viewport. */
export interface TouchActs {
  /** One finger acts from here on, as a pressed button would. */
  begin(point: CanvasPoint): void;
  move(points: readonly CanvasPoint[]): void;
  end(): void;
  /** What one finger began was the start of a gesture of two: nothing may stay of it. */
  giveUp(): void;
  panBy(x: number, y: number): void;
  zoomAt(factor: number, anchor: CanvasPoint): void;
}

/** CSS pixels a finger moves before it is more than a touch. */
const SLOP_PX = 6;

/**
 * Fingers on the picture: one acts as the tool in use, two move and zoom. A finger acts when it has
 * moved or is lifted, so that the first of two draws nothing.
 */
export class TouchHand {
  private readonly fingers = new Map<number, CanvasPoint>();
  private state: 'none' | 'waiting' | 'one' | 'two' | 'spent' = 'none';
  private start: CanvasPoint = { x: 0, y: 0 };

  constructor(private readonly acts: TouchActs) {}

  down(finger: number, point: CanvasPoint): void {
    this.fingers.set(finger, point);
    if (this.fingers.size === 1) {
      this.state = 'waiting';
      this.start = point;
    } else if (this.state === 'waiting' || this.state === 'one') {
      if (this.state === 'one') this.acts.giveUp();
      this.state = 'two';
    }
  }

  /** @param points the finger's way since the last move, its place now last */
  move(finger: number, points: readonly CanvasPoint[]): void {
    const [before, now] = [this.fingers.get(finger), points.at(-1)];
    if (before === undefined || now === undefined) return;
    if (this.state === 'two') this.moveTwo(finger, now);
    this.fingers.set(finger, now);
    if (this.state === 'waiting' && distance(this.start, now) > SLOP_PX) {
      this.state = 'one';
      this.acts.begin(this.start);
    }
    if (this.state === 'one') this.acts.move(points);
  }

  up(finger: number): void {
    if (!this.fingers.delete(finger)) return;
    if (this.state === 'waiting') this.acts.begin(this.start);
    if (this.state === 'waiting' || this.state === 'one') this.acts.end();
    // The finger that stays after two moved the picture does not draw.
    this.state = this.fingers.size === 0 ? 'none' : 'spent';
  }

  /** The system took the fingers away, or something else begins. */
  drop(): void {
    if (this.state === 'one') this.acts.giveUp();
    this.fingers.clear();
    this.state = 'none';
  }

  private moveTwo(finger: number, now: CanvasPoint): void {
    const [first, second] = [...this.fingers.keys()];
    const other = this.fingers.get(finger === first ? (second ?? -1) : (first ?? -1));
    const before = this.fingers.get(finger);
    if (other === undefined || before === undefined) return;
    if (finger !== first && finger !== second) return;
    this.acts.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    const [apart, wasApart] = [distance(now, other), distance(before, other)];
    if (apart > 0 && wasApart > 0) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      this.acts.zoomAt(apart / wasApart, middle);
    }
  }
}

function distance(a: CanvasPoint, b: CanvasPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
