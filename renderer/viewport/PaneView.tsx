import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { LinkedView } from './linked-view.js';
import { drawMasks, drawPicture, type PaneLayer } from './pane-drawing.js';
import styles from './PaneView.module.css';
import type { SharedPicture } from './shared-picture.js';
import { toCanvas, toImage } from './view-transform.js';

const PAN_STEP_PX = 40;
const ZOOM_STEP = 1.25;
const WHEEL_ZOOM = 1.0015;
/** A hand trembles this much in a click. */
const CLICK_WITHIN_PX = 3;

interface PaneViewProps {
  picture: SharedPicture;
  /** Shared by the panes that move together. */
  view: LinkedView;
  masks: readonly PaneLayer[];
  /** What a screen reader says of the pane. */
  label: string;
  /** A click on a pixel, where clicking does something; then a double-click does not fit. */
  onPick?: ((point: { x: number; y: number }) => void) | null;
  /** Keys beyond those that move. */
  keys?: Readonly<Record<string, () => void>>;
}

/** One look at a picture that other panes show too, with masks over it. It moves, nothing more. */
export function PaneView({ picture, view, masks, label, onPick = null, keys }: PaneViewProps) {
  const pane = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const [element, base, overlay, mark] = [
      pane.current,
      below.current,
      above.current,
      cursor.current,
    ];
    if (!(base instanceof HTMLCanvasElement) || !(overlay instanceof HTMLCanvasElement)) return;
    if (!element || !mark) return;
    let drawn: unknown = null;
    let waiting = 0;
    const draw = (): void => {
      waiting = 0;
      const { transform, cursor: point } = view;
      if (transform === null) return;
      if (drawn !== transform) {
        drawPicture(base, picture, transform);
        drawMasks(overlay, masks, transform);
        const { scaleX, scaleY, offsetX, offsetY } = transform;
        element.dataset['view'] = [scaleX, scaleY, offsetX, offsetY].join(' ');
        drawn = transform;
      }
      mark.hidden = point === null;
      if (point === null) return;
      const { x, y } = toCanvas(transform, point);
      mark.style.transform = `translate(${String(x)}px, ${String(y)}px)`;
    };
    // Many moves may come between two frames; each pane draws once for them.
    const ask = (): void => {
      if (waiting === 0) waiting = requestAnimationFrame(draw);
    };
    const resizes = new ResizeObserver(() => {
      drawn = null;
      view.resize({ width: element.clientWidth, height: element.clientHeight });
      ask();
    });
    resizes.observe(element);
    const stop = view.subscribe(ask);
    ask();
    return () => {
      resizes.disconnect();
      stop();
      cancelAnimationFrame(waiting);
    };
  }, [picture, view, masks]);

  const latestPick = useRef(onPick);
  useLayoutEffect(() => {
    latestPick.current = onPick;
  });
  useEffect(
    () => (pane.current ? followPointer(pane.current, view, latestPick) : undefined),
    [view],
  );

  return (
    <div
      ref={pane}
      className={styles.pane}
      role="application"
      aria-label={label}
      tabIndex={0}
      data-testid="pane-view"
      data-pick={onPick !== null}
      onKeyDown={(event) => {
        actOnKey(event, { ...keysOf(view), ...keys });
      }}
    >
      <canvas ref={below} />
      <canvas ref={above} />
      <div ref={cursor} className={styles.cursor} hidden />
    </div>
  );
}

type Pick = (point: { x: number; y: number }) => void;

/**
 * Drag to pan, wheel to zoom, double-click to fit, hover to point, click to pick. Returns the
 * function that stops it.
 */
function followPointer(
  element: HTMLElement,
  view: LinkedView,
  pick: RefObject<Pick | null>,
): () => void {
  let pressed: { x: number; y: number } | null = null;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const move = (event: PointerEvent): void => {
    if (element.hasPointerCapture(event.pointerId)) view.panBy(event.movementX, event.movementY);
    else if (view.transform !== null) view.pointAt(toImage(view.transform, at(event)));
  };
  const down = (event: PointerEvent): void => {
    element.setPointerCapture(event.pointerId);
    pressed = { x: event.clientX, y: event.clientY };
  };
  const up = (event: PointerEvent): void => {
    if (pressed === null || view.transform === null) return;
    const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    pressed = null;
    if (moved <= CLICK_WITHIN_PX) pick.current?.(toImage(view.transform, at(event)));
  };
  const leave = (): void => {
    view.pointAt(null);
  };
  const fit = (): void => {
    if (pick.current === null) view.fit();
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    view.zoomAt(WHEEL_ZOOM ** -event.deltaY, at(event));
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('dblclick', fit, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  // React's own wheel listener is passive and could not keep the page from scrolling.
  element.addEventListener('wheel', wheel, { signal, passive: false });
  return () => {
    stopping.abort();
  };
}

function keysOf(view: LinkedView): Record<string, () => void> {
  return {
    ArrowLeft: () => {
      view.panBy(PAN_STEP_PX, 0);
    },
    ArrowRight: () => {
      view.panBy(-PAN_STEP_PX, 0);
    },
    ArrowUp: () => {
      view.panBy(0, PAN_STEP_PX);
    },
    ArrowDown: () => {
      view.panBy(0, -PAN_STEP_PX);
    },
    '+': () => {
      view.zoomAt(ZOOM_STEP, null);
    },
    '-': () => {
      view.zoomAt(1 / ZOOM_STEP, null);
    },
    '0': () => {
      view.fit();
    },
  };
}

function actOnKey(event: KeyboardEvent, acts: Readonly<Record<string, () => void>>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}
