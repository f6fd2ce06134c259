import { looksLikeDicom } from '../../dicom/part10.js';

export type ArchiveKind = 'zip' | 'tar' | 'gzip' | 'other';

/** As many bytes of a file's start as telling its kind needs. */
export const kindBytes = 512;

/**
 * What kind of archive a file is by its first bytes; null for none. `other` are those that are not
 * opened: 7-Zip, RAR, bzip2, xz, Zstandard.
 */
export function archiveKind(start: Uint8Array): ArchiveKind | null {
  // The free preamble of a DICOM file may hold anything.
  if (looksLikeDicom(start)) return null;
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  if (/^PK(\x03\x04|\x05\x06|\x07\x08)/.test(text)) return 'zip';
  if (text.startsWith('\x1f\x8b')) return 'gzip';
  if (/^(7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd)/.test(text)) {
    return 'other';
  }
  return text.slice(257, 262) === 'ustar' ? 'tar' : null;
}
