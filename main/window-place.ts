import { z } from 'zod';

/** Where the window is, in units of the display's scaling. */
export const windowPlace = z.object({
  /** Of its upper left corner; null lets the system choose. */
  x: z.int().nullable(),
  y: z.int().nullable(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlace>;

/** The part of a display that windows may take. */
export interface WorkArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const firstPlace: WindowPlace = {
  x: null,
  y: null,
  width: 1440,
  height: 900,
  maximized: false,
};

/** The least size: a laptop of 1366 by 768 pixels at 200 % has hardly more. */
export const leastSize = { width: 640, height: 360 } as const;

/** What of the title bar must be seen for a hand to take the window by it. */
const GRIP = { width: 100, height: 40 } as const;

/**
 * A kept place, on the displays there are now: where its display has gone the system chooses, and a
 * window is never larger than the display it is on, so that its edges can be reached.
 *
 * @param areas of all displays, the main one first
 */
export function placeOn(kept: WindowPlace, areas: readonly WorkArea[]): WindowPlace {
  const { x, y, width, height } = kept;
  const [main] = areas;
  const on =
    x === null || y === null
      ? undefined
      : areas.find(
          (area) =>
            Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= GRIP.width &&
            y >= area.y &&
            y < area.y + area.height - GRIP.height,
        );
  const place = on === undefined ? { ...kept, x: null, y: null } : kept;
  const area = on ?? main;
  if (area === undefined) return place;
  return {
    ...place,
    width: Math.min(width, area.width),
    height: Math.min(height, area.height),
  };
}
