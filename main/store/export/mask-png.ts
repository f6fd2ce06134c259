import { Transformer } from '@napi-rs/image';
import { maskToPixels, type RunLengthMask } from '../../../shared/labelmap.js';

/**
 * A mask as an 8-bit grey PNG of its size, 0 background and 255 foreground. The encoder takes grey
 * pixels as a PGM picture (magic P5), so no copy with four channels is made.
 */
export async function maskPng(mask: RunLengthMask): Promise<Uint8Array> {
  const header = Buffer.from(`P5\n${String(mask.width)} ${String(mask.height)}\n255\n`, 'latin1');
  const picture = Buffer.concat([header, maskToPixels(mask, 255)]);
  return new Transformer(picture).png();
}
