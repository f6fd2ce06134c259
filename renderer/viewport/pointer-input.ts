import { isBrush, PLAIN_PRESSURE, type Tool } from './tools/tool.js';
import { TouchHand } from './touch-hand.js';
import type { CanvasPoint } from './view-transform.js';

/** How a hand presses. */
export interface Press {
  /** Exchanges adding and erasing. */
  readonly flip: boolean;
  /** The eraser end of a pen: erases whatever the tool is set to. */
  readonly eraser: boolean;
  /** 0..1; of what has none, PLAIN_PRESSURE. */
  readonly pressure: number;
}

/** What hands do to a picture; points are CSS pixels of the viewport. */
export interface PointerActions {
  tool(): Tool;
  /** A tool was pressed; `clicks` counts quick presses. */
  press(point: CanvasPoint, press: Press, clicks: number): void;
  /** @param pressure as of a press */
  drag(points: readonly CanvasPoint[], pressure: number): void;
  release(): void;
  /** The pointer moved with no button down; null when it left. */
  hover(point: CanvasPoint | null, flip: boolean): void;
  /** A use of a tool goes on, so Enter and Backspace belong to it. */
  using(): boolean;
  confirm(): void;
  stepBack(): void;
  cancel(): void;
  /** Something else begins: end the use, keeping what was clearly meant. */
  settle(): void;
  /** A press with Ctrl chooses what is under the pointer. */
  pick(point: CanvasPoint): void;
  /** Space was pressed and released without a drag. */
  tapSpace(): void;
  panBy(x: number, y: number): void;
  zoomAt(factor: number, anchor: CanvasPoint): void;
  windowBy(width: number, level: number): void;
  /** Positive steps make the brush larger. */
  resizeBrush(steps: number): void;
}

type Drag = 'tool' | 'pan' | 'zoom' | 'window';

const BUTTON = { primary: 0, middle: 1, secondary: 2, penEraser: 5 } as const;
const byHand: Press = { flip: false, eraser: false, pressure: PLAIN_PRESSURE };
/** A wheel notch is about 100 units; this makes it a zoom of a fifth. */
const WHEEL_ZOOM = 0.0018;
const DRAG_ZOOM = 0.008;
/** Presses nearer than this in time and place are one double click. */
const DOUBLE_CLICK = { ms: 400, px: 5 } as const;

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
  /** The picture was moved while Space was held, so its release is no tap. */
  private spaceUsed = false;
  /** A pen is at hand, so fingers move the picture and a resting palm draws nothing. */
  private penSeen = false;
  /** A use of several presses went on when a finger began to act. */
  private usingBefore = false;
  private readonly touch = new TouchHand({
    begin: (point) => {
      this.beginTouch(point);
    },
    move: (points) => {
      this.moveTouch(points);
    },
    end: () => {
      if (this.drag === 'tool') this.actions.release();
      this.letGo();
    },
    giveUp: () => {
      if (this.drag === 'tool') {
        if (this.usingBefore) this.actions.stepBack();
        else this.actions.cancel();
      }
      this.letGo();
    },
    panBy: (x, y) => {
      this.actions.panBy(x, y);
    },
    zoomAt: (factor, anchor) => {
      this.actions.zoomAt(factor, anchor);
    },
  });
  private clicks = { count: 0, atMs: -Infinity, at: { x: 0, y: 0 } };

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
    // Before the keys of the screen, of which a tool in use needs some itself.
    window.addEventListener('keydown', this.onKey, { ...options, capture: true });
    window.addEventListener('keyup', this.onKey, { ...options, capture: true });
    window.addEventListener('blur', this.onBlur, options);
  }

  /** Give up what is going on, putting back what it changed. */
  cancel(): void {
    this.actions.cancel();
    this.letGo();
  }

  /** End what is going on where it is, keeping a stroke. */
  settle(): void {
    this.actions.settle();
    this.letGo();
  }

  destroy(): void {
    this.cancel();
    this.abort.abort();
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') {
      event.preventDefault();
      this.element.focus({ preventScroll: true });
      if (this.pointerId === -1) this.touch.down(event.pointerId, this.point(event));
      return;
    }
    if (event.pointerType === 'pen') {
      this.penSeen = true;
      // The palm came before the pen.
      this.touch.drop();
    }
    if (this.drag !== null) return;
    if (event.button === BUTTON.primary && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.actions.pick(this.point(event));
      return;
    }
    const drag = this.dragFor(event);
    if (drag === null) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.pointerId = event.pointerId;
    this.drag = drag;
    this.start = this.last = this.point(event);
    if (drag !== 'tool') return;
    const eraser = event.button === BUTTON.penEraser;
    const press = { flip: event.altKey, eraser, pressure: pressureOf(event) };
    this.actions.press(this.start, press, this.countClicks(event.timeStamp));
  };

  private readonly onMove = (event: PointerEvent): void => {
    const place = this.places();
    if (event.pointerType === 'touch') {
      this.touch.move(event.pointerId, coalesced(event).map(place));
      return;
    }
    const point = place(event);
    this.actions.hover(point, event.altKey);
    const [x, y] = [point.x - this.last.x, point.y - this.last.y];
    this.last = point;
    if (this.drag === null || event.pointerId !== this.pointerId) return;
    switch (this.drag) {
      case 'tool': {
        const way = coalesced(event);
        if (event.pointerType !== 'pen') this.actions.drag(way.map(place), PLAIN_PRESSURE);
        else for (const one of way) this.actions.drag([place(one)], pressureOf(one));
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

  /** The system makes a gesture of its own of what fingers did: nothing of that was a stroke. */
  private readonly onCancel = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') this.touch.drop();
    else this.onUp(event);
  };

  /** Also when the system took the pointer away: what was drawn so far was meant. */
  private readonly onUp = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') {
      this.touch.up(event.pointerId);
      return;
    }
    if (event.pointerId !== this.pointerId) return;
    if (this.drag === 'tool') this.actions.release();
    this.letGo();
  };

  private readonly onLeave = (): void => {
    if (this.drag === null) this.actions.hover(null, false);
  };

  private readonly onBlur = (): void => {
    this.spaceHeld = false;
    if (this.drag === 'tool') this.actions.release();
    this.letGo();
  };

  private readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const drawing = isBrush(this.actions.tool());
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
      const wasTap = this.spaceHeld && !this.spaceUsed;
      this.spaceHeld = event.type === 'keydown';
      if (!this.spaceHeld && wasTap) this.actions.tapSpace();
      if (!event.repeat) this.spaceUsed = false;
    }
    if (event.type === 'keydown' && this.actions.using() && !isForControl(event.target)) {
      this.onKeyInUse(event);
    }
    if (event.key === 'Alt') {
      // Else the menu bar would take the focus when Alt is released.
      event.preventDefault();
      if (this.drag === null && this.element.matches(':hover')) {
        this.actions.hover(this.last, event.altKey);
      }
    }
  };

  private onKeyInUse(event: KeyboardEvent): void {
    const act = {
      Escape: () => {
        this.cancel();
      },
      Enter: () => {
        this.actions.confirm();
      },
      Backspace: () => {
        this.actions.stepBack();
      },
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  private beginTouch(point: CanvasPoint): void {
    const tool = this.actions.tool();
    this.start = this.last = point;
    this.usingBefore = this.actions.using();
    if (this.penSeen) this.drag = 'pan';
    else this.drag = tool === 'pan' || tool === 'window' ? tool : 'tool';
    if (this.drag === 'tool') {
      this.actions.press(point, byHand, this.countClicks(performance.now()));
    }
  }

  private moveTouch(points: readonly CanvasPoint[]): void {
    const point = points.at(-1) ?? this.last;
    const [x, y] = [point.x - this.last.x, point.y - this.last.y];
    this.last = point;
    if (this.drag === 'tool') this.actions.drag(points, PLAIN_PRESSURE);
    if (this.drag === 'pan') this.actions.panBy(x, y);
    if (this.drag === 'window') this.actions.windowBy(x, y);
  }

  private countClicks(timeStamp: number): number {
    const { count, atMs, at } = this.clicks;
    const near = Math.hypot(this.start.x - at.x, this.start.y - at.y) <= DOUBLE_CLICK.px;
    const again = near && timeStamp - atMs <= DOUBLE_CLICK.ms;
    this.clicks = { count: again ? count + 1 : 1, atMs: timeStamp, at: this.start };
    return this.clicks.count;
  }

  private owns(target: EventTarget | null): boolean {
    return target instanceof Node && this.element.contains(target);
  }

  private dragFor(event: PointerEvent): Drag | null {
    if (event.button === BUTTON.middle) return 'pan';
    if (event.button === BUTTON.secondary) return 'zoom';
    if (event.button === BUTTON.penEraser) return 'tool';
    if (event.button !== BUTTON.primary) return null;
    if (this.spaceHeld) {
      this.spaceUsed = true;
      return 'pan';
    }
    const tool = this.actions.tool();
    return tool === 'pan' || tool === 'window' ? tool : 'tool';
  }

  private point(event: MouseEvent): CanvasPoint {
    return this.places()(event);
  }

  /**
   * Where events of one moment are on the viewport. It is asked where the viewport lies once: after
   * something was drawn, the answer costs a layout of the page.
   */
  private places(): (event: MouseEvent) => CanvasPoint {
    const { left, top } = this.element.getBoundingClientRect();
    return ({ clientX, clientY }) => ({ x: clientX - left, y: clientY - top });
  }

  private letGo(): void {
    if (this.drag === null) return;
    this.drag = null;
    const pointer = this.pointerId;
    this.pointerId = -1;
    if (this.element.hasPointerCapture(pointer)) this.element.releasePointerCapture(pointer);
  }
}

/** The places a pointer passed since the last event, the event's own last. */
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const between = event.getCoalescedEvents();
  return between.length > 0 ? between : [event];
}

function pressureOf({ pointerType, pressure }: PointerEvent): number {
  return pointerType === 'pen' ? pressure : PLAIN_PRESSURE;
}

const typedInto =
  'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], ' +
  '[role=dialog], [role=menu]';

/** A field that is typed into, or a dialog, has its keys also while a tool is in use. */
function isForControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typedInto) !== null;
}
