import type { Page } from '@playwright/test';

/** Probes in the page: what keeps its main thread while a hand works, drawing with GL set apart. */

/** Milliseconds of something the reader did, and those of them spent in calls of GL. */
export interface Timed {
  readonly total: number;
  readonly rendering: number;
  /**
   * From the event until the first copy from GL's canvas after that was on the screen's, and the
   * milliseconds of it spent in calls of GL; null where nothing was drawn.
   */
  readonly drawn: Omit<Timed, 'drawn'> | null;
}

interface Probe {
  /** Work of each pointer move. */
  moves: number[];
  /** Between two frames. */
  frames: number[];
  watching: boolean;
  /** Spent in GL so far. */
  rendering: number;
  /** Told of each copy from GL's canvas to that of the screen. */
  copied: () => void;
  /** Addresses of the pictures that came whole, in order. */
  received: string[];
}

/** Puts the probes into the page, once. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe: Probe = {
      moves: [],
      frames: [],
      watching: false,
      rendering: 0,
      copied: () => undefined,
      received: [],
    };
    Object.assign(globalThis, { probe });

    let inside = false;
    const timeCalls = (
      prototype: object,
      names: readonly string[],
      of: (context: unknown) => boolean,
      done: () => void,
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
            probe.rendering += performance.now() - began;
            inside = false;
            done();
          }
        };
        Object.defineProperty(prototype, name, { ...descriptor, value: called });
      }
    };
    for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
      const names = Object.getOwnPropertyNames(prototype);
      timeCalls(
        prototype,
        names,
        () => true,
        () => undefined,
      );
    }
    // The picture is copied from the GL canvas to its own, which waits for GL to be done.
    timeCalls(
      CanvasRenderingContext2D.prototype,
      ['drawImage'],
      (context) =>
        context instanceof CanvasRenderingContext2D &&
        context.canvas.classList.contains('cornerstone-canvas'),
      () => {
        probe.copied();
      },
    );

    const fetched = globalThis.fetch;
    globalThis.fetch = async (asked, how) => {
      const reply = await fetched(asked, how);
      const { body } = reply;
      const isPicture = typeof asked === 'string' && asked.startsWith('image://rendition/');
      if (!isPicture || !reply.ok || body === null) return reply;
      // Bound to the one body of this reply, which gives the same reader to whoever reads it.
      const reader = body.getReader();
      const read = reader.read.bind(reader);
      Object.assign(reader, {
        read: async () => {
          const piece = await read();
          if (piece.done) probe.received.push(asked);
          return piece;
        },
      });
      Object.assign(body, { getReader: () => reader });
      return reply;
    };

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

/** Waits until the picture at an address has come whole since this was asked last. */
export async function received(page: Page, address: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const { probe } = globalThis as unknown as { probe: Probe };
      if (!probe.received.includes(wanted)) return false;
      probe.received = [];
      return true;
    },
    address,
    { timeout: 30_000 },
  );
}

/**
 * Asks for the processor's time that the page's main thread took so far, in milliseconds: unlike what a
 * clock shows, it does not grow while other programs have the processor or GL is waited for.
 */
export async function threadClock(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
}

/** What is waited for: an attribute that gets another value, or comes back to one. */
interface Until {
  readonly testId: string;
  readonly attribute: string;
  /** Null: any other than before. */
  readonly becomes: string | null;
}

interface Settled {
  readonly timed?: Timed;
  readonly problem?: string;
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
            const times = () => ({
              total: performance.now() - began,
              rendering: probe.rendering - rendering,
            });
            const seen = times();
            // What is shown is drawn in one of the next frames, if it is.
            const nothing = setTimeout(() => {
              resolve({ ...seen, drawn: null });
            }, drawingMs);
            probe.copied = () => {
              probe.copied = () => undefined;
              clearTimeout(nothing);
              resolve({ ...seen, drawn: times() });
            };
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        };
        addEventListener(name, onEvent, { capture: true, once: true });
      });
      Object.assign(globalThis, { settled: null });
      outcome.then(
        (timed) => Object.assign(globalThis, { settled: { timed } }),
        (thrown: unknown) => Object.assign(globalThis, { settled: { problem: String(thrown) } }),
      );
    },
    [event, until, drawingMs] as const,
  );
  await act();
  // Asked for now and then: a promise that a long evaluation waits for may be collected as garbage.
  const settled = await page.waitForFunction(
    () => (globalThis as unknown as { settled: Settled | null }).settled,
    undefined,
    { polling: 100, timeout: 30_000 },
  );
  const outcome: Settled | null = await settled.jsonValue();
  if (outcome?.timed === undefined) throw new Error(outcome?.problem ?? 'nothing was timed');
  return outcome.timed;
}
