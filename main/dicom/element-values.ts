import type { DicomElements } from './load-dcmjs.js';

/**
 * Typed reading of parsed elements. Real files carry literal quotes, NULs and blanks around
 * values, so every text passes `cleanText`.
 */

/** Without control characters, surrounding blanks and the quotes some writers put around values. */
export function cleanText(value: string): string {
  const plain = value.replace(/\p{Cc}+/gu, ' ').trim();
  const unquoted = plain.replace(/^["']+|["']+$/g, '').trim();
  return unquoted.replace(/ {2,}/g, ' ');
}

/** All values of an element; empty when it is absent or empty. */
export function valuesOf(elements: DicomElements, tag: string): unknown[] {
  const value = elements[tag]?.Value;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** The first value as cleaned text; empty when absent. */
export function textOf(elements: DicomElements, tag: string): string {
  const [value] = valuesOf(elements, tag);
  if (typeof value === 'string') return cleanText(value);
  return typeof value === 'number' ? String(value) : '';
}

/** The numeric values of an element, also where they are stored as (quoted) text. */
export function numbersOf(elements: DicomElements, tag: string): number[] {
  return valuesOf(elements, tag)
    .map((value) => (typeof value === 'string' ? Number.parseFloat(cleanText(value)) : value))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** The items of a sequence; empty when it is absent or no sequence. */
export function itemsOf(elements: DicomElements, tag: string): DicomElements[] {
  return valuesOf(elements, tag).filter(
    (item): item is DicomElements => typeof item === 'object' && item !== null,
  );
}

/** Binary values in order; fragments that the parser left nested are put in line. */
export function binaryParts(values: unknown[]): Uint8Array[] {
  return values.flat(1).flatMap((value) => {
    if (value instanceof Uint8Array) return [value];
    return value instanceof ArrayBuffer ? [new Uint8Array(value)] : [];
  });
}
