import type { Mark } from '../../../shared/marks.js';
import { contextOf, strokeWithHalo } from '../draw-path.js';
import type { ViewTransform } from '../view-transform.js';

/** Words beside a mark, such as its length; empty for none. */
export type MarkLabel = (mark: Mark) => string;

const COLOURS: Readonly<Record<Mark['kind'], string>> = {
  length: '#fff',
  area: '#fff',
  arrow: '#56b4e9',
  note: '#56b4e9',
  calibration: '#f0e442',
};
const CALIBRATION_DASH = [6, 3];
const HANDLE_PX = 3;
const HEAD_PX = 11;
const TEXT_PX = 12.5;
const PADDING_PX = 4;
/** From the mark's last point to its words. */
const APART_PX = 9;

/** Measures, arrows and notes over the picture. */
export class MarksCanvas {
  private marks: readonly Mark[] = [];
  private label: MarkLabel = () => '';
  private chosen: string | null = null;
  private draft: Mark | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  setMarks(marks: readonly Mark[], chosen: string | null, label: MarkLabel): void {
    this.marks = marks;
    this.chosen = chosen;
    this.label = label;
  }

  /** Shown in place of the mark of its id. */
  setDraft(draft: Mark | null): void {
    this.draft = draft;
  }

  /** @param view from image to device pixels; null draws nothing */
  draw(view: ViewTransform | null, pixelRatio: number): void {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (view === null) return;
    const { draft } = this;
    for (const mark of this.marks) {
      if (mark.id !== draft?.id) this.drawMark(context, mark, view, pixelRatio);
    }
    if (draft) this.drawMark(context, draft, view, pixelRatio);
  }

  private drawMark(
    context: CanvasRenderingContext2D,
    mark: Mark,
    view: ViewTransform,
    pixelRatio: number,
  ): void {
    const points = mark.points.map(({ x, y }) => ({
      x: x * view.scaleX + view.offsetX,
      y: y * view.scaleY + view.offsetY,
    }));
    const colour = COLOURS[mark.kind];
    const path = new Path2D();
    points.forEach(({ x, y }, index) => {
      if (index === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    const finished = mark.id !== this.draft?.id || mark.points.length > 2;
    if (mark.kind === 'area' && finished) path.closePath();
    if (mark.kind === 'arrow') addHead(path, points, HEAD_PX * pixelRatio);
    const dash = mark.kind === 'calibration' ? CALIBRATION_DASH : [];
    strokeWithHalo(context, path, colour, pixelRatio, dash);
    const handled = mark.kind === 'note' || mark.id === this.chosen || mark.id === this.draft?.id;
    if (handled) for (const point of points) drawHandle(context, point, colour, pixelRatio);
    const last = points.at(-1);
    const words = this.label(mark);
    if (last && words !== '') drawWords(context, last, words, colour, pixelRatio);
  }
}

interface DevicePoint {
  readonly x: number;
  readonly y: number;
}

function addHead(path: Path2D, [tail, tip]: readonly DevicePoint[], length: number): void {
  if (!tail || !tip) return;
  const angle = Math.atan2(tip.y - tail.y, tip.x - tail.x);
  for (const side of [-0.45, 0.45]) {
    path.moveTo(tip.x, tip.y);
    path.lineTo(tip.x - length * Math.cos(angle + side), tip.y - length * Math.sin(angle + side));
  }
}

function drawHandle(
  context: CanvasRenderingContext2D,
  { x, y }: DevicePoint,
  colour: string,
  pixelRatio: number,
): void {
  context.beginPath();
  context.arc(x, y, HANDLE_PX * pixelRatio, 0, 2 * Math.PI);
  context.setLineDash([]);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = pixelRatio;
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.stroke();
}

/** On a dark ground, so that they are read over any skin; kept within the canvas. */
function drawWords(
  context: CanvasRenderingContext2D,
  at: DevicePoint,
  words: string,
  colour: string,
  pixelRatio: number,
): void {
  const padding = PADDING_PX * pixelRatio;
  const size = TEXT_PX * pixelRatio;
  context.font = `500 ${String(size)}px system-ui, sans-serif`;
  const width = context.measureText(words).width + 2 * padding;
  const height = size + 2 * padding;
  const apart = APART_PX * pixelRatio;
  const left = Math.max(0, Math.min(at.x + apart, context.canvas.width - width));
  const top = Math.max(0, Math.min(at.y + apart, context.canvas.height - height));
  context.fillStyle = 'rgb(14 17 22 / 82%)';
  context.fillRect(left, top, width, height);
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  context.fillText(words, left + padding, top + height / 2);
}
