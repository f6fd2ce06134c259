import type { SegmentId } from '../../shared/domain.js';
import { imagePoint } from '../../shared/geometry.js';
import type { Mark } from '../../shared/marks.js';
import type { Rect } from '../../shared/labelmap.js';
import { MarkHand } from './marks/mark-hand.js';
import { isMarkTool, markKindOf } from './marks/mark-tools.js';
import type { PictureViewport } from './picture-viewport.js';
import { PointerInput, type PointerActions } from './pointer-input.js';
import type { StageListener, StageState } from './stage-types.js';
import { segmentGuard } from './tools/pixel-guards.js';
import type { Shape } from './tools/tool.js';
import { ToolRunner, type ToolStart } from './tools/tool-runner.js';
import { toImage, type CanvasPoint } from './view-transform.js';

/** What the stage shows of what the hands do. */
interface StageShown {
  /** Pixels of the masks changed. */
  changed(rect: Rect): void;
  /** An edit is whole: areas are to be told anew. */
  edited(): void;
  shape(shape: Shape | null): void;
  draft(mark: Mark | null): void;
  hover(point: CanvasPoint | null, erases: boolean): void;
}

/** What pointer and keyboard do to the picture on the stage: tools, marks, moving and picking. */
export class StageHands {
  readonly input: PointerInput;
  private readonly runner: ToolRunner;
  private readonly hand: MarkHand;

  constructor(
    surface: HTMLElement,
    private readonly state: StageState,
    private readonly viewport: PictureViewport,
    /** Who is told of what they do; null: nobody. */
    private readonly listener: () => StageListener | null,
    private readonly shown: StageShown,
  ) {
    this.runner = new ToolRunner({
      changed: (rect) => {
        shown.changed(rect);
      },
      show: (shape) => {
        shown.shape(shape);
      },
      edited: (change, tool) => {
        shown.edited();
        listener()?.onStroke(change, tool);
      },
      encircled: (region) => {
        listener()?.onEncircle(region);
      },
    });
    this.hand = new MarkHand({
      show: (draft) => {
        shown.draft(draft);
      },
      done: (mark) => {
        listener()?.onMark(mark);
      },
      chosen: (id) => {
        listener()?.onChooseMark(id);
      },
    });
    this.input = new PointerInput(surface, this.actions());
  }

  /** A stroke, area or mark is being drawn. */
  get going(): boolean {
    return this.runner.going || this.hand.going;
  }

  /** Take back the point set last by a tool in use. False when no tool is in use. */
  stepBack(): boolean {
    const { going } = this;
    this.runner.stepBack();
    this.hand.stepBack();
    return going;
  }

  private actions(): PointerActions {
    const { runner, hand, state, viewport, listener } = this;
    return {
      tool: () => state.options.tool,
      press: (point, { flip, eraser, pressure }, clicks) => {
        const { layer, view } = state;
        if (layer === null || view === null) return;
        if (this.points(point, true)) return;
        const kind = markKindOf(state.options.tool);
        if (kind !== null) {
          const place = { marks: state.marks, size: layer.size, grain: 1 / view.scaleX };
          hand.press(kind, toImage(view, point), clicks, place);
          return;
        }
        const start = this.toolStart(eraser || this.erases(flip));
        if (start === null) return;
        listener()?.onBegin();
        runner.press(layer, start, toImage(view, point), clicks, pressure);
      },
      drag: (points, pressure) => {
        const { view } = state;
        if (view === null) return;
        const there = points.map((point) => toImage(view, point));
        if (hand.going) hand.drag(there);
        else runner.drag(there, pressure);
      },
      release: () => {
        hand.release();
        runner.release();
      },
      using: () => this.going,
      confirm: () => {
        hand.confirm();
        runner.confirm();
      },
      stepBack: () => {
        this.stepBack();
      },
      cancel: () => {
        if (hand.going) hand.cancel();
        runner.cancel();
      },
      settle: () => {
        if (hand.going) hand.cancel();
        runner.settle();
      },
      hover: (point, flip) => {
        this.shown.hover(point, this.erases(flip));
        if (this.points(point, false)) return;
        if (point !== null && state.view !== null) runner.hover(toImage(state.view, point));
      },
      pick: (point) => {
        const found = this.segmentAt(point);
        if (found !== null) listener()?.onPick(found);
      },
      tapSpace: () => {
        listener()?.onTapSpace();
      },
      panBy: (x, y) => {
        viewport.panBy(x, y);
      },
      zoomAt: (factor, anchor: CanvasPoint) => {
        viewport.zoomAt(factor, anchor);
      },
      windowBy: (width, level) => {
        viewport.windowBy(width, level);
      },
      resizeBrush: (steps) => {
        listener()?.onResizeBrush(steps);
      },
    };
  }

  private toolStart(erase: boolean): ToolStart | null {
    const { layer, view, options, before, segments } = this.state;
    const { tool, segment, toolSettings: settings, restriction } = options;
    const picture = this.viewport.pixels();
    if (tool === 'pan' || tool === 'window' || tool === 'point' || isMarkTool(tool)) return null;
    if (layer === null || view === null || picture === null) return null;
    if (segments(segment).locked || before !== null) return null;
    const guard =
      restriction === null || restriction.segment === segment
        ? null
        : segmentGuard(layer.pixels(restriction.segment), restriction.where);
    return { tool, segment, settings, erase, guard, picture, grain: 1 / view.scaleX };
  }

  /** Tells what is pointed at, where the tool is for that. */
  private points(point: CanvasPoint | null, pressed: boolean): boolean {
    const { view, options } = this.state;
    if (options.tool !== 'point' || view === null) return false;
    const place = point && toImage(view, point);
    const pixel = place && imagePoint(Math.floor(place.x), Math.floor(place.y));
    this.listener()?.onPoint(pixel, pressed);
    return true;
  }

  /** The visible segment under a point; where several are, the one after that in use. */
  private segmentAt(point: CanvasPoint): SegmentId | null {
    const { layer, view, segments, options } = this.state;
    if (layer === null || view === null) return null;
    const { x, y } = toImage(view, point);
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= layer.size.width || row >= layer.size.height)
      return null;
    const index = row * layer.size.width + column;
    const here = layer.ids().filter((id) => layer.pixels(id)[index] !== 0 && !segments(id).hidden);
    const next = here.indexOf(options.segment) + 1;
    return here[next % here.length] ?? null;
  }

  private erases(flip: boolean): boolean {
    const { tool, toolSettings } = this.state.options;
    if (tool === 'brush') return flip;
    return (tool === 'eraser' || toolSettings.erase) !== flip;
  }
}
