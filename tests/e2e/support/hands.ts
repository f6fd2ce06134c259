import type { Page } from '@playwright/test';
import type { ClientPoint } from './client-points.js';

type Way = readonly [from: ClientPoint, to: ClientPoint];

/** Fingers and a pen, as Chromium gets them from the system. */
export interface Hands {
  /** Fingers that touch together, move along their ways in some steps, and are lifted together. */
  readonly fingers: (ways: readonly Way[], steps: number) => Promise<void>;
  /** A pen pulled along a way, pressed as hard all along; 0..1. */
  readonly pen: (way: Way, pressure: number) => Promise<void>;
}

export async function handsOf(page: Page): Promise<Hands> {
  const devTools = await page.context().newCDPSession(page);
  const along = ([from, to]: Way, share: number): ClientPoint => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  });
  return {
    fingers: async (ways, steps) => {
      const touching = (share: number) => ways.map((way, id) => ({ ...along(way, share), id }));
      const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number | null) =>
        devTools.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: share === null ? [] : touching(share),
        });
      await send('touchStart', 0);
      for (let step = 1; step <= steps; step += 1) await send('touchMove', step / steps);
      await send('touchEnd', null);
    },
    pen: async (way, pressure) => {
      const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', share: number) =>
        devTools.send('Input.dispatchMouseEvent', {
          type,
          ...along(way, share),
          button: 'left',
          buttons: type === 'mouseReleased' ? 0 : 1,
          clickCount: 1,
          pointerType: 'pen',
          force: pressure,
        });
      await send('mousePressed', 0);
      for (const share of [0.25, 0.5, 0.75, 1]) await send('mouseMoved', share);
      await send('mouseReleased', 1);
    },
  };
}
