import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transformer } from '@napi-rs/image';
import type { Library } from '../../main/store/library.js';
import { encodeMask, maskFromPixels } from '../../shared/labelmap.js';
import { seededRandom, type Random } from '../../shared/random.js';

/** Rows of a large library as imports, models and readers would have left them. */

const size = { width: 1024, height: 768 };
const sites = ['back', 'chest', 'left arm', 'right arm', 'left leg', 'right leg', 'face', 'scalp'];
const diagnoses = ['naevus', 'melanoma', 'seborrhoeic keratosis', 'basal cell carcinoma'];
const tagNames = ['hair', 'ruler', 'out of focus', 'second opinion', 'teaching'];
const words = [
  'border',
  'regression',
  'structure',
  'asymmetric',
  'blue',
  'veil',
  'dots',
  'network',
];
const statedSplits = ['train', 'train', 'train', 'val', 'test'];
const perTransaction = 5_000;
const dayMs = 86_400_000;
/** The first instant of an import: any time in the past. */
const begunAtMs = Date.UTC(2025, 0, 1);

export const termInEachFile = 'ISIC';

/**
 * Inserts `count` pictures. Those in front have real files, so that the first screen can be painted.
 */
export async function addGeneratedRows(
  library: Library,
  count: number,
  realFiles: number,
): Promise<void> {
  const random = seededRandom(1);
  const hashes = await storeRealFiles(library, realFiles);
  const mask = disc();
  const maskHash = createHash('sha256').update(mask).digest('hex');
  for (let first = 0; first < count; first += perTransaction) {
    library.database.transaction(() => {
      for (let index = first; index < Math.min(count, first + perTransaction); index += 1) {
        addRow(library, index, hashes[index] ?? hashOf(index), { random, mask, maskHash });
      }
    });
  }
  library.database.exec('ANALYZE');
}

function addRow(
  { database }: Library,
  index: number,
  sha256: string,
  { random, mask, maskHash }: { random: Random; mask: Uint8Array; maskHash: string },
): void {
  const digits = String(index).padStart(12, '0');
  const id = `00000000-0000-4000-8000-${digits}`;
  const atMs = begunAtMs + Math.floor((index / 100_000) * 300 * dayMs);
  database.run(
    `INSERT INTO instances (id, sha256, file_name, format, width, height, frames, bits_stored,
       orientation, origin, burned_in_annotation, imported_at_ms)
     VALUES (?, ?, ?, 'jpeg', ?, ?, 1, 8, 1, 'imported', 'not-applicable', ?)`,
    [id, sha256, `${termInEachFile}_${digits.slice(-7)}.jpg`, size.width, size.height, atMs],
  );
  const patient = `P${String(Math.floor(index / 5)).padStart(6, '0')}`;
  const lesion = `${patient}-L${String(index % 2)}`;
  if (index % 5 === 0) database.run('INSERT INTO patients VALUES (?, ?)', [patient, patient]);
  if (index % 5 < 2)
    database.run('INSERT INTO lesions VALUES (?, ?, ?)', [lesion, patient, lesion]);
  database.run(
    `INSERT INTO instance_facts (instance_id, patient_id, lesion_id, site, diagnosis, split)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [id, patient, lesion, pick(sites, random), pick(diagnoses, random), pick(statedSplits, random)],
  );
  if (index % 10 === 0) addAttributes(database, id, random);
  if (random() < 0.3) database.run('INSERT INTO tags VALUES (?, ?)', [id, pick(tagNames, random)]);
  if (random() < 0.8) addProposal(database, id, atMs, { random, mask, maskHash });
  if (random() < 0.25) addReading(database, id, atMs, { random, mask, maskHash });
}

type Rows = Library['database'];
interface Stock {
  random: Random;
  mask: Uint8Array;
  maskHash: string;
}

function addAttributes(database: Rows, id: string, random: Random): void {
  const attributes = [
    ['PatientSex', pick(['F', 'M'], random)],
    ['PatientAge', `${String(20 + Math.floor(random() * 60)).padStart(3, '0')}Y`],
    ['Manufacturer', 'Dermatoscope Works'],
    ['StudyDescription', `${pick(words, random)} ${pick(words, random)}`],
  ];
  attributes.forEach(([keyword = '', value = ''], position) => {
    database.run('INSERT INTO instance_attributes VALUES (?, ?, ?, ?)', [
      id,
      position,
      keyword,
      value,
    ]);
  });
}

function addProposal(database: Rows, id: string, atMs: number, stock: Stock): void {
  const { random, mask, maskHash } = stock;
  const run = `run-${id}`;
  database.run(
    `INSERT INTO runs (id, instance_id, frame, model_id, model_version, model_sha256, provider,
       confidence, threshold, decode_ms, run_ms, probability_sha256, probability_width,
       probability_height, created_at_ms)
     VALUES (?, ?, 0, 'limen', '1.0.0', ?, 'cpu', ?, 0.5, 9, 90, ?, 256, 192, ?)`,
    [run, id, maskHash, 1 - random() ** 2 / 2, maskHash, atMs],
  );
  database.run(
    `INSERT INTO revisions (id, instance_id, frame, source, model_id, model_version, model_sha256,
       run_id, created_at_ms) VALUES (?, ?, 0, 'model', 'limen', '1.0.0', ?, ?, ?)`,
    [`m-${id}`, id, maskHash, run, atMs],
  );
  addMask(database, `m-${id}`, { random, mask, maskHash });
}

function addReading(database: Rows, id: string, atMs: number, stock: Stock): void {
  const { random } = stock;
  const spentMs = Math.floor(20_000 + random() * 100_000);
  const comment = random() < 0.2 ? `${pick(words, random)} ${pick(words, random)}` : '';
  database.run(
    `INSERT INTO readings (instance_id, frame, reader, flagged, comment, spent_ms, submitted_at_ms,
       changed_at_ms) VALUES (?, 0, ?, ?, ?, ?, ?, ?)`,
    [id, pick(['Ada', 'Grace'], random), random() < 0.05, comment, spentMs, atMs, atMs],
  );
  database.run(
    `INSERT INTO revisions (id, instance_id, frame, source, reader, created_at_ms)
     VALUES (?, ?, 0, 'reader', 'Ada', ?)`,
    [`r-${id}`, id, atMs],
  );
  addMask(database, `r-${id}`, stock);
}

function addMask(database: Rows, revision: string, { random, mask, maskHash }: Stock): void {
  const area = Math.floor(size.width * size.height * (0.02 + 0.5 * random()));
  database.run("INSERT INTO revision_masks VALUES (?, 'lesion', ?, ?, ?)", [
    revision,
    mask,
    maskHash,
    area,
  ]);
}

function pick<Value>(values: readonly Value[], random: Random): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}

function hashOf(index: number): string {
  return createHash('sha256').update(String(index)).digest('hex');
}

function disc(): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1) {
    const half = Math.sqrt(Math.max(0, 200 ** 2 - (row - size.height / 2) ** 2));
    const left = row * size.width + size.width / 2;
    pixels.fill(1, Math.round(left - half), Math.round(left + half));
  }
  return encodeMask(maskFromPixels(pixels, size.width, size.height));
}

async function storeRealFiles(library: Library, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const rgba = new Uint8Array(4 * size.width * size.height).fill(255);
    for (let at = 0; at < rgba.length; at += 4) {
      rgba[at] = (at / 4 / size.width + index * 9) % 256;
      rgba[at + 1] = 120;
    }
    const jpeg = await Transformer.fromRgbaPixels(rgba, size.width, size.height).jpeg(80);
    const sha256 = createHash('sha256').update(jpeg).digest('hex');
    const path = library.blobs.path(sha256);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, jpeg);
    hashes.push(sha256);
  }
  return hashes;
}
