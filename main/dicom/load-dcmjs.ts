import { createRequire } from 'node:module';

/** The part of dcmjs that Limen uses; the package ships no types. */
export interface Dcmjs {
  log: Logger;
  data: {
    ReadBufferStream: new (
      buffer: ArrayBuffer,
      littleEndian: boolean,
      options: { start: number; stop: number; noCopy: boolean },
    ) => ReadBufferStream;
    DicomDict: new (meta: DicomElements) => DicomDict;
    DicomMessage: {
      read(
        stream: ReadBufferStream,
        transferSyntax: string,
        ignoreErrors: boolean,
        untilTag: string | null,
      ): DicomElements;
    };
    DicomMetaDictionary: {
      /** By `(gggg,eeee)`. */
      dictionary: Record<string, { name: string } | undefined>;
      denaturalizeDataset(dataset: Record<string, unknown>): DicomElements;
    };
  };
}

export interface DicomElement {
  vr?: string;
  Value?: unknown;
}

/** By tag: eight upper-case hexadecimal digits. */
export type DicomElements = Record<string, DicomElement>;

interface DicomDict {
  dict: DicomElements;
  write(options: { fragmentMultiframe: boolean }): ArrayBuffer;
}

interface ReadBufferStream {
  offset: number;
}

interface Logger {
  setLevel(level: 'silent'): void;
  getLogger(name: string): Logger;
}

let loaded: Dcmjs | undefined;

/**
 * dcmjs on first use: it takes a quarter of a second to load, which a worker that only sees JPEG
 * should not pay. Its ES build is not marked as a module and cannot be imported by Node 20.18, so
 * the CommonJS build is required. Its logs are off because they quote values of the file.
 */
export function loadDcmjs(): Dcmjs {
  if (!loaded) {
    const require = createRequire(import.meta.url);
    // `require` is untyped; the shape is declared above and the version is pinned.
    loaded = require('dcmjs') as Dcmjs;
    loaded.log.setLevel('silent');
    loaded.log.getLogger('validation.dcmjs').setLevel('silent');
  }
  return loaded;
}
