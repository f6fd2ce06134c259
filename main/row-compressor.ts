import { finished } from 'node:stream/promises';
import { constants, createDeflate } from 'node:zlib';

/**
 * zlib's run-length deflate of bytes that come in pieces, each compressed on another thread while the
 * next is made. The result is the same however the bytes are cut.
 */
export class RowCompressor {
  readonly #deflate = createDeflate({ strategy: constants.Z_RLE });
  readonly #compressed: Uint8Array[] = [];
  /** Settles when all pieces but the last are compressed. */
  #before: Promise<void> = Promise.resolve();

  constructor() {
    this.#deflate.on('data', (bytes: Uint8Array) => this.#compressed.push(bytes));
    // A failure is told by the promises; an event that nobody hears would end the process.
    this.#deflate.on('error', () => undefined);
  }

  /** Resolves when the pieces before are compressed and this one is on its way. */
  async add(piece: Uint8Array, { last }: { last: boolean }): Promise<void> {
    const before = this.#before;
    if (last) {
      this.#deflate.end(piece);
    } else {
      this.#before = new Promise((resolve, reject) => {
        this.#deflate.write(piece, (failure) => {
          if (failure) reject(failure);
          else resolve();
        });
      });
    }
    await before;
  }

  /** All that was compressed, once the last piece is. */
  async finish(): Promise<readonly Uint8Array[]> {
    await finished(this.#deflate);
    return this.#compressed;
  }
}
