/** Opaque, in the byte order of every platform the app runs on. */
const ALPHA = 0xff000000;

/** Takes RGB bytes in pieces of any length and makes opaque RGBA of them, a word a pixel. */
export class RgbaWriter {
  private readonly words: Uint32Array;
  /** Up to two bytes of a pixel that is not complete yet. */
  private readonly rest: number[] = [];
  private pixel = 0;

  constructor(pixels: number) {
    this.words = new Uint32Array(pixels);
  }

  /** Whole pixels so far. */
  get written(): number {
    return this.pixel;
  }

  /** RGBA of all pixels; those not written yet are transparent black. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer);
  }

  /** Bytes beyond the last pixel are dropped. */
  write(rgb: Uint8Array): void {
    const { words } = this;
    let at = 0;
    while (this.rest.length > 0 && at < rgb.length) {
      this.rest.push(rgb[at++] ?? 0);
      if (this.rest.length < 3) continue;
      const [red = 0, green = 0, blue = 0] = this.rest.splice(0);
      words[this.pixel++] = red | (green << 8) | (blue << 16) | ALPHA;
    }
    let pixel = this.pixel;
    const end = rgb.length - 2;
    for (; at < end && pixel < words.length; at += 3) {
      words[pixel++] =
        (rgb[at] ?? 0) | ((rgb[at + 1] ?? 0) << 8) | ((rgb[at + 2] ?? 0) << 16) | ALPHA;
    }
    this.pixel = pixel;
    for (; at < rgb.length && pixel < words.length; at += 1) this.rest.push(rgb[at] ?? 0);
  }
}
