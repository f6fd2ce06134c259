/** DICOM transfer syntaxes by UID (PS3.6 table A-1) and what each asks of a reader. */

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const DEFLATED = '1.2.840.10008.1.2.1.99';

/** How a frame is stored. `native`: plain samples, no compression. */
export type FrameCodec =
  | 'native'
  | 'rle'
  | 'jpeg-lossy'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'ht-jpeg-2000'
  | 'jpeg-xl';

const codecs: Record<string, FrameCodec> = {
  [IMPLICIT_LITTLE_ENDIAN]: 'native',
  [EXPLICIT_LITTLE_ENDIAN]: 'native',
  [EXPLICIT_BIG_ENDIAN]: 'native',
  [DEFLATED]: 'native',
  '1.2.840.10008.1.2.5': 'rle',
  '1.2.840.10008.1.2.4.50': 'jpeg-lossy',
  '1.2.840.10008.1.2.4.51': 'jpeg-lossy',
  '1.2.840.10008.1.2.4.57': 'jpeg-lossless',
  '1.2.840.10008.1.2.4.70': 'jpeg-lossless',
  '1.2.840.10008.1.2.4.80': 'jpeg-ls',
  '1.2.840.10008.1.2.4.81': 'jpeg-ls',
  '1.2.840.10008.1.2.4.90': 'jpeg-2000',
  '1.2.840.10008.1.2.4.91': 'jpeg-2000',
  '1.2.840.10008.1.2.4.201': 'ht-jpeg-2000',
  '1.2.840.10008.1.2.4.202': 'ht-jpeg-2000',
  '1.2.840.10008.1.2.4.203': 'ht-jpeg-2000',
  '1.2.840.10008.1.2.4.110': 'jpeg-xl',
  '1.2.840.10008.1.2.4.111': 'jpeg-xl',
  '1.2.840.10008.1.2.4.112': 'jpeg-xl',
};

/** Undefined for a syntax that cannot be decoded, video for one. */
export function frameCodecOf(transferSyntax: string): FrameCodec | undefined {
  return codecs[transferSyntax];
}
