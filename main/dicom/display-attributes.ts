import type { DicomElement, DicomElements } from './load-dcmjs.js';
import { cleanText, textOf, valuesOf } from './element-values.js';
import { loadDcmjs } from './load-dcmjs.js';

export interface DisplayAttribute {
  keyword: string;
  value: string;
}

const MAX_VALUE_LENGTH = 200;
const MAX_ATTRIBUTES = 500;
const binaryRepresentations = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/**
 * Attributes for a person to read, in the file's order: standard keywords with cleaned values.
 * Private, binary, empty and unknown elements are left out; a sequence is summarised by the
 * number of its items and the meanings of coded ones; long values are cut.
 */
export function displayAttributes(elements: DicomElements): DisplayAttribute[] {
  const attributes: DisplayAttribute[] = [];
  for (const [tag, element] of Object.entries(elements)) {
    if (attributes.length === MAX_ATTRIBUTES) break;
    const keyword = keywordOf(tag);
    if (keyword === undefined) continue;
    const value = displayValue(element, elements, tag);
    if (value !== '') attributes.push({ keyword, value: cut(value) });
  }
  return attributes;
}

function keywordOf(tag: string): string | undefined {
  if (Number.parseInt(tag.slice(0, 4), 16) % 2 === 1 || tag.endsWith('0000')) return undefined;
  const { dictionary } = loadDcmjs().data.DicomMetaDictionary;
  const name = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name;
  return name === undefined || name === '' ? undefined : name;
}

function displayValue(element: DicomElement, elements: DicomElements, tag: string): string {
  if (element.vr === undefined || binaryRepresentations.has(element.vr)) return '';
  const values = valuesOf(elements, tag);
  if (element.vr === 'SQ') return summariseSequence(values);
  return values
    .map(displayText)
    .filter((text) => text !== '')
    .join(', ');
}

function displayText(value: unknown): string {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return String(value);
  // A person's name is an object of its component groups (PS3.5 section 6.2.1).
  if (typeof value === 'object' && value !== null && 'Alphabetic' in value) {
    return typeof value.Alphabetic === 'string' ? cleanText(value.Alphabetic) : '';
  }
  return '';
}

function summariseSequence(items: unknown[]): string {
  if (items.length === 0) return '';
  const count = items.length === 1 ? '1 item' : `${items.length} items`;
  const meanings = items
    .map((item) => (isElements(item) ? textOf(item, '00080104') : ''))
    .filter((text) => text !== '');
  return meanings.length > 0 ? `${count}: ${meanings.join(', ')}` : count;
}

function isElements(value: unknown): value is DicomElements {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function cut(text: string): string {
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…` : text;
}
