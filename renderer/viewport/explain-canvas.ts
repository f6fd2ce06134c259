import { abcdColours } from '../../shared/abcd/colours.js';
import type { AbcdDraft } from '../../shared/abcd/draft.js';
import type { LesionSample } from '../../shared/abcd/lesion-sample.js';
import type { AbcdPart } from '../../shared/abcd/scores.js';
import { contextOf, pathOf, strokeWithHalo } from './draw-path.js';
import type { Polygon } from './outline-path.js';
import { toDevice, type ViewTransform } from './view-transform.js';

/** What of a draft is explained over the picture. */
export interface Explained {
  readonly part: AbcdPart;
  readonly draft: AbcdDraft;
  readonly sample: LesionSample;
}

const PLAIN = '#fff';
/** Where the draft counts something. */
const COUNTED = '#e69f00';
const DASH_PX = [5, 4];
const COLOUR_ALPHA = 190;
const STRUCTURE_COLOURS = [
  [86, 180, 233],
  [230, 159, 0],
] as const;
const STRUCTURE_ALPHA = 120;
/** How far axes and sectors reach beyond the lesion. */
const REACH = 1.1;
const FONT_PX = 13;

/** Axes, octants, colours or structures behind a number of the ABCD draft. */
export class ExplainCanvas {
  private readonly cells: OffscreenCanvas | null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly shown: Explained,
  ) {
    this.cells = cellsOf(shown);
  }

  /** @param view from image to CSS pixels; null draws nothing */
  draw(view: ViewTransform | null, pixelRatio: number): void {
    const { canvas, shown } = this;
    // Setting the size clears the canvas too.
    canvas.width = Math.round(canvas.clientWidth * pixelRatio);
    canvas.height = Math.round(canvas.clientHeight * pixelRatio);
    if (view === null) return;
    const context = contextOf(canvas);
    const device = toDevice(view, pixelRatio);
    if (this.cells !== null) drawCells(context, device, shown.sample, this.cells);
    if (shown.part === 'asymmetry') drawAxes(context, device, pixelRatio, shown.draft);
    if (shown.part === 'border') drawOctants(context, device, pixelRatio, shown.draft);
  }
}

function drawCells(
  context: CanvasRenderingContext2D,
  view: ViewTransform,
  { x, y, step, width, height }: LesionSample,
  cells: OffscreenCanvas,
): void {
  context.imageSmoothingEnabled = false;
  context.drawImage(
    cells,
    x * view.scaleX + view.offsetX,
    y * view.scaleY + view.offsetY,
    width * step * view.scaleX,
    height * step * view.scaleY,
  );
}

function drawAxes(
  context: CanvasRenderingContext2D,
  view: ViewTransform,
  pixelRatio: number,
  { asymmetry: { axes, centre }, border: { radius } }: AbcdDraft,
): void {
  axes.forEach(({ angle, asymmetric }, index) => {
    const ends = [-REACH, REACH].map((share) => along(centre, angle, share * radius));
    const dash = asymmetric ? [] : DASH_PX;
    strokeWithHalo(context, pathOf([ends], view, false), colourOf(asymmetric), pixelRatio, dash);
    const beyond = along(centre, angle, (REACH + 0.08) * radius);
    write(context, view, beyond, String(index + 1), colourOf(asymmetric), pixelRatio);
  });
}

/** Sectors of the circle around the lesion, each with its number; abrupt ones with their arc. */
function drawOctants(
  context: CanvasRenderingContext2D,
  view: ViewTransform,
  pixelRatio: number,
  { border: { octants, centre, radius } }: AbcdDraft,
): void {
  const reach = REACH * radius;
  octants.forEach((_octant, index) => {
    const line: Polygon = [centre, along(centre, (index * Math.PI) / 4, reach)];
    strokeWithHalo(context, pathOf([line], view, false), PLAIN, pixelRatio, DASH_PX);
  });
  octants.forEach(({ abrupt }, index) => {
    if (abrupt) {
      const arc = Array.from({ length: 17 }, (_, part) =>
        along(centre, ((index + part / 16) * Math.PI) / 4, reach),
      );
      strokeWithHalo(context, pathOf([arc], view, false), COUNTED, 2 * pixelRatio, []);
    }
    const middle = along(centre, ((index + 0.5) * Math.PI) / 4, (REACH + 0.08) * radius);
    write(context, view, middle, String(index + 1), colourOf(abrupt), pixelRatio);
  });
}

function colourOf(counted: boolean): string {
  return counted ? COUNTED : PLAIN;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function along({ x, y }: Point, angle: number, distance: number): Point {
  return { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
}

function write(
  context: CanvasRenderingContext2D,
  view: ViewTransform,
  { x, y }: Point,
  text: string,
  colour: string,
  pixelRatio: number,
): void {
  const at = [x * view.scaleX + view.offsetX, y * view.scaleY + view.offsetY] as const;
  context.font = `600 ${String(FONT_PX * pixelRatio)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.setLineDash([]);
  context.lineWidth = 3 * pixelRatio;
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.strokeText(text, ...at);
  context.fillStyle = colour;
  context.fillText(text, ...at);
}

function cellsOf({ part, draft, sample }: Explained): OffscreenCanvas | null {
  if (part !== 'colours' && part !== 'structures') return null;
  const colours = part === 'colours' ? Object.values(abcdColours) : STRUCTURE_COLOURS;
  const alpha = part === 'colours' ? COLOUR_ALPHA : STRUCTURE_ALPHA;
  const rgba = new Uint8ClampedArray(4 * sample.width * sample.height);
  draft[part].cells.forEach((value, cell) => {
    const colour = colours[value - 1];
    if (colour) rgba.set([...colour, alpha], 4 * cell);
  });
  const canvas = new OffscreenCanvas(sample.width, sample.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the window has no 2D canvas');
  context.putImageData(new ImageData(rgba, sample.width, sample.height), 0, 0);
  return canvas;
}
