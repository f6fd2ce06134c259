const maxDepth = 32;
/** Of UTF-8; file systems take 255. */
const maxNameBytes = 240;
/** Windows opens these as devices, whatever follows the dot. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Control characters, and what Windows keeps for drives, streams and patterns. */
const forbidden = /[\u0000-\u001f\u007f<>:"|?*]/;

/** The folders and the name of an entry as they may be written, or why they may not. */
export type EntryPath = { parts: string[] } | { refusal: string };

/**
 * Reads the name of an entry of an archive. Nothing is mended: a name that leads outside of the
 * folder it is unpacked into, or that a system would take for something else, is refused.
 */
export function readEntryPath(name: string): EntryPath {
  if (name.includes('\0')) return { refusal: 'Its name holds a NUL character.' };
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/')) return { refusal: 'Its name is absolute.' };
  if (/^[a-z]:/i.test(path)) return { refusal: 'Its name begins with a drive.' };
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { refusal: 'Its name leads out of the archive.' };
  if (parts.length === 0) return { refusal: 'It has no name.' };
  if (parts.length > maxDepth) return { refusal: 'Its folders are nested too deeply.' };
  for (const part of parts) {
    if (forbidden.test(part)) {
      return { refusal: 'Its name holds characters that file names must not have.' };
    }
    if (deviceName.test(part)) return { refusal: 'Its name is that of a device.' };
    if (/[. ]$/.test(part)) return { refusal: 'A part of its name ends in a dot or a space.' };
    if (Buffer.byteLength(part) > maxNameBytes) return { refusal: 'Its name is too long.' };
  }
  return { parts };
}

/** An entry's name for a person: without control characters, and not longer than a line. */
export function printableName(name: string): string {
  const clean = Array.from(name.slice(0, 1000), (sign) => (/\p{C}/u.test(sign) ? '�' : sign));
  return clean.length > 120 ? `${clean.slice(0, 119).join('')}…` : clean.join('');
}
