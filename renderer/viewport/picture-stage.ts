import {
  defaultProperties,
  isArtefact,
  type Instance,
  type SegmentId,
  type SegmentMask,
  type SegmentProperties,
} from '../../shared/domain.js';
import type { LesionSample } from '../../shared/abcd/lesion-sample.js';
import type { GreyPart } from '../../shared/edge-snap.js';
import type { Mark } from '../../shared/marks.js';
import { maskBounds, type RunLengthMask } from '../../shared/labelmap.js';
import { ApiError } from '../api.js';
import { greyPart } from './grey-part.js';
import type { Heat } from './heat-canvas.js';
import type { MarkLabel } from './marks/marks-canvas.js';
import { MaskLayer } from './mask-layer.js';
import type { PictureSurface } from './picture-surface.js';
import type { PictureViewport } from './picture-viewport.js';
import { sampleLesion } from './sample-lesion.js';
import type { ShownSegments } from './shown-segments.js';
import { StageOverlay } from './stage-overlay.js';
import { StageHands } from './stage-hands.js';
import type { StageElements, StageListener, StageOptions, StageState } from './stage-types.js';
import type { ViewTransform } from './view-transform.js';

/** What a picture is shown with. */
export interface ShownFrame {
  readonly instance: Instance;
  readonly frame: number;
  readonly masks: readonly SegmentMask[];
  readonly segments: ShownSegments;
  /** The stored proposal at native size; null where there is none. */
  readonly proposal: RunLengthMask | null;
}

/**
 * One frame with its masks, proposal and tools; the pixels being edited live here. Frames follow one
 * another on the same surface, each with a stage of its own: a stage that was destroyed does nothing to
 * what is on the surface after it, whoever still holds it.
 */
export class PictureStage {
  private readonly elements: StageElements;
  private readonly state: StageState;
  private readonly overlay: StageOverlay;
  private readonly viewListeners = new Set<() => void>();
  /** Null once another stage has the surface. */
  private viewport: PictureViewport | null;
  private attending: { hands: StageHands; listener: StageListener } | null = null;
  private onDrawn: () => void = () => undefined;
  private readonly firstDrawn = new Promise<void>((resolve) => {
    this.onDrawn = resolve;
  });

  /** What is on the surface stays on screen until the frame of this stage is loaded. */
  constructor(surface: PictureSurface, options: StageOptions) {
    this.elements = surface.elements;
    this.viewport = surface.viewport;
    const nothing = { marks: [], layer: null, before: null, view: null };
    this.state = { options, segments: defaultProperties, ...nothing };
    this.overlay = new StageOverlay(this.elements, this.state);
    const { dataset } = this.elements.surface;
    dataset['shown'] = 'false';
    dataset['ready'] = 'false';
    this.viewport.announceTo((view) => {
      this.onRender(view);
    });
  }

  /**
   * Load a frame and show it with its masks, for the one time a stage can. Rejects with the reason when
   * it cannot be loaded, and with `cancelled` when the stage was destroyed meanwhile.
   */
  async show(shown: ShownFrame, onProgress: (fraction: number) => void): Promise<void> {
    const { instance, frame, masks, segments, proposal } = shown;
    const { viewport } = this;
    if (viewport === null) throw gone();
    const imageId = await viewport.load(instance, frame, onProgress);
    // Of the frame before nothing may lie over this one.
    this.overlay.drawAll();
    this.state.segments = segments;
    this.overlay.setProposal(proposal);
    await viewport.show(instance, imageId);
    this.state.layer = new MaskLayer(instance, masks);
    this.announceAreas();
    // What lies over the picture is drawn with it, in the next frame.
    this.announceView(viewport.transform());
  }

  /** Fulfilled when the frame was drawn with its masks for the first time. */
  get drawn(): Promise<void> {
    return this.firstDrawn;
  }

  /**
   * Let the reader's hands at the frame, and tell `listener` what they do, in place of who was told
   * before. Until then they only see it.
   */
  attend(listener: StageListener): void {
    if (this.viewport === null) return;
    if (this.attending !== null) {
      this.attending.listener = listener;
      return;
    }
    const { surface } = this.elements;
    const attending = { listener, hands: this.makeHands(surface, this.viewport) };
    this.attending = attending;
    this.announceAreas();
    this.announceView(this.state.view);
  }

  setOptions(options: StageOptions): void {
    const before = this.state.options;
    if (options.tool !== before.tool || options.segment !== before.segment) this.settle();
    this.state.options = options;
    this.overlay.followOptions();
    if (options.heatOpacity !== before.heatOpacity) this.overlay.draw('heat');
    const { style } = options;
    const styled = style.mode !== before.style.mode || style.opacity !== before.style.opacity;
    if (styled || options.showProposal !== before.showProposal) this.overlay.draw('proposal');
    if (styled || options.showMasks !== before.showMasks) this.overlay.draw('masks');
  }

  setSegments(segments: ShownSegments): void {
    const before = this.state.segments;
    this.state.segments = segments;
    const drawn = this.state.layer?.ids() ?? [];
    // All masks of a large picture take a while to draw.
    if (drawn.every((id) => isSeenAs(before(id), segments(id)))) return;
    this.overlay.draw('masks');
  }

  setProposal(mask: RunLengthMask | null): void {
    this.overlay.setProposal(mask);
  }

  /**
   * Show other masks in place of those being corrected, which no tool changes meanwhile; null shows
   * them again. Throws `bad-input` on another size.
   */
  setBefore(masks: readonly SegmentMask[] | null): void {
    const { layer, before } = this.state;
    if (masks === null && before === null) return;
    this.settle();
    this.state.before = masks === null || layer === null ? null : new MaskLayer(layer.size, masks);
    this.overlay.draw('masks');
  }

  /** Lay a probability map over the picture; null takes it away. */
  setHeat(heat: Heat | null): void {
    this.overlay.setHeat(heat);
  }

  /** Show what a command would make of a segment; null shows nothing. */
  setPreview(mask: RunLengthMask | null): void {
    this.overlay.setPreview(mask);
  }

  /** Show what is pinned to the picture, with the chosen mark's points, each with its words. */
  setMarks(marks: readonly Mark[], chosen: string | null, label: MarkLabel): void {
    this.state.marks = marks;
    this.overlay.setMarks(marks, chosen, label);
  }

  /** Toggle pixels that an undo or redo brought back. Throws `bad-input` on another size. */
  apply(changes: readonly SegmentMask[]): void {
    const dirty = this.state.layer?.apply(changes) ?? null;
    if (dirty !== null) this.overlay.drawMasksIn(dirty);
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
    const picture = this.viewport?.pixels() ?? null;
    const bounds = layer && maskBounds(layer.mask(segment));
    return layer && picture && bounds && greyPart(picture, layer.size, bounds, margin);
  }

  /** The lesion as drawn now, at reduced size; null where there is none. */
  sampleLesion(): LesionSample | null {
    const picture = this.viewport?.pixels() ?? null;
    return this.state.layer && picture && sampleLesion(this.state.layer, picture);
  }

  /** Foreground pixels of each segment that was touched, in the order in which they are drawn. */
  areas(): (readonly [SegmentId, number])[] {
    const { layer } = this.state;
    return layer === null ? [] : layer.ids().map((segment) => [segment, layer.area(segment)]);
  }

  /** End the use of a tool that is going on, keeping a stroke. */
  settle(): void {
    this.attending?.hands.input.settle();
  }

  /** A stroke, area or mark is being drawn. */
  drawing(): boolean {
    return this.attending?.hands.going ?? false;
  }

  /** Take back the point set last by a tool in use. False when no tool is in use. */
  stepBack(): boolean {
    return this.attending?.hands.stepBack() ?? false;
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
    this.viewport?.fit();
  }

  /** Zoom about the middle of the viewport. */
  zoomBy(factor: number): void {
    const { clientWidth, clientHeight } = this.elements.surface;
    this.viewport?.zoomAt(factor, { x: clientWidth / 2, y: clientHeight / 2 });
  }

  panBy(x: number, y: number): void {
    this.viewport?.panBy(x, y);
  }

  resetWindow(): void {
    this.viewport?.resetWindow();
  }

  /** Another stage has the surface. */
  get gone(): boolean {
    return this.viewport === null;
  }

  /** Keep a stroke that goes on, and leave the surface to another stage. */
  destroy(): void {
    this.settle();
    this.attending?.hands.input.destroy();
    this.overlay.end();
    this.viewport?.announceTo(null);
    this.viewport?.giveUp();
    this.viewport = null;
    this.attending = null;
    this.state.layer = null;
    this.state.before = null;
  }

  private makeHands(surface: HTMLElement, viewport: PictureViewport): StageHands {
    return new StageHands(surface, this.state, viewport, () => this.attending?.listener ?? null, {
      changed: (rect) => {
        this.overlay.drawMasksIn(rect);
      },
      edited: () => {
        this.announceAreas();
      },
      shape: (shape) => {
        this.overlay.setShape(shape);
      },
      draft: (draft) => {
        this.overlay.setDraft(draft);
      },
      hover: (point, erases) => {
        this.overlay.setHover(point, erases);
      },
    });
  }

  /** Cornerstone drew the picture: bring canvases and cursor to the same view. */
  private onRender(view: ViewTransform): void {
    this.announceView(view);
    this.overlay.drawAll();
    for (const listener of this.viewListeners) listener();
    if (this.state.layer !== null) this.onDrawn();
  }

  private announceView(view: ViewTransform | null): void {
    this.state.view = view;
    if (view === null) return;
    const { dataset } = this.elements.surface;
    dataset['zoom'] = String(view.scaleX);
    dataset['view'] = [view.scaleX, view.scaleY, view.offsetX, view.offsetY].join(' ');
    const shown = this.state.layer !== null;
    dataset['shown'] = String(shown);
    dataset['ready'] = String(shown && this.attending !== null);
  }

  private announceAreas(): void {
    const { layer } = this.state;
    if (layer === null) return;
    this.elements.surface.dataset['area'] = String(layer.area('lesion'));
    const areas = this.areas();
    for (const [segment, area] of areas) this.attending?.listener.onArea(segment, area);
    this.overlay.setDrawn(areas.some(([segment, area]) => area > 0 && !isArtefact(segment)));
  }
}

function isSeenAs(some: SegmentProperties, other: SegmentProperties): boolean {
  return (
    some.colour === other.colour && some.hidden === other.hidden && some.opacity === other.opacity
  );
}

function gone(): ApiError {
  return new ApiError('cancelled', 'another picture was opened meanwhile');
}
