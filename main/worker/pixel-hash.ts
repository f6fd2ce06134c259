import { createHash } from 'node:crypto';

/** sha256 of the upright RGB bytes of a frame, by which a copy is proved to be the same picture. */
export function hashOf(rgb: Uint8Array): string {
  return createHash('sha256').update(rgb).digest('hex');
}
