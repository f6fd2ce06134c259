import {
  defaultProperties,
  type Instance,
  type SegmentId,
  type SegmentMask,
} from '../../shared/domain.js';
import type { GreyPart } from '../../shared/edge-snap.js';
import type { Mark } from '../../shared/marks.js';
import { maskBounds, type Rect, type RunLengthMask } from '../../shared/labelmap.js';
import { CorrectionCanvas } from './correction-canvas.js';
import { greyPart } from './grey-part.js';
import type { HeatKind } from './heat-colours.js';
import { HeatCanvas, type Heat } from './heat-canvas.js';
import { MarkHand } from './marks/mark-hand.js';
import { isMarkTool, markKindOf } from './marks/mark-tools.js';
import { MarksCanvas, type MarkLabel } from './marks/marks-canvas.js';
import { MaskLayer } from './mask-layer.js';
import type { MaskStyle } from './paint-masks.js';
import { PictureViewport } from './picture-viewport.js';
import { PointerInput, type PointerActions } from './pointer-input.js';
import { PreviewCanvas } from './preview-canvas.js';
import { ProposalCanvas } from './proposal-canvas.js';
import type { ShownSegments } from './shown-segments.js';
import { ToolCursor } from './tool-cursor.js';
import { segmentGuard } from './tools/pixel-guards.js';
import type { DrawingTool, Tool, ToolSettings } from './tools/tool.js';
import { ToolRunner, type ToolStart } from './tools/tool-runner.js';
import { toDevice, toImage, type CanvasPoint, type ViewTransform } from './view-transform.js';

export interface Restriction {
  readonly segment: SegmentId;
  readonly where: 'inside' | 'outside';
}

export interface StageOptions {
  readonly tool: Tool;
  readonly segment: SegmentId;
  readonly toolSettings: ToolSettings;
  /** Edits go only inside, or only outside, another segment; null leaves them free. */
  readonly restriction: Restriction | null;
  readonly style: MaskStyle;
  readonly showProposal: boolean;
  /** What of the probability map is laid over the picture; null for nothing. */
  readonly heat: HeatKind | null;
  /** 0..1 */
  readonly heatOpacity: number;
  readonly showMasks: boolean;
}

export interface StageListener {
  /** A tool changed these pixels; they are on screen already. */
  onStroke(change: SegmentMask, tool: DrawingTool | 'lasso'): void;
  /** The lasso was closed around these pixels. */
  onEncircle(region: RunLengthMask): void;
  /** A press with Ctrl chose the segment under the pointer. */
  onPick(segment: SegmentId): void;
  /** Space was tapped: back to the tool before. */
  onTapSpace(): void;
  /** A wheel over the picture asks for a larger (positive) or smaller brush. */
  onResizeBrush(steps: number): void;
  onArea(segment: SegmentId, area: number): void;
  /** A mark was drawn or moved. */
  onMark(mark: Mark): void;
  /** A mark was pressed; null: beside all of them. */
  onChooseMark(id: string | null): void;
}

interface StageElements {
  /** Takes the pointer; its data attributes say what is on screen. */
  readonly surface: HTMLElement;
  /** Cornerstone's element, below the canvases. */
  readonly picture: HTMLDivElement;
  readonly heat: HTMLCanvasElement;
  readonly proposal: HTMLCanvasElement;
  readonly correction: HTMLCanvasElement;
  readonly preview: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
  readonly cursor: HTMLElement;
}

/** One picture with its masks, proposal and tools; the pixels being edited live here. */
export class PictureStage {
  private readonly viewport: PictureViewport;
  private readonly heat: HeatCanvas;
  private readonly proposal: ProposalCanvas;
  private readonly correction: CorrectionCanvas;
  private readonly preview: PreviewCanvas;
  private readonly marksCanvas: MarksCanvas;
  private readonly cursor: ToolCursor;
  private readonly input: PointerInput;
  private readonly runner: ToolRunner;
  private readonly hand: MarkHand;
  private marks: readonly Mark[] = [];
  private layer: MaskLayer | null = null;
  /** Shown in place of the masks being corrected, which stay as they are. */
  private before: MaskLayer | null = null;
  private view: ViewTransform | null = null;
  private segments: ShownSegments = defaultProperties;
  private readonly viewListeners = new Set<() => void>();
  /** The reader's masks are not empty. */
  private drawn = false;

  constructor(
    private readonly elements: StageElements,
    private options: StageOptions,
    private readonly listener: StageListener,
  ) {
    this.viewport = new PictureViewport(elements.picture, (view) => {
      this.onRender(view);
    });
    this.heat = new HeatCanvas(elements.heat);
    this.proposal = new ProposalCanvas(elements.proposal);
    this.correction = new CorrectionCanvas(elements.correction);
    this.preview = new PreviewCanvas(elements.preview);
    this.marksCanvas = new MarksCanvas(elements.marks);
    this.cursor = new ToolCursor(elements.cursor);
    this.runner = new ToolRunner({
      changed: (rect) => {
        this.drawMasks(rect);
      },
      show: (shape) => {
        this.preview.setShape(shape);
        this.drawPreview();
      },
      edited: (change, tool) => {
        this.announceAreas();
        this.listener.onStroke(change, tool);
      },
      encircled: (region) => {
        this.listener.onEncircle(region);
      },
    });
    this.hand = new MarkHand({
      show: (draft) => {
        this.marksCanvas.setDraft(draft);
        this.drawMarks();
      },
      done: (mark) => {
        this.listener.onMark(mark);
      },
      chosen: (id) => {
        this.listener.onChooseMark(id);
      },
    });
    this.input = new PointerInput(elements.surface, this.actions());
  }

  /** Show a frame with its masks. Rejects with the reason when the picture cannot be loaded. */
  async show(
    instance: Instance,
    frame: number,
    masks: readonly SegmentMask[],
    onProgress: (fraction: number) => void,
  ): Promise<void> {
    this.input.cancel();
    this.layer = null;
    this.before = null;
    this.view = null;
    this.elements.surface.dataset['ready'] = 'false';
    this.setHeat(null);
    this.setProposal(null);
    this.setPreview(null);
    this.setMarks([], null, () => '');
    this.correction.clear();
    await this.viewport.show(instance, frame, onProgress);
    this.layer = new MaskLayer(instance, masks);
    this.announceAreas();
    // The first render may have come before the masks.
    const view = this.viewport.transform();
    if (view !== null) this.onRender(view);
  }

  setOptions(options: StageOptions): void {
    const { tool, segment } = this.options;
    if (options.tool !== tool || options.segment !== segment) this.input.settle();
    this.options = options;
    this.drawCursor();
    this.drawHeat();
    this.drawProposal();
    this.drawMasks();
  }

  setSegments(segments: ShownSegments): void {
    this.segments = segments;
    this.drawMasks();
  }

  setProposal(mask: RunLengthMask | null): void {
    this.proposal.setMask(mask);
    this.drawProposal();
  }

  /**
   * Show other masks in place of those being corrected, which no tool changes meanwhile; null shows
   * them again. Throws `bad-input` on another size.
   */
  setBefore(masks: readonly SegmentMask[] | null): void {
    this.input.settle();
    const { layer } = this;
    this.before = masks === null || layer === null ? null : new MaskLayer(layer.size, masks);
    this.drawMasks();
  }

  /** Lay a probability map over the picture; null takes it away. */
  setHeat(heat: Heat | null): void {
    this.heat.setHeat(heat);
    this.drawHeat();
  }

  /** Show what a command would make of a segment; null shows nothing. */
  setPreview(mask: RunLengthMask | null): void {
    this.preview.setMask(mask);
    this.drawPreview();
  }

  /** Show what is pinned to the picture, with the chosen mark's points, each with its words. */
  setMarks(marks: readonly Mark[], chosen: string | null, label: MarkLabel): void {
    this.marks = marks;
    this.marksCanvas.setMarks(marks, chosen, label);
    this.drawMarks();
  }

  /** Toggle pixels that an undo or redo brought back. Throws `bad-input` on another size. */
  apply(changes: readonly SegmentMask[]): void {
    const dirty = this.layer?.apply(changes) ?? null;
    if (dirty !== null) this.drawMasks(dirty);
    this.announceAreas();
  }

  /** Current pixels of a segment; null before a picture is shown. */
  mask(segment: SegmentId): RunLengthMask | null {
    return this.layer?.mask(segment) ?? null;
  }

  /** The change that turns a segment into `target`; null when there is nothing to change. */
  changeTo(segment: SegmentId, target: RunLengthMask): SegmentMask | null {
    return this.layer?.changeTo(segment, target) ?? null;
  }

  /** Grey values around a segment's pixels, `margin` farther; null where it has none. */
  greyAround(segment: SegmentId, margin: number): GreyPart | null {
    const { layer } = this;
    const picture = this.viewport.pixels();
    const bounds = layer && maskBounds(layer.mask(segment));
    return layer && picture && bounds && greyPart(picture, layer.size, bounds, margin);
  }

  /** End the use of a tool that is going on, keeping a stroke. */
  settle(): void {
    this.input.settle();
  }

  /** Take back the point set last by a tool in use. False when no tool is in use. */
  stepBack(): boolean {
    const going = this.runner.going || this.hand.going;
    this.runner.stepBack();
    this.hand.stepBack();
    return going;
  }

  /** CSS pixels per image pixel; null before a picture is shown. */
  zoom(): number | null {
    return this.view?.scaleX ?? null;
  }

  /** Be told of every new view; returns the function that stops it. */
  onView(listener: () => void): () => void {
    this.viewListeners.add(listener);
    return () => {
      this.viewListeners.delete(listener);
    };
  }

  /** Give the keyboard back to the picture. */
  focus(): void {
    this.elements.surface.focus({ preventScroll: true });
  }

  fit(): void {
    this.viewport.fit();
  }

  /** Zoom about the middle of the viewport. */
  zoomBy(factor: number): void {
    const { clientWidth, clientHeight } = this.elements.surface;
    this.viewport.zoomAt(factor, { x: clientWidth / 2, y: clientHeight / 2 });
  }

  panBy(x: number, y: number): void {
    this.viewport.panBy(x, y);
  }

  resetWindow(): void {
    this.viewport.resetWindow();
  }

  destroy(): void {
    this.input.destroy();
    this.viewport.destroy();
    this.layer = null;
  }

  private actions(): PointerActions {
    const { runner, hand } = this;
    return {
      tool: () => this.options.tool,
      press: (point, { flip, eraser, pressure }, clicks) => {
        const { layer, view } = this;
        if (layer === null || view === null) return;
        const kind = markKindOf(this.options.tool);
        if (kind !== null) {
          const place = { marks: this.marks, size: layer.size, grain: 1 / view.scaleX };
          hand.press(kind, toImage(view, point), clicks, place);
          return;
        }
        const start = this.toolStart(eraser || this.erases(flip));
        if (start === null) return;
        runner.press(layer, start, toImage(view, point), clicks, pressure);
      },
      drag: (points, pressure) => {
        const { view } = this;
        if (view === null) return;
        const there = points.map((point) => toImage(view, point));
        if (hand.going) hand.drag(there);
        else runner.drag(there, pressure);
      },
      release: () => {
        hand.release();
        runner.release();
      },
      using: () => runner.going || hand.going,
      confirm: () => {
        hand.confirm();
        runner.confirm();
      },
      stepBack: () => {
        hand.stepBack();
        runner.stepBack();
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
        this.cursor.moveTo(point, this.erases(flip));
        this.drawCursor();
        if (point !== null && this.view !== null) runner.hover(toImage(this.view, point));
      },
      pick: (point) => {
        const found = this.segmentAt(point);
        if (found !== null) this.listener.onPick(found);
      },
      tapSpace: () => {
        this.listener.onTapSpace();
      },
      panBy: (x, y) => {
        this.viewport.panBy(x, y);
      },
      zoomAt: (factor, anchor: CanvasPoint) => {
        this.viewport.zoomAt(factor, anchor);
      },
      windowBy: (width, level) => {
        this.viewport.windowBy(width, level);
      },
      resizeBrush: (steps) => {
        this.listener.onResizeBrush(steps);
      },
    };
  }

  private toolStart(erase: boolean): ToolStart | null {
    const { layer, view, options } = this;
    const { tool, segment, toolSettings: settings, restriction } = options;
    const picture = this.viewport.pixels();
    if (tool === 'pan' || tool === 'window' || isMarkTool(tool)) return null;
    if (layer === null || view === null || picture === null) return null;
    if (this.segments(segment).locked || this.before !== null) return null;
    const guard =
      restriction === null || restriction.segment === segment
        ? null
        : segmentGuard(layer.pixels(restriction.segment), restriction.where);
    return { tool, segment, settings, erase, guard, picture, grain: 1 / view.scaleX };
  }

  /** The visible segment under a point; where several are, the one after that in use. */
  private segmentAt(point: CanvasPoint): SegmentId | null {
    const { layer, view } = this;
    if (layer === null || view === null) return null;
    const { x, y } = toImage(view, point);
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= layer.size.width || row >= layer.size.height)
      return null;
    const index = row * layer.size.width + column;
    const here = layer
      .ids()
      .filter((id) => layer.pixels(id)[index] !== 0 && !this.segments(id).hidden);
    const next = here.indexOf(this.options.segment) + 1;
    return here[next % here.length] ?? null;
  }

  private erases(flip: boolean): boolean {
    const { tool, toolSettings } = this.options;
    if (tool === 'brush') return flip;
    return (tool === 'eraser' || toolSettings.erase) !== flip;
  }

  /** Cornerstone drew the picture: bring canvases and cursor to the same view. */
  private onRender(view: ViewTransform): void {
    this.view = view;
    const { heat, proposal, correction, preview, marks } = this.elements;
    for (const canvas of [heat, proposal, correction, preview, marks]) {
      const width = Math.round(canvas.clientWidth * devicePixelRatio);
      const height = Math.round(canvas.clientHeight * devicePixelRatio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    this.drawHeat();
    this.drawProposal();
    this.drawMasks();
    this.drawPreview();
    this.drawMarks();
    this.drawCursor();
    const { dataset } = this.elements.surface;
    dataset['zoom'] = String(view.scaleX);
    dataset['view'] = [view.scaleX, view.scaleY, view.offsetX, view.offsetY].join(' ');
    dataset['ready'] = String(this.layer !== null);
    for (const listener of this.viewListeners) listener();
  }

  private drawHeat(): void {
    const { layer, view } = this;
    this.elements.heat.style.opacity = String(this.options.heatOpacity);
    if (layer === null || view === null) this.heat.draw(null, { width: 0, height: 0 });
    else this.heat.draw(toDevice(view, devicePixelRatio), layer.size);
  }

  private drawProposal(): void {
    const visible = this.options.showProposal && this.view !== null;
    const view = visible && this.view !== null ? toDevice(this.view, devicePixelRatio) : null;
    // Two filled areas over each other would hide the skin and mix their colours.
    const style = this.drawn ? ({ mode: 'outline', opacity: 1 } as const) : this.options.style;
    this.proposal.draw(view, style, devicePixelRatio);
  }

  private drawPreview(): void {
    const view = this.view && toDevice(this.view, devicePixelRatio);
    this.preview.draw(view, devicePixelRatio);
  }

  private drawMasks(changed?: Rect): void {
    const layer = this.before ?? this.layer;
    if (layer === null || this.view === null) return;
    if (!this.options.showMasks && this.before === null) {
      this.correction.clear();
      return;
    }
    const view = toDevice(this.view, devicePixelRatio);
    const { segments, options } = this;
    const { style } = options;
    if (changed === undefined || this.before !== null)
      this.correction.drawAll(layer, segments, view, style, devicePixelRatio);
    else this.correction.drawRect(layer, segments, view, style, devicePixelRatio, changed);
  }

  private drawMarks(): void {
    this.marksCanvas.draw(this.view && toDevice(this.view, devicePixelRatio), devicePixelRatio);
  }

  private drawCursor(): void {
    const { tool, toolSettings } = this.options;
    this.elements.surface.dataset['tool'] = tool;
    this.cursor.draw(this.view, tool, toolSettings.radius);
  }

  private announceAreas(): void {
    const { layer } = this;
    if (layer === null) return;
    this.elements.surface.dataset['area'] = String(layer.area('lesion'));
    const areas = layer.ids().map((segment) => ({ segment, area: layer.area(segment) }));
    for (const { segment, area } of areas) this.listener.onArea(segment, area);
    const drawn = areas.some(({ area }) => area > 0);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.drawProposal();
  }
}
