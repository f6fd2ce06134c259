import { expect, type Page } from '@playwright/test';
import type { SegmentId } from '../../../shared/domain.js';
import {
  emptyMask,
  maskArea,
  masksEqual,
  xorMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { storedMaskWhen, type ShownArea } from './reading.js';

/** Uses something once, compares the stored mask with what it should be, undoes and redoes it. */
export type Step = (
  name: string,
  use: () => Promise<void>,
  expected: (before: RunLengthMask) => RunLengthMask,
  /** Pixels that may differ from what is expected. */
  tolerance?: number,
) => Promise<void>;

export interface MaskSteps {
  readonly step: Step;
  /** What was stored at first, and after each step. */
  readonly states: readonly RunLengthMask[];
  /** What is stored by now. */
  readonly mask: () => RunLengthMask;
}

/** Steps on one segment of the picture that is open. */
export async function maskSteps(
  page: Page,
  instanceId: string,
  segment: SegmentId = 'lesion',
): Promise<MaskSteps> {
  const stored = (area: ShownArea | null): Promise<RunLengthMask> =>
    // The screen tells the lesion's area only.
    storedMaskWhen(page, instanceId, segment, segment === 'lesion' ? area : null);
  const first = await stored(null);
  const states = [first];
  const mask = (): RunLengthMask => states.at(-1) ?? emptyMask(first.width, first.height);
  const step: Step = async (name, use, expected, tolerance = 0) => {
    const before = mask();
    await use();
    // A large fill goes on for some frames after the press.
    const after = await stored({ isNot: maskArea(before) });
    expect(maskArea(xorMasks(after, before)), `${name} changes something`).toBeGreaterThan(0);
    const wrong = maskArea(xorMasks(after, expected(before)));
    expect(wrong, `${name}: pixels that are not as they should be`).toBeLessThanOrEqual(tolerance);
    await page.keyboard.press('Control+z');
    const undone = await stored({ is: maskArea(before) });
    expect(masksEqual(undone, before), `${name} undone`).toBe(true);
    await page.keyboard.press('Control+y');
    const redone = await stored({ is: maskArea(after) });
    expect(masksEqual(redone, after), `${name} redone`).toBe(true);
    states.push(after);
  };
  return { step, states, mask };
}
