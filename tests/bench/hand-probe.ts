import type { Page } from '@playwright/test';

/** Probes in the page: what keeps its main thread while a hand works, drawing with GL set apart. */

/** Milliseconds of something the reader did, and those of them spent in calls of GL. */
export interface Timed {
  readonly total: number;
  readonly rendering: number;
  /** From the event until the picture was drawn next after that; null where nothing was. */
  readonly drawn: number | null;
}

interface Probe {
  /** Work of each pointer move. */
  moves: number[];
  /** Between two frames. */
  frames: number[];
  watching: boolean;
  /** Spent in GL so far. */
  rendering: number;
  /** When GL's last call ended. */
  drawnAt: number;
}

/** Puts the probes into the page, once. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe: Probe = { moves: [], frames: [], watching: false, rendering: 0, drawnAt: 0 };
    Object.assign(globalThis, { probe });

    let inside = false;
    const timeCalls = (
      prototype: object,
      names: readonly string[],
      of: (context: unknown) => boolean,
    ) => {
      for (const name of names) {
        const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
        const original: unknown = descriptor?.value;
        if (typeof original !== 'function') continue;
        const called = function (this: unknown, ...args: unknown[]): unknown {
          if (inside || !of(this)) return Reflect.apply(original, this, args);
          inside = true;
          const began = performance.now();
          try {
            return Reflect.apply(original, this, args);
          } finally {
            probe.drawnAt = performance.now();
            probe.rendering += probe.drawnAt - began;
            inside = false;
          }
        };
        Object.defineProperty(prototype, name, { ...descriptor, value: called });
      }
    };
    for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
      timeCalls(prototype, Object.getOwnPropertyNames(prototype), () => true);
    }
    // The picture is copied from the GL canvas to its own, which waits for GL to be done.
    timeCalls(
      CanvasRenderingContext2D.prototype,
      ['drawImage'],
      (context) =>
        context instanceof CanvasRenderingContext2D &&
        context.canvas.classList.contains('cornerstone-canvas'),
    );

    let began = 0;
    addEventListener('pointermove', () => (began = performance.now()), { capture: true });
    addEventListener('pointermove', () => {
      if (probe.watching) probe.moves.push(performance.now() - began);
    });
    let last = performance.now();
    const onFrame = (now: number): void => {
      if (probe.watching) probe.frames.push(now - last);
      last = now;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
}

/** What the probe saw of the pointer since it was asked last; `watch` says whether it goes on. */
export async function takeMoves(
  page: Page,
  watch: boolean,
): Promise<{ moves: number[]; frames: number[] }> {
  return page.evaluate((on) => {
    const { probe } = globalThis as unknown as { probe: Probe };
    const { moves, frames } = probe;
    Object.assign(probe, { moves: [], frames: [], watching: on });
    return { moves, frames };
  }, watch);
}

/** What is waited for: an attribute that gets another value, or comes back to one. */
interface Until {
  readonly testId: string;
  readonly attribute: string;
  /** Null: any other than before. */
  readonly becomes: string | null;
}

/**
 * From an event of the window until the page shows its outcome.
 * @param drawingMs how long to wait for the picture to be drawn after that
 */
export async function timed(
  page: Page,
  event: 'pointerup' | 'keydown',
  until: Until,
  act: () => Promise<void>,
  drawingMs = 0,
): Promise<Timed> {
  await page.evaluate(
    ([name, { testId, attribute, becomes }, drawingMs]) => {
      const { probe } = globalThis as unknown as { probe: Probe };
      const selector = `[data-testid="${testId}"]`;
      const now = () => document.querySelector(selector)?.getAttribute(attribute);
      const outcome = new Promise<Timed>((resolve, reject) => {
        const gaveUp = `${name}: ${testId} did not get another ${attribute} in time`;
        setTimeout(() => {
          reject(new Error(gaveUp));
        }, 15_000);
        const onEvent = (): void => {
          const [began, rendering, before] = [performance.now(), probe.rendering, now()];
          let left = false;
          const observer = new MutationObserver(() => {
            const value = now();
            left ||= value !== before;
            if (!left || (becomes !== null && value !== becomes)) return;
            observer.disconnect();
            const over = performance.now();
            const times = { total: over - began, rendering: probe.rendering - rendering };
            // What is shown is drawn in one of the next frames, if it is.
            setTimeout(() => {
              resolve({ ...times, drawn: probe.drawnAt > over ? probe.drawnAt - began : null });
            }, drawingMs);
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        };
        addEventListener(name, onEvent, { capture: true, once: true });
      });
      Object.assign(globalThis, { outcome });
    },
    [event, until, drawingMs] as const,
  );
  await act();
  return page.evaluate(() => (globalThis as unknown as { outcome: Promise<Timed> }).outcome);
}
