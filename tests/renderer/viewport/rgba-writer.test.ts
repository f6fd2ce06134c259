import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RgbaWriter } from '../../../renderer/viewport/rgba-writer.js';

test('pieces of any length make the same pixels', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 11 }), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const rgb = parts.flatMap((part) => [...part]);
      const pixels = Math.floor(rgb.length / 3);
      const writer = new RgbaWriter(pixels);
      for (const part of parts) writer.write(part);
      const expected: number[] = [];
      for (let pixel = 0; pixel < pixels; pixel += 1) {
        expected.push(...rgb.slice(pixel * 3, pixel * 3 + 3), 255);
      }
      expect(writer.written).toBe(pixels);
      expect([...writer.bytes]).toEqual(expected);
    }),
  );
});

test('bytes beyond the last pixel are dropped', () => {
  const writer = new RgbaWriter(1);
  writer.write(Uint8Array.of(1, 2));
  writer.write(Uint8Array.of(3, 4, 5, 6, 7));
  expect([...writer.bytes]).toEqual([1, 2, 3, 255]);
  expect(writer.written).toBe(1);
});
