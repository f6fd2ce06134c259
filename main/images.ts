import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { identifier, type Instance } from '../shared/domain.js';
import { AppError, toAppError, type ErrorCode } from '../shared/errors.js';
import { decodeMask } from '../shared/labelmap.js';
import { appOrigin } from './app-files.js';
import { emptySvg, outlineSvg } from './outline.js';
import type { Library } from './store/library.js';
import { obtainThumbnail, usualSide } from './thumbnails.js';
import { requireFrame } from './store/revisions.js';
import type { WorkerHost } from './worker/protocol.js';
import { readRenditionHeader, RENDITION_HEADER_BYTES } from './worker/rendition.js';

const thumbnailSides = { least: 32, usual: usualSide, most: 1024 } as const;
/** A rendition is tens of megabytes: large pieces keep the number of hops between processes low. */
const pieceBytes = 1 << 20;

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  'bad-input': 400,
  'not-found': 404,
  'unreadable-file': 422,
  'unsupported-format': 422,
  'too-large': 413,
};

/**
 * Answers image://<kind>/<instanceId>/<frame>, for the window's own origin only:
 * - `rendition`: upright 8-bit RGB, raw, with x-limen-width and x-limen-height;
 * - `thumbnail` (`?max=` longer side in pixels): a JPEG;
 * - `outline`: an SVG of the correction that `reader` may see, else the proposal, to be laid over
 *   any of them.
 * A request names a picture by id, never by path. A failure is a status with its code in
 * x-limen-code and the message as text.
 */
export function createImageResponder(
  library: Library,
  workers: WorkerHost,
  reader: () => string,
): (request: Request) => Promise<Response> {
  const answers: Readonly<Record<string, (asked: Asked) => Response | Promise<Response>>> = {
    rendition: (asked) => rendition(library, workers, asked),
    thumbnail: (asked) => thumbnail(library, workers, asked),
    outline: (asked) => outline(library, asked, reader()),
  };
  return async (request) => {
    try {
      const { kind, asked } = parseRequest(library, request);
      const answer = Object.hasOwn(answers, kind) ? answers[kind] : undefined;
      if (answer === undefined)
        throw new AppError('not-found', 'There is no such kind of picture.');
      return await answer(asked);
    } catch (thrown) {
      const error = toAppError(thrown);
      return new Response(error.message, {
        status: statusOfCode[error.code] ?? 500,
        headers: headers('text/plain; charset=utf-8', { 'x-limen-code': error.code }),
      });
    }
  };
}

interface Asked {
  instance: Instance;
  frame: number;
  query: URLSearchParams;
}

function parseRequest(library: Library, request: Request): { kind: string; asked: Asked } {
  const url = new URL(request.url);
  const [instanceId = '', frameText = '', ...rest] = url.pathname.slice(1).split('/');
  const wellFormed = identifier.safeParse(instanceId).success && /^\d{1,6}$/.test(frameText);
  if (request.method !== 'GET' || !wellFormed || rest.length > 0) {
    throw new AppError('bad-input', 'A picture is asked for as image://kind/instance/frame.');
  }
  const instance = library.instances.get(instanceId);
  const frame = Number(frameText);
  requireFrame(instance, frame);
  return { kind: url.host, asked: { instance, frame, query: url.searchParams } };
}

async function rendition(
  library: Library,
  workers: WorkerHost,
  { instance, frame }: Asked,
): Promise<Response> {
  const obtain = (): Promise<string> =>
    library.cache.obtain({ instanceId: instance.id, frame, kind: 'rendition' }, async (output) => {
      const path = library.blobs.path(instance.sha256);
      await workers.run('rendition', { path, frame, output });
    });
  const path = await obtain();
  const opened = await openRendition(path);
  if (opened !== null) return renditionResponse(opened);
  // Its disk lost a part of it. It can be made again at any time.
  await rm(path, { force: true });
  const again = await openRendition(await obtain());
  if (again !== null) return renditionResponse(again);
  throw new AppError('write-failed', 'The picture could not be kept. Check the disk.');
}

interface OpenRendition {
  file: FileHandle;
  width: number;
  height: number;
}

/** Null for a file that is no whole rendition. */
async function openRendition(path: string): Promise<OpenRendition | null> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(RENDITION_HEADER_BYTES);
    await file.read(start, 0, RENDITION_HEADER_BYTES, 0);
    const { width, height, fileBytes } = readRenditionHeader(start);
    if ((await file.stat()).size === fileBytes) return { file, width, height };
    await file.close();
    return null;
  } catch (thrown) {
    await file.close();
    if (thrown instanceof AppError && thrown.code === 'unreadable-file') return null;
    throw thrown;
  }
}

function renditionResponse({ file, width, height }: OpenRendition): Response {
  const pixels = file.createReadStream({
    start: RENDITION_HEADER_BYTES,
    highWaterMark: pieceBytes,
  });
  return new Response(webStream(pixels), {
    headers: headers('application/octet-stream', {
      'content-length': String(width * height * 3),
      'x-limen-width': String(width),
      'x-limen-height': String(height),
    }),
  });
}

/** A file's stream as a response's body; cancelling the one closes the other. */
function webStream(stream: Readable): ReadableStream<Uint8Array> {
  const pieces = stream[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next: IteratorResult<unknown> = await pieces.next();
      if (next.done === true) controller.close();
      else if (next.value instanceof Uint8Array) controller.enqueue(next.value);
    },
    cancel() {
      stream.destroy();
    },
  });
}

async function thumbnail(
  library: Library,
  workers: WorkerHost,
  { instance, frame, query }: Asked,
): Promise<Response> {
  const asked = Number(query.get('max') ?? thumbnailSides.usual);
  if (!Number.isInteger(asked) || asked < thumbnailSides.least || asked > thumbnailSides.most) {
    throw new AppError('bad-input', 'A thumbnail is of 32 to 1024 pixels.');
  }
  const path = await obtainThumbnail(library, workers, { instance, frame, side: asked }, 'reader');
  return new Response(await readFile(path), { headers: headers('image/jpeg') });
}

/**
 * The newest correction that the reader may see hides the proposal it was made from, as a proposal
 * hides the known truth.
 */
function outline(library: Library, { instance, frame }: Asked, reader: string): Response {
  const { revisions, proposals, blindness } = library;
  const proposal = proposals.current(instance.id, frame);
  const shown =
    blindness
      .visible(revisions.list(instance.id), reader)
      .findLast((each) => each.source === 'reader' && each.frame === frame) ??
    (proposal && revisions.get(proposal.revisionId)) ??
    revisions.latest(instance.id, frame, 'truth');
  const svg =
    shown === null
      ? emptySvg(instance.width, instance.height)
      : outlineSvg(decodeMask(revisions.lesionMask(shown.id)), shown.source);
  return new Response(svg, { headers: headers('image/svg+xml') });
}

function headers(type: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    // The renderer's own files are of another scheme, so of another origin.
    'access-control-allow-origin': appOrigin,
    'access-control-expose-headers': 'x-limen-width, x-limen-height, x-limen-code',
    'cache-control': 'no-store',
    ...more,
  };
}
