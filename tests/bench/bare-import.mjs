// What an import has to do at least, without a library: each picture's hash, header and thumbnail by the
// same decoder, in a worker thread. The main thread gives every thread its share.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { FastResizeFilter, ResizeFit, Transformer } from '@napi-rs/image';

/** As the application makes them. */
const side = 320;
const quality = 82;

for (const path of workerData) {
  const bytes = readFileSync(path);
  createHash('sha256').update(bytes).digest('hex');
  const transformer = new Transformer(bytes);
  const { width, height } = await transformer.metadata();
  const scale = Math.min(1, side / Math.max(width, height));
  transformer.fastResize({
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    filter: FastResizeFilter.Bilinear,
    fit: ResizeFit.Fill,
  });
  await transformer.jpeg(quality);
}
