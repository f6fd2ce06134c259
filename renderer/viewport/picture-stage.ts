import {
  defaultProperties,
  isArtefact,
  type Instance,
  type SegmentId,
  type SegmentMask,
} from '../../shared/domain.js';
import type { LesionSample } from '../../shared/abcd/lesion-sample.js';
import type { GreyPart } from '../../shared/edge-snap.js';
import type { Mark } from '../../shared/marks.js';
import { maskBounds, type Rect, type RunLengthMask } from '../../shared/labelmap.js';
import { CorrectionCanvas } from './correction-canvas.js';
import { greyPart } from './grey-part.js';
import { HeatCanvas, type Heat } from './heat-canvas.js';
import { MarksCanvas, type MarkLabel } from './marks/marks-canvas.js';
import { MaskLayer } from './mask-layer.js';
import { PictureViewport } from './picture-viewport.js';
import { PreviewCanvas } from './preview-canvas.js';
import { ProposalCanvas } from './proposal-canvas.js';
import { sampleLesion } from './sample-lesion.js';
import type { ShownSegments } from './shown-segments.js';
import { StageHands } from './stage-hands.js';
import type { StageElements, StageListener, StageOptions, StageState } from './stage-types.js';
import { ToolCursor } from './tool-cursor.js';
import { toDevice, type ViewTransform } from './view-transform.js';

/** One picture with its masks, proposal and tools; the pixels being edited live here. */
export class PictureStage {
  private readonly viewport: PictureViewport;
  private readonly heat: HeatCanvas;
  private readonly proposal: ProposalCanvas;
  private readonly correction: CorrectionCanvas;
  private readonly preview: PreviewCanvas;
  private readonly marksCanvas: MarksCanvas;
  private readonly cursor: ToolCursor;
  private readonly hands: StageHands;
  private readonly state: StageState;
  private readonly viewListeners = new Set<() => void>();
  /** The reader's masks, artefacts aside, are not empty. */
  private drawn = false;

  constructor(
    private readonly elements: StageElements,
    options: StageOptions,
    private readonly listener: StageListener,
  ) {
    const nothing = { marks: [], layer: null, before: null, view: null };
    this.state = { options, segments: defaultProperties, ...nothing };
    this.viewport = new PictureViewport(elements.picture, (view) => {
      this.onRender(view);
    });
    this.heat = new HeatCanvas(elements.heat);
    this.proposal = new ProposalCanvas(elements.proposal);
    this.correction = new CorrectionCanvas(elements.correction);
    this.preview = new PreviewCanvas(elements.preview);
    this.marksCanvas = new MarksCanvas(elements.marks);
    this.cursor = new ToolCursor(elements.cursor);
    this.hands = new StageHands(elements.surface, this.state, this.viewport, listener, {
      changed: (rect) => {
        this.drawMasks(rect);
      },
      edited: () => {
        this.announceAreas();
      },
      shape: (shape) => {
        this.preview.setShape(shape);
        this.drawPreview();
      },
      draft: (draft) => {
        this.marksCanvas.setDraft(draft);
        this.drawMarks();
      },
      hover: (point, erases) => {
        this.cursor.moveTo(point, erases);
        this.drawCursor();
      },
    });
  }

  /** Show a frame with its masks. Rejects with the reason when the picture cannot be loaded. */
  async show(
    instance: Instance,
    frame: number,
    masks: readonly SegmentMask[],
    onProgress: (fraction: number) => void,
  ): Promise<void> {
    this.hands.input.cancel();
    this.state.layer = null;
    this.state.before = null;
    this.state.view = null;
    this.elements.surface.dataset['ready'] = 'false';
    this.setHeat(null);
    this.setProposal(null);
    this.setPreview(null);
    this.setMarks([], null, () => '');
    this.correction.clear();
    await this.viewport.show(instance, frame, onProgress);
    this.state.layer = new MaskLayer(instance, masks);
    this.announceAreas();
    // What lies over the picture is drawn with it, in the next frame.
    this.announceView(this.viewport.transform());
  }

  setOptions(options: StageOptions): void {
    const before = this.state.options;
    if (options.tool !== before.tool || options.segment !== before.segment) {
      this.hands.input.settle();
    }
    this.state.options = options;
    this.drawCursor();
    if (options.heatOpacity !== before.heatOpacity) this.drawHeat();
    const { style } = options;
    const styled = style.mode !== before.style.mode || style.opacity !== before.style.opacity;
    if (styled || options.showProposal !== before.showProposal) this.drawProposal();
    if (styled || options.showMasks !== before.showMasks) this.drawMasks();
  }

  setSegments(segments: ShownSegments): void {
    this.state.segments = segments;
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
    this.hands.input.settle();
    const { layer, before } = this.state;
    if (masks === null && before === null) return;
    this.state.before = masks === null || layer === null ? null : new MaskLayer(layer.size, masks);
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
    this.state.marks = marks;
    this.marksCanvas.setMarks(marks, chosen, label);
    this.drawMarks();
  }

  /** Toggle pixels that an undo or redo brought back. Throws `bad-input` on another size. */
  apply(changes: readonly SegmentMask[]): void {
    const dirty = this.state.layer?.apply(changes) ?? null;
    if (dirty !== null) this.drawMasks(dirty);
    this.announceAreas();
  }

  /** Current pixels of a segment; null before a picture is shown. */
  mask(segment: SegmentId): RunLengthMask | null {
    return this.state.layer?.mask(segment) ?? null;
  }

  /** The change that turns a segment into `target`; null when there is nothing to change. */
  changeTo(segment: SegmentId, target: RunLengthMask): SegmentMask | null {
    return this.state.layer?.changeTo(segment, target) ?? null;
  }

  /** Whether a segment has these pixels and no others. Throws `bad-input` on another size. */
  holds(segment: SegmentId, mask: RunLengthMask): boolean {
    return this.state.layer?.equals(segment, mask) ?? false;
  }

  /** Grey values around a segment's pixels, `margin` farther; null where it has none. */
  greyAround(segment: SegmentId, margin: number): GreyPart | null {
    const { layer } = this.state;
    const picture = this.viewport.pixels();
    const bounds = layer && maskBounds(layer.mask(segment));
    return layer && picture && bounds && greyPart(picture, layer.size, bounds, margin);
  }

  /** The lesion as drawn now, at reduced size; null where there is none. */
  sampleLesion(): LesionSample | null {
    const picture = this.viewport.pixels();
    return this.state.layer && picture && sampleLesion(this.state.layer, picture);
  }

  /** End the use of a tool that is going on, keeping a stroke. */
  settle(): void {
    this.hands.input.settle();
  }

  /** A stroke, area or mark is being drawn. */
  drawing(): boolean {
    return this.hands.going;
  }

  /** Take back the point set last by a tool in use. False when no tool is in use. */
  stepBack(): boolean {
    return this.hands.stepBack();
  }

  /** CSS pixels per image pixel; null before a picture is shown. */
  zoom(): number | null {
    return this.state.view?.scaleX ?? null;
  }

  /** From image to CSS pixels; null before a picture is shown. */
  view(): ViewTransform | null {
    return this.state.view;
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
    this.hands.input.destroy();
    this.viewport.destroy();
    this.state.layer = null;
  }

  /** Cornerstone drew the picture: bring canvases and cursor to the same view. */
  private onRender(view: ViewTransform): void {
    this.announceView(view);
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
    for (const listener of this.viewListeners) listener();
  }

  private announceView(view: ViewTransform | null): void {
    this.state.view = view;
    if (view === null) return;
    const { dataset } = this.elements.surface;
    dataset['zoom'] = String(view.scaleX);
    dataset['view'] = [view.scaleX, view.scaleY, view.offsetX, view.offsetY].join(' ');
    dataset['ready'] = String(this.state.layer !== null);
  }

  private drawHeat(): void {
    const { layer, view } = this.state;
    this.elements.heat.style.opacity = String(this.state.options.heatOpacity);
    if (layer === null || view === null) this.heat.draw(null, { width: 0, height: 0 });
    else this.heat.draw(toDevice(view, devicePixelRatio), layer.size);
  }

  private drawProposal(): void {
    const visible = this.state.options.showProposal && this.state.view !== null;
    const view =
      visible && this.state.view !== null ? toDevice(this.state.view, devicePixelRatio) : null;
    // Two filled areas over each other would hide the skin and mix their colours.
    const style = this.drawn
      ? ({ mode: 'outline', opacity: 1 } as const)
      : this.state.options.style;
    this.proposal.draw(view, style, devicePixelRatio);
  }

  private drawPreview(): void {
    const view = this.state.view && toDevice(this.state.view, devicePixelRatio);
    this.preview.draw(view, devicePixelRatio);
  }

  private drawMasks(changed?: Rect): void {
    const layer = this.state.before ?? this.state.layer;
    if (layer === null || this.state.view === null) return;
    if (!this.state.options.showMasks && this.state.before === null) {
      this.correction.clear();
      return;
    }
    const view = toDevice(this.state.view, devicePixelRatio);
    const { segments, options } = this.state;
    const { style } = options;
    if (changed === undefined || this.state.before !== null)
      this.correction.drawAll(layer, segments, view, style, devicePixelRatio);
    else this.correction.drawRect(layer, segments, view, style, devicePixelRatio, changed);
  }

  private drawMarks(): void {
    this.marksCanvas.draw(
      this.state.view && toDevice(this.state.view, devicePixelRatio),
      devicePixelRatio,
    );
  }

  private drawCursor(): void {
    const { tool, toolSettings } = this.state.options;
    this.elements.surface.dataset['tool'] = tool;
    this.cursor.draw(this.state.view, tool, toolSettings.radius);
  }

  private announceAreas(): void {
    const { layer } = this.state;
    if (layer === null) return;
    this.elements.surface.dataset['area'] = String(layer.area('lesion'));
    const areas = layer.ids().map((segment) => ({ segment, area: layer.area(segment) }));
    for (const { segment, area } of areas) this.listener.onArea(segment, area);
    const drawn = areas.some(({ segment, area }) => area > 0 && !isArtefact(segment));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.drawProposal();
  }
}
