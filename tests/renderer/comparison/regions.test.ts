import { describe, expect, test } from 'vitest';
import { consensusMask, nearestVoter } from '../../../renderer/comparison/consensus.js';
import { differencesOf, regionAt, stepRegion } from '../../../renderer/comparison/regions.js';
import { maskArea, maskFromPixels, masksEqual, xorMasks } from '../../../shared/labelmap.js';

/** Rows of `#` and `.`. */
function drawn(...rows: string[]) {
  const pixels = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0));
  return maskFromPixels(pixels, rows[0]?.length ?? 0, rows.length);
}

const draft = drawn('##....', '##....', '......', '......');
const other = drawn('.#..##', '##..##', '......', '#.....');

describe('regions of the difference', () => {
  const differences = differencesOf(draft, other);

  test('a click takes one connected part of the other mask', () => {
    const region = regionAt(differences, { x: 4.7, y: 1.2 });
    expect(region?.adds).toBe(true);
    expect(maskArea(region?.mask ?? draft)).toBe(4);
  });

  test('or drops what only the correction has; where both agree there is nothing', () => {
    expect(regionAt(differences, { x: 0.1, y: 0.9 })).toMatchObject({ adds: false });
    expect(regionAt(differences, { x: 1.5, y: 0.5 })).toBeNull();
    expect(regionAt(differences, { x: -1, y: 99 })).toBeNull();
  });

  test('taking every region gives the other mask', () => {
    let mask = draft;
    for (;;) {
      const left = differencesOf(mask, other);
      const point = stepRegion(left, null, 1);
      if (point === null) break;
      const region = regionAt(left, point);
      mask = xorMasks(mask, region?.mask ?? mask);
    }
    expect(masksEqual(mask, other)).toBe(true);
  });

  test('the keyboard goes through them by size and around', () => {
    const first = stepRegion(differences, null, 1);
    expect(first).toMatchObject({ x: 4, y: 0, area: 4 });
    const all = [first, stepRegion(differences, first, 1)];
    expect(stepRegion(differences, all[1] ?? null, 1)).not.toEqual(all[0]);
    expect(stepRegion(differences, first, -1)).toEqual(stepRegion(differences, null, -1));
  });
});

describe('what models give together', () => {
  const masks = [drawn('###.', '....'), drawn('##..', '....'), drawn('.##.', '#...')];

  test('a majority needs three, STAPLE two', () => {
    expect(consensusMask('majority', masks.slice(0, 2))).toBeNull();
    expect(consensusMask('staple', masks.slice(0, 1))).toBeNull();
    const majority = consensusMask('majority', masks);
    expect(majority && masksEqual(majority, drawn('###.', '....'))).toBe(true);
  });

  test('a correction from it corrects the mask that is most like it', () => {
    const voters = masks.map((mask, index) => ({
      mask,
      source: { revisionId: String(index), threshold: 0.5 },
    }));
    expect(nearestVoter(drawn('##..', '....'), voters)?.source.revisionId).toBe('1');
    expect(nearestVoter(drawn('##..', '....'), [])).toBeNull();
  });
});
