import { expect, test } from 'vitest';
import { BLINK_MS, MaskBlink } from '../../../renderer/viewport/mask-blink.js';

/** A layer that keeps what was asked of it. */
class Layer {
  readonly begun: unknown[] = [];
  cancelled = 0;

  animate(_frames: unknown, options: unknown): Animation {
    this.begun.push(options);
    const cancel = (): void => {
      this.cancelled += 1;
    };
    return { cancel } as Animation;
  }
}

function blinking(lessMotion: boolean) {
  const layers = [new Layer(), new Layer()];
  return { layers, blink: new MaskBlink(layers, () => lessMotion) };
}

test('all layers blink until it is switched off, and once however often it is switched on', () => {
  const { layers, blink } = blinking(false);
  blink.set(false);
  blink.set(true);
  blink.set(true);
  for (const { begun, cancelled } of layers) {
    expect(begun).toEqual([{ duration: BLINK_MS.usual, iterations: Infinity }]);
    expect(cancelled).toBe(0);
  }
  blink.set(false);
  blink.set(false);
  for (const { cancelled } of layers) expect(cancelled).toBe(1);
  blink.set(true);
  for (const { begun } of layers) expect(begun).toHaveLength(2);
});

test('it flashes less than three times a second, and slower where less motion is asked for', () => {
  for (const period of Object.values(BLINK_MS)) expect(1000 / period).toBeLessThan(3);
  const { layers, blink } = blinking(true);
  blink.set(true);
  expect(layers[0]?.begun).toEqual([{ duration: BLINK_MS.lessMotion, iterations: Infinity }]);
  expect(BLINK_MS.lessMotion).toBeGreaterThan(BLINK_MS.usual);
});
