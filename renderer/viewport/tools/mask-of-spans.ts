import type { Size } from '../../../shared/geometry.js';
import type { RunLengthMask } from '../../../shared/labelmap.js';
import { SpanBuilder, type SpanCallback } from '../../../shared/row-spans.js';

/** The mask of spans that come row by row, left to right. */
export function maskOfSpans(
  { width, height }: Size,
  fill: (callback: SpanCallback) => void,
): RunLengthMask {
  const builder = new SpanBuilder(width, height);
  fill((row, start, end) => {
    builder.add(row, start, end);
  });
  return builder.finish();
}
