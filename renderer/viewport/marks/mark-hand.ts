import type { ImagePoint, Size } from '../../../shared/geometry.js';
import type { Mark, MarkKind } from '../../../shared/marks.js';
import { hitMark, pulledMark, type Grip } from './hit-mark.js';

/** CSS pixels around a mark in which a press takes it. */
const REACH_PX = 8;
/** A pull shorter than this many CSS pixels was a press. */
const SHORTEST_PX = 4;

interface HandEffects {
  /** What is being drawn or moved, shown in place of the mark it changes; null when it is over. */
  show(draft: Mark | null): void;
  /** A new mark, or one that was moved. */
  done(mark: Mark): void;
  /** A mark was pressed; null: a press beside all of them. */
  chosen(id: string | null): void;
}

/** Where the hand works: the marks that are there, the picture, image pixels to a CSS pixel. */
interface HandPlace {
  readonly marks: readonly Mark[];
  readonly size: Size;
  readonly grain: number;
}

type Going =
  | { readonly act: 'pull'; readonly mark: Mark }
  | { readonly act: 'corners'; readonly mark: Mark }
  | { readonly act: 'move'; readonly grip: Grip; readonly from: ImagePoint; readonly mark: Mark };

/** One use of a tool that pins something to the picture, or moves what is pinned. */
export class MarkHand {
  private use: Going | null = null;
  private place: HandPlace | null = null;

  constructor(private readonly effects: HandEffects) {}

  /** A use goes on, perhaps between two presses. */
  get going(): boolean {
    return this.use !== null;
  }

  press(kind: MarkKind, point: ImagePoint, clicks: number, place: HandPlace): void {
    this.place = place;
    const at = onPicture(point, place.size);
    if (this.use?.act === 'corners') {
      if (clicks > 1) this.confirm();
      else this.showing({ ...this.use, mark: withPoint(this.use.mark, at) });
      return;
    }
    const grip = hitMark(place.marks, at, REACH_PX * place.grain);
    this.effects.chosen(grip?.mark.id ?? null);
    if (grip) {
      this.showing({ act: 'move', grip, from: at, mark: grip.mark });
      return;
    }
    const id = crypto.randomUUID();
    const lengthMm = kind === 'calibration' ? 1 : null;
    const points =
      kind === 'length' || kind === 'arrow' || kind === 'calibration' ? [at, at] : [at];
    const mark: Mark = { id, kind, points, text: '', lengthMm };
    if (kind === 'note') this.finish(mark);
    else this.showing({ act: kind === 'area' ? 'corners' : 'pull', mark });
  }

  drag(points: readonly ImagePoint[]): void {
    const last = points.at(-1);
    const { use, place } = this;
    if (last === undefined || use === null || place === null) return;
    const at = onPicture(last, place.size);
    if (use.act === 'pull') {
      this.showing({ ...use, mark: { ...use.mark, points: [...use.mark.points.slice(0, 1), at] } });
    } else if (use.act === 'move') {
      const pulled = pulledMark(use.grip, at.x - use.from.x, at.y - use.from.y);
      const points = pulled.points.map((point) => onPicture(point, place.size));
      this.showing({ ...use, mark: { ...pulled, points } });
    }
  }

  release(): void {
    const { use, place } = this;
    if (use === null || place === null || use.act === 'corners') return;
    const [from, to] =
      use.act === 'move' ? [use.grip.mark.points[0], use.mark.points[0]] : use.mark.points;
    const moved =
      use.act === 'move'
        ? use.mark.points.some(
            ({ x, y }, index) =>
              x !== use.grip.mark.points[index]?.x || y !== use.grip.mark.points[index].y,
          )
        : from !== undefined &&
          to !== undefined &&
          Math.hypot(to.x - from.x, to.y - from.y) >= SHORTEST_PX * place.grain;
    if (moved) this.finish(use.mark);
    else this.cancel();
  }

  /** Enter or a double press: the corners are set. */
  confirm(): void {
    if (this.use?.act !== 'corners') return;
    if (this.use.mark.points.length >= 3) this.finish(this.use.mark);
    else this.cancel();
  }

  /** Backspace: the last corner was wrong. */
  stepBack(): void {
    if (this.use?.act !== 'corners') return;
    const points = this.use.mark.points.slice(0, -1);
    if (points.length === 0) this.cancel();
    else this.showing({ ...this.use, mark: { ...this.use.mark, points } });
  }

  cancel(): void {
    this.use = null;
    this.effects.show(null);
  }

  private showing(use: Going): void {
    this.use = use;
    this.effects.show(use.mark);
  }

  private finish(mark: Mark): void {
    this.cancel();
    this.effects.done(mark);
  }
}

function withPoint(mark: Mark, { x, y }: ImagePoint): Mark {
  return { ...mark, points: [...mark.points, { x, y }] };
}

function onPicture<Point extends { x: number; y: number }>(point: Point, size: Size): Point {
  const inside = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return { ...point, x: inside(point.x, size.width), y: inside(point.y, size.height) };
}
