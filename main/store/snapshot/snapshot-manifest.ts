import type { DataSplit } from '../../../shared/domain.js';
import type { Splitting } from '../../../shared/exchange.js';
import { groupBy } from '../../../shared/group-by.js';
import type { Sample } from '../export/select-samples.js';
import type { Library } from '../library.js';
import { pinSamples } from './pin-samples.js';
import type { Agreement } from './reader-agreement.js';

export interface SnapshotContent {
  library: Library;
  name: string;
  appVersion: string;
  splitting: Splitting;
  samples: readonly (Sample & { split: DataSplit; group: string })[];
  counts: Record<DataSplit, number>;
  /** Between the readers of one picture; null where no picture has two. */
  agreement: Agreement | null;
}

/** What a snapshot holds, without names, dates or patients. Its bytes are hashed. */
export function manifestOf(content: SnapshotContent): object {
  const { library, name, appVersion, splitting, samples, counts, agreement } = content;
  const pins = pinSamples(library, samples);
  return {
    format: 'limen-snapshot/1',
    name,
    disclaimer: 'For research use. Not a diagnostic device.',
    application: { name: 'Limen', version: appVersion },
    splitting,
    counts,
    groups: new Set(samples.map(({ group }) => group)).size,
    sources: sourcesOf(library, samples),
    readers: readersOf(library, samples),
    agreement,
    samples: samples.map(({ name: id, instance, revision, split, group }, index) => ({
      id,
      split,
      group,
      width: instance.width,
      height: instance.height,
      revision: revision.id,
      source: revision.source,
      maskSha256: Object.fromEntries(maskHashes(library, revision.id)),
      pinned: pins[index],
    })),
  };
}

function maskHashes({ revisions }: Library, id: string): [string, string][] {
  return revisions.hashes(id).map(({ segment, sha256 }) => [segment, sha256]);
}

function sourcesOf(
  library: Library,
  samples: SnapshotContent['samples'],
): { statement: string; licence: string; samples: number }[] {
  const stated = samples.map(
    ({ instance }) =>
      library.identity.source(instance.id) ?? { statement: 'not stated', licence: '' },
  );
  return [...groupBy(stated, (source) => JSON.stringify(source)).values()].flatMap((alike) =>
    alike[0] ? [{ ...alike[0], samples: alike.length }] : [],
  );
}

/** All whose hands are in the masks: of a consensus its readers too, not its reviewer alone. */
function readersOf({ revisions }: Library, samples: SnapshotContent['samples']): number {
  const made = samples.flatMap(({ revision }) => [
    revision,
    ...revision.sources.map((id) => revisions.get(id)),
  ]);
  return new Set(made.flatMap(({ reader }) => reader ?? [])).size;
}

const strata = {
  diagnosis: ', the same shares in every diagnosis',
  site: ', the same shares at every site',
  none: '',
} as const;

function agreementLine(agreement: Agreement | null): string {
  if (agreement === null) return 'no picture was read by two';
  const { pictures, pairs, meanJaccard, meanDice } = agreement;
  return (
    `mean Jaccard ${meanJaccard.toFixed(3)}, Dice ${meanDice.toFixed(3)} over ${String(pairs)} pairs ` +
    `of ${String(pictures)} pictures`
  );
}

/** The dataset card: what a person needs to know before using a snapshot. */
export function cardOf(content: SnapshotContent, manifestSha256: string): string {
  const { library, name, splitting, appVersion, samples, counts, agreement } = content;
  const corrected = samples.filter(({ revision }) => revision.source === 'reader');
  const readers = readersOf(library, samples);
  const groups = new Set(samples.map(({ group }) => group)).size;
  const drawn =
    splitting.method === 'stated'
      ? 'as stated by the source of the pictures'
      : `drawn with seed ${String(splitting.seed)}${strata[splitting.stratifyBy]}`;
  const sources = sourcesOf(library, samples).map(
    ({ statement, licence, samples: number }) =>
      `- ${statement}: ${String(number)} samples, licence ${licence === '' ? 'not stated' : licence}`,
  );
  return [
    `# ${name}`,
    '',
    'For research use. Not a diagnostic device.',
    '',
    `${String(samples.length)} dermoscopy pictures with a mask of the lesion, in ${String(groups)} groups. ` +
      'Pictures of one patient or lesion, and pictures that are alike, are one group and in one split.',
    '',
    '| train | val | test |',
    '| ----- | --- | ---- |',
    `| ${String(counts.train)} | ${String(counts.val)} | ${String(counts.test)} |`,
    '',
    `Splits: ${drawn}.`,
    '',
    '## Masks',
    '',
    `- ${String(corrected.length)} made or corrected by ${String(readers)} ${readers === 1 ? 'reader' : 'readers'} with Limen ${appVersion}`,
    `- ${String(samples.length - corrected.length)} imported, as their source has them`,
    `- Agreement between readers: ${agreementLine(agreement)}`,
    '',
    '## Sources',
    '',
    ...sources,
    '',
    `Manifest: sha256 ${manifestSha256}`,
    '',
  ].join('\n');
}
