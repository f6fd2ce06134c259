import { expect, test } from 'vitest';
import { drawSplits } from '../../../main/store/snapshot/draw-splits.js';
import type { SplitMember } from '../../../main/store/snapshot/relations.js';

const fractions = { train: 0.7, val: 0.15, test: 0.15 };

test.each([2, 3, 4, 6])('strata of %i pictures leave no split empty', (size) => {
  const members = Array.from({ length: 20 * size }, (_, index): SplitMember => {
    const site = `site ${String(index % 20)}`;
    const sha256 = index.toString(16).padStart(64, '0');
    return { patient: null, lesion: null, site, diagnosis: null, names: [], sha256 };
  });
  const groups = members.map((_, index) => index);
  const splits = drawSplits(members, groups, {
    ...{ method: 'drawn', fractions, seed: 1, stratifyBy: 'site' },
  });
  for (const split of ['train', 'val', 'test'] as const) {
    const drawn = splits.filter((each) => each === split).length;
    expect(Math.abs(drawn - members.length * fractions[split])).toBeLessThanOrEqual(1);
  }
  // Of every site most pictures are for training, as far as whole pictures can say.
  for (let site = 0; site < 20; site += 1) {
    const ofSite = splits.filter((_, index) => index % 20 === site);
    const trained = ofSite.filter((split) => split === 'train').length;
    expect(Math.abs(trained - size * fractions.train)).toBeLessThan(1.5);
  }
});
