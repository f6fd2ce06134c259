import { expect, test } from 'vitest';
import { stapleMask } from '../../../shared/comparison/staple.js';
import { maskFromPixels, maskToPixels } from '../../../shared/labelmap.js';
import { staple } from '../../../main/worker/predict/staple.js';
import { seededRandom } from '../../../shared/random.js';

test('the mask is what the ensemble’s map holds from one half on', () => {
  const [width, height, members] = [23, 17, 4];
  const random = seededRandom(3);
  const truth = Uint8Array.from({ length: width * height }, (_, at) => (at % width < 9 ? 1 : 0));
  const all = Array.from({ length: members }, () =>
    truth.map((value) => (random() < 0.12 ? 1 - value : value)),
  );
  const votes = Uint16Array.from(truth, (_, at) =>
    all.reduce((bits, pixels, member) => bits | ((pixels[at] ?? 0) << member), 0),
  );
  const map = staple(votes, members, width, height);
  const found = stapleMask(all.map((pixels) => maskFromPixels(pixels, width, height)));
  expect([...maskToPixels(found)]).toEqual(
    [...map.values].map((value) => (value >= 32768 ? 1 : 0)),
  );
});

test('one against two that agree is outvoted', () => {
  const agreed = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0);
  const other = Uint8Array.of(0, 0, 1, 1, 1, 0, 0, 0);
  const masks = [agreed, agreed, other].map((pixels) => maskFromPixels(pixels, 8, 1));
  expect([...maskToPixels(stapleMask(masks))]).toEqual([...agreed]);
});
