import type { Instance, SegmentId, SegmentMask } from '../../shared/domain.js';
import { encodeMask, type Rect, type RunLengthMask } from '../../shared/labelmap.js';
import { CorrectionCanvas } from './correction-canvas.js';
import { MaskLayer } from './mask-layer.js';
import type { MaskStyle } from './paint-masks.js';
import { PictureViewport } from './picture-viewport.js';
import { PointerInput, type PointerActions, type Tool } from './pointer-input.js';
import { ProposalCanvas } from './proposal-canvas.js';
import { Stroke } from './stroke.js';
import { toDevice, toImage, type CanvasPoint, type ViewTransform } from './view-transform.js';

export interface StageOptions {
  readonly tool: Tool;
  readonly segment: SegmentId;
  /** Brush and eraser, in image pixels. */
  readonly radius: number;
  readonly style: MaskStyle;
  readonly showProposal: boolean;
  readonly showMasks: boolean;
}

export interface StageListener {
  /** A stroke ended and changed these pixels; they are on screen already. */
  onStroke(change: SegmentMask): void;
  /** A wheel over the picture asks for a larger (positive) or smaller brush. */
  onResizeBrush(steps: number): void;
  onArea(segment: SegmentId, area: number): void;
}

interface StageElements {
  /** Takes the pointer; its data attributes say what is on screen. */
  readonly surface: HTMLElement;
  /** Cornerstone's element, below the canvases. */
  readonly picture: HTMLDivElement;
  readonly proposal: HTMLCanvasElement;
  readonly correction: HTMLCanvasElement;
  readonly cursor: HTMLElement;
}

/** One picture with its masks, proposal and tools; the pixels being edited live here. */
export class PictureStage {
  private readonly viewport: PictureViewport;
  private readonly proposal: ProposalCanvas;
  private readonly correction: CorrectionCanvas;
  private readonly input: PointerInput;
  private layer: MaskLayer | null = null;
  private stroke: { drawn: Stroke; segment: SegmentId } | null = null;
  private view: ViewTransform | null = null;
  private readonly viewListeners = new Set<() => void>();
  /** The reader's masks are not empty. */
  private drawn = false;
  private hovered: { point: CanvasPoint; erase: boolean } | null = null;

  constructor(
    private readonly elements: StageElements,
    private options: StageOptions,
    private readonly listener: StageListener,
  ) {
    this.viewport = new PictureViewport(elements.picture, (view) => {
      this.onRender(view);
    });
    this.proposal = new ProposalCanvas(elements.proposal);
    this.correction = new CorrectionCanvas(elements.correction);
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
    this.view = null;
    this.elements.surface.dataset['ready'] = 'false';
    this.setProposal(null);
    this.correction.clear();
    await this.viewport.show(instance, frame, onProgress);
    this.layer = new MaskLayer(instance, masks);
    this.announceAreas();
    // The first render may have come before the masks.
    const view = this.viewport.transform();
    if (view !== null) this.onRender(view);
  }

  setOptions(options: StageOptions): void {
    this.options = options;
    this.drawCursor();
    this.drawProposal();
    this.drawMasks();
  }

  setProposal(mask: RunLengthMask | null): void {
    this.proposal.setMask(mask);
    this.drawProposal();
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

  /** A stroke or camera move is going on. */
  get busy(): boolean {
    return this.input.busy;
  }

  /** End a stroke that is going on, keeping it. */
  finishStroke(): void {
    this.input.finish();
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
    return {
      tool: () => this.options.tool,
      strokeStart: (point, erase) => {
        if (this.layer === null) return;
        const { segment, radius } = this.options;
        const pixels = this.layer.pixels(segment);
        const drawn = new Stroke(pixels, this.layer.size, erase ? 0 : 1, radius);
        this.stroke = { drawn, segment };
        this.extendStroke([point]);
      },
      strokeTo: (points) => {
        this.extendStroke(points);
      },
      strokeEnd: () => {
        this.endStroke();
      },
      strokeCancel: () => {
        const dirty = this.stroke?.drawn.cancel() ?? null;
        this.stroke = null;
        if (dirty !== null) this.drawMasks(dirty);
      },
      hover: (point, erase) => {
        this.hovered = point === null ? null : { point, erase };
        this.drawCursor();
      },
      panBy: (x, y) => {
        this.viewport.panBy(x, y);
      },
      zoomAt: (factor, anchor) => {
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

  private extendStroke(points: readonly CanvasPoint[]): void {
    const { stroke, layer, view } = this;
    if (stroke === null || layer === null || view === null) return;
    for (const point of points) {
      const covered = stroke.drawn.extendTo(toImage(view, point));
      layer.extend(stroke.segment, covered);
      if (covered !== null) this.drawMasks(covered);
    }
  }

  private endStroke(): void {
    const { stroke, layer } = this;
    this.stroke = null;
    if (stroke === null || layer === null) return;
    const delta = stroke.drawn.finish();
    if (delta === null) return;
    layer.wrote(stroke.segment, delta);
    this.announceAreas();
    this.listener.onStroke({ segment: stroke.segment, mask: encodeMask(delta) });
  }

  /** Cornerstone drew the picture: bring canvases and cursor to the same view. */
  private onRender(view: ViewTransform): void {
    this.view = view;
    for (const canvas of [this.elements.proposal, this.elements.correction]) {
      const width = Math.round(canvas.clientWidth * devicePixelRatio);
      const height = Math.round(canvas.clientHeight * devicePixelRatio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    this.drawProposal();
    this.drawMasks();
    this.drawCursor();
    const { dataset } = this.elements.surface;
    dataset['zoom'] = String(view.scaleX);
    dataset['view'] = [view.scaleX, view.scaleY, view.offsetX, view.offsetY].join(' ');
    dataset['ready'] = String(this.layer !== null);
    for (const listener of this.viewListeners) listener();
  }

  private drawProposal(): void {
    const visible = this.options.showProposal && this.view !== null;
    const view = visible && this.view !== null ? toDevice(this.view, devicePixelRatio) : null;
    // Two filled areas over each other would hide the skin and mix their colours.
    const style = this.drawn ? ({ mode: 'outline', opacity: 1 } as const) : this.options.style;
    this.proposal.draw(view, style, devicePixelRatio);
  }

  private drawMasks(changed?: Rect): void {
    const { layer } = this;
    if (layer === null || this.view === null) return;
    if (!this.options.showMasks) {
      this.correction.clear();
      return;
    }
    const view = toDevice(this.view, devicePixelRatio);
    const { style } = this.options;
    if (changed === undefined) this.correction.drawAll(layer, view, style, devicePixelRatio);
    else this.correction.drawRect(layer, view, style, devicePixelRatio, changed);
  }

  /** The cursor is a circle of the brush's true size, dashed while it erases. */
  private drawCursor(): void {
    const { cursor, surface } = this.elements;
    const { tool, radius } = this.options;
    const drawing = tool === 'brush' || tool === 'eraser';
    surface.dataset['tool'] = tool;
    cursor.hidden = !drawing || this.hovered === null || this.view === null;
    if (this.hovered === null || this.view === null) return;
    const { point, erase } = this.hovered;
    const [width, height] = [2 * radius * this.view.scaleX, 2 * radius * this.view.scaleY];
    cursor.dataset['erase'] = String(erase);
    cursor.style.width = `${String(width)}px`;
    cursor.style.height = `${String(height)}px`;
    const [x, y] = [point.x - width / 2, point.y - height / 2];
    cursor.style.transform = `translate(${String(x)}px, ${String(y)}px)`;
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
