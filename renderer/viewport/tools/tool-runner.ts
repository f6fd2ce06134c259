import type { SegmentId, SegmentMask } from '../../../shared/domain.js';
import type { ImagePoint } from '../../../shared/geometry.js';
import { encodeMask, type Rect, type RunLengthMask } from '../../../shared/labelmap.js';
import type { MaskLayer } from '../mask-layer.js';
import { CircleUse, FreehandUse, LassoUse, RectangleUse } from './area-uses.js';
import { BrushUse } from './brush-use.js';
import { LivewireUse } from './livewire-use.js';
import { PaintFillUse, WandUse } from './flood-uses.js';
import { maskOfSpans } from './mask-of-spans.js';
import { PixelEdit, type PixelGuard } from './pixel-edit.js';
import { greyGuard, bothGuards } from './pixel-guards.js';
import { PolygonUse } from './polygon-use.js';
import {
  PLAIN_PRESSURE,
  type DrawingTool,
  type Shape,
  type ToolSettings,
  type ToolSurface,
  type ToolUse,
} from './tool.js';

type UsedTool = DrawingTool | 'lasso';

const uses: Record<UsedTool, new (surface: ToolSurface) => ToolUse> = {
  brush: BrushUse,
  eraser: BrushUse,
  'threshold-brush': BrushUse,
  freehand: FreehandUse,
  polygon: PolygonUse,
  livewire: LivewireUse,
  rectangle: RectangleUse,
  circle: CircleUse,
  wand: WandUse,
  'paint-fill': PaintFillUse,
  lasso: LassoUse,
};

/** What a use of a tool begins with. */
export interface ToolStart {
  readonly tool: UsedTool;
  readonly segment: SegmentId;
  readonly settings: ToolSettings;
  readonly erase: boolean;
  /** Pixels that edits are restricted to; null for all. */
  readonly guard: PixelGuard | null;
  /** RGBA of the picture. */
  readonly picture: Uint8Array;
  /** Image pixels that a CSS pixel covers. */
  readonly grain: number;
}

/** What happens on the screen and to the journal while tools are used. */
export interface ToolEffects {
  changed(rect: Rect): void;
  show(shape: Shape | null): void;
  edited(change: SegmentMask, tool: UsedTool): void;
  encircled(region: RunLengthMask): void;
}

/** The use of a tool that is going on, if any: begins it, passes the hand's acts, takes its edit. */
export class ToolRunner {
  private use: ToolUse | null = null;
  private surface: ToolSurface | null = null;

  constructor(private readonly effects: ToolEffects) {}

  /** A use is going on, perhaps between two presses. */
  get going(): boolean {
    return this.use !== null;
  }

  press(
    layer: MaskLayer,
    start: ToolStart,
    point: ImagePoint,
    clicks: number,
    pressure = PLAIN_PRESSURE,
  ): void {
    if (this.use === null) this.begin(layer, start);
    this.use?.press(point, clicks, pressure);
  }

  drag(points: readonly ImagePoint[], pressure = PLAIN_PRESSURE): void {
    this.use?.drag?.(points, pressure);
  }

  release(): void {
    this.use?.release();
  }

  hover(point: ImagePoint): void {
    this.use?.hover?.(point);
  }

  confirm(): void {
    this.use?.confirm();
  }

  stepBack(): void {
    this.use?.stepBack();
  }

  /** Keep a stroke as far as it is drawn, drop what is not complete. */
  settle(): void {
    this.use?.settle();
  }

  /** Drop the use, putting back what it changed. */
  cancel(): void {
    this.surface?.cancel();
  }

  private begin(layer: MaskLayer, { tool, segment, settings, ...start }: ToolStart): void {
    const { size } = layer;
    const pixels = layer.pixels(segment);
    const value = start.erase ? 0 : 1;
    const grey = tool === 'threshold-brush' ? greyGuard(start.picture, settings.range) : null;
    const edit = new PixelEdit(pixels, size, value, bothGuards(start.guard, grey));
    const { effects } = this;
    const over = (): void => {
      this.use?.stop();
      this.use = null;
      this.surface = null;
      effects.show(null);
    };
    const changed = (rect: Rect | null): void => {
      if (rect === null) return;
      layer.extend(segment, rect);
      effects.changed(rect);
    };
    this.surface = {
      size,
      settings,
      pixels,
      value,
      edit,
      picture: start.picture,
      grain: start.grain,
      changed,
      show: (shape) => {
        effects.show(shape);
      },
      finish: () => {
        over();
        const delta = edit.finish();
        if (delta === null) return;
        layer.wrote(segment, delta);
        effects.edited({ segment, mask: encodeMask(delta) }, tool);
      },
      cancel: () => {
        over();
        changed(edit.cancel());
      },
      encircled: (fill) => {
        effects.encircled(maskOfSpans(size, fill));
      },
    };
    this.use = new uses[tool](this.surface);
  }
}
