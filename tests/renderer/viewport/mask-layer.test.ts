import { describe, expect, test } from 'vitest';
import { MaskLayer } from '../../../renderer/viewport/mask-layer.js';
import { encodeMask, decodeMask, maskFromPixels } from '../../../shared/labelmap.js';

const size = { width: 6, height: 4 };

function encoded(rows: readonly string[]) {
  const pixels = Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0));
  return encodeMask(maskFromPixels(pixels, size.width, size.height));
}

const left = encoded(['##....', '##....', '......', '......']);
const middle = encoded(['.##...', '.##...', '......', '......']);

describe('MaskLayer', () => {
  test('keeps segments apart, so they may overlap', () => {
    const layer = new MaskLayer(size, [
      { segment: 'lesion', mask: left },
      { segment: 'streaks', mask: middle },
    ]);
    expect(layer.area('lesion')).toBe(4);
    expect(layer.area('streaks')).toBe(4);
    expect(layer.area('globules')).toBe(0);
    expect(layer.extent('streaks')).toEqual({ x: 1, y: 0, width: 2, height: 2 });
  });

  test('applying a change twice restores pixels and area', () => {
    const layer = new MaskLayer(size, [{ segment: 'lesion', mask: left }]);
    const before = layer.pixels('lesion').slice();
    const dirty = layer.apply([{ segment: 'lesion', mask: middle }]);
    expect(dirty).toEqual({ x: 1, y: 0, width: 2, height: 2 });
    expect(layer.area('lesion')).toBe(4);
    expect(layer.pixels('lesion')).not.toEqual(before);
    layer.apply([{ segment: 'lesion', mask: middle }]);
    expect(layer.pixels('lesion')).toEqual(before);
    expect(layer.area('lesion')).toBe(4);
  });

  test('the change to a target leads there, and is null when nothing differs', () => {
    const layer = new MaskLayer(size, [{ segment: 'lesion', mask: left }]);
    const target = decodeMask(middle);
    const change = layer.changeTo('lesion', target);
    if (change === null) throw new Error('the masks differ');
    layer.apply([change]);
    expect(layer.mask('lesion')).toEqual(target);
    expect(layer.changeTo('lesion', target)).toBeNull();
  });

  test('equals a mask of the same pixels, and no other', () => {
    const layer = new MaskLayer(size, [{ segment: 'lesion', mask: left }]);
    const none = encoded(['......', '......', '......', '......']);
    expect(layer.equals('lesion', decodeMask(left))).toBe(true);
    expect(layer.equals('lesion', decodeMask(middle))).toBe(false);
    expect(layer.equals('lesion', decodeMask(none))).toBe(false);
    expect(layer.equals('streaks', decodeMask(none))).toBe(true);
    expect(layer.equals('streaks', decodeMask(left))).toBe(false);
  });

  test('a segment that was emptied takes masks as one that never had any', () => {
    const layer = new MaskLayer(size, [{ segment: 'lesion', mask: left }]);
    layer.apply([{ segment: 'lesion', mask: left }]);
    expect(layer.area('lesion')).toBe(0);
    layer.apply([{ segment: 'lesion', mask: middle }]);
    layer.apply([{ segment: 'streaks', mask: middle }]);
    expect(layer.mask('lesion')).toEqual(decodeMask(middle));
    expect(layer.mask('streaks')).toEqual(layer.mask('lesion'));
    expect(layer.area('streaks')).toBe(layer.area('lesion'));
  });

  test('follows pixels that a tool wrote itself', () => {
    const layer = new MaskLayer(size, []);
    layer.pixels('lesion')[8] = 1;
    layer.wrote('lesion', maskFromPixels(layer.pixels('lesion'), size.width, size.height));
    expect(layer.area('lesion')).toBe(1);
    expect(layer.extent('lesion')).toEqual({ x: 2, y: 1, width: 1, height: 1 });
  });

  test('refuses a mask of another size', () => {
    expect(
      () => new MaskLayer({ width: 4, height: 6 }, [{ segment: 'lesion', mask: left }]),
    ).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
