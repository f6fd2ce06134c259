import type { CanvasPoint } from './view-transform.js';

export type Tool = 'brush' | 'eraser' | 'pan' | 'window';

/** What hands do to a picture; points are CSS pixels of the viewport. */
export interface PointerActions {
  tool(): Tool;
  strokeStart(point: CanvasPoint, erase: boolean): void;
  strokeTo(points: readonly CanvasPoint[]): void;
  strokeEnd(): void;
  strokeCancel(): void;
  hover(point: CanvasPoint | null, erase: boolean): void;
  panBy(x: number, y: number): void;
  zoomAt(factor: number, anchor: CanvasPoint): void;
  windowBy(width: number, level: number): void;
  /** Positive steps make the brush larger. */
  resizeBrush(steps: number): void;
}

type Drag = 'stroke' | 'pan' | 'zoom' | 'window';

const BUTTON = { primary: 0, middle: 1, secondary: 2 } as const;
/** A wheel notch is about 100 units; this makes it a zoom of a fifth. */
const WHEEL_ZOOM = 0.0018;
const DRAG_ZOOM = 0.008;

/**
 * Pointer and wheel on the picture. Plain pointer events, not Cornerstone's tools: those drop the
 * coalesced positions between two frames, which a stroke needs, and do not capture the pointer, so
 * a stroke that leaves the window would not end; and one owner of the pointer decides whether a
 * drag is a stroke or a camera move.
 */
export class PointerInput {
  private readonly abort = new AbortController();
  private drag: Drag | null = null;
  private pointerId = -1;
  private start: CanvasPoint = { x: 0, y: 0 };
  private last: CanvasPoint = { x: 0, y: 0 };
  private spaceHeld = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly actions: PointerActions,
  ) {
    const options = { signal: this.abort.signal };
    element.addEventListener('pointerdown', this.onDown, options);
    element.addEventListener('pointermove', this.onMove, options);
    element.addEventListener('pointerup', this.onUp, options);
    element.addEventListener('pointercancel', this.onCancel, options);
    element.addEventListener('lostpointercapture', this.onUp, options);
    element.addEventListener('pointerleave', this.onLeave, options);
    element.addEventListener('wheel', this.onWheel, { ...options, passive: false });
    element.addEventListener(
      'contextmenu',
      (event) => {
        event.preventDefault();
      },
      options,
    );
    window.addEventListener('keydown', this.onKey, options);
    window.addEventListener('keyup', this.onKey, options);
    window.addEventListener('blur', this.onBlur, options);
  }

  /** A stroke or camera move is going on. */
  get busy(): boolean {
    return this.drag !== null;
  }

  /** Give the stroke up, putting back what it changed. */
  cancel(): void {
    if (this.drag === 'stroke') this.actions.strokeCancel();
    this.release();
  }

  /** End the stroke where it is, keeping it. */
  finish(): void {
    if (this.drag === 'stroke') this.actions.strokeEnd();
    this.release();
  }

  destroy(): void {
    this.cancel();
    this.abort.abort();
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (this.drag !== null) return;
    const drag = this.dragFor(event);
    if (drag === null) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.pointerId = event.pointerId;
    this.drag = drag;
    this.start = this.last = this.point(event);
    if (drag === 'stroke') this.actions.strokeStart(this.start, this.erases(event));
  };

  private readonly onMove = (event: PointerEvent): void => {
    const point = this.point(event);
    this.actions.hover(point, this.erases(event));
    const [x, y] = [point.x - this.last.x, point.y - this.last.y];
    this.last = point;
    if (this.drag === null || event.pointerId !== this.pointerId) return;
    switch (this.drag) {
      case 'stroke': {
        const between = event.getCoalescedEvents();
        this.actions.strokeTo(between.length > 0 ? between.map(this.point) : [point]);
        break;
      }
      case 'pan':
        this.actions.panBy(x, y);
        break;
      case 'zoom':
        this.actions.zoomAt(Math.exp(-y * DRAG_ZOOM), this.start);
        break;
      case 'window':
        this.actions.windowBy(x, y);
        break;
    }
  };

  private readonly onUp = (event: PointerEvent): void => {
    if (event.pointerId === this.pointerId) this.finish();
  };

  private readonly onCancel = (event: PointerEvent): void => {
    // The system took the pointer away; what was drawn so far was meant.
    if (event.pointerId === this.pointerId) this.finish();
  };

  private readonly onLeave = (): void => {
    if (this.drag === null) this.actions.hover(null, false);
  };

  private readonly onBlur = (): void => {
    this.spaceHeld = false;
    this.finish();
  };

  private readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const tool = this.actions.tool();
    const drawing = tool === 'brush' || tool === 'eraser';
    // A pinch on a trackpad arrives as a wheel with Ctrl.
    if (event.ctrlKey || event.metaKey || !drawing) {
      this.actions.zoomAt(Math.exp(-event.deltaY * WHEEL_ZOOM), this.point(event));
    } else if (event.deltaY !== 0 && this.drag === null) {
      this.actions.resizeBrush(-Math.sign(event.deltaY));
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.code === 'Space' && (event.target === document.body || this.owns(event.target))) {
      event.preventDefault();
      this.spaceHeld = event.type === 'keydown';
    }
    if (event.key === 'Escape' && event.type === 'keydown') this.cancel();
    if (event.key === 'Alt') {
      // Else the menu bar would take the focus when Alt is released.
      event.preventDefault();
      if (this.drag === null && this.element.matches(':hover')) {
        this.actions.hover(this.last, this.erases(event));
      }
    }
  };

  private owns(target: EventTarget | null): boolean {
    return target instanceof Node && this.element.contains(target);
  }

  private dragFor(event: PointerEvent): Drag | null {
    if (event.button === BUTTON.middle) return 'pan';
    if (event.button === BUTTON.secondary) return 'zoom';
    if (event.button !== BUTTON.primary) return null;
    if (this.spaceHeld) return 'pan';
    const tool = this.actions.tool();
    if (tool === 'brush' || tool === 'eraser') return 'stroke';
    return tool;
  }

  private erases(event: { altKey: boolean }): boolean {
    return (this.actions.tool() === 'eraser') !== event.altKey;
  }

  private readonly point = (event: MouseEvent): CanvasPoint => {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  private release(): void {
    if (this.drag === null) return;
    this.drag = null;
    const pointer = this.pointerId;
    this.pointerId = -1;
    if (this.element.hasPointerCapture(pointer)) this.element.releasePointerCapture(pointer);
  }
}
