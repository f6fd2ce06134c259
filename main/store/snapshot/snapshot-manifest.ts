import type { DataSplit } from '../../../shared/domain.js';
import { groupBy } from '../../../shared/group-by.js';
import type { Sample } from '../export/select-samples.js';
import type { Library } from '../library.js';
import type { Splitting } from './create-snapshot.js';

export interface SnapshotContent {
  request: { library: Library; name: string; appVersion: string; splitting: Splitting };
  samples: readonly (Sample & { split: DataSplit; group: string })[];
  counts: Record<DataSplit, number>;
}

/** What a snapshot holds, without names, dates or patients. Its bytes are hashed. */
export function manifestOf({ request, samples, counts }: SnapshotContent): object {
  const { library, name, appVersion, splitting } = request;
  return {
    format: 'limen-snapshot/1',
    name,
    disclaimer: 'For research use. Not a diagnostic device.',
    application: { name: 'Limen', version: appVersion },
    splitting,
    counts,
    groups: new Set(samples.map(({ group }) => group)).size,
    sources: sourcesOf(library, samples),
    samples: samples.map(({ name: id, instance, revision, split, group }) => ({
      id,
      split,
      group,
      width: instance.width,
      height: instance.height,
      revision: revision.id,
      source: revision.source,
      maskSha256: Object.fromEntries(maskHashes(library, revision.id)),
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

/** The dataset card: what a person needs to know before using a snapshot. */
export function cardOf(content: SnapshotContent, manifestSha256: string): string {
  const { request, samples, counts } = content;
  const { library, name, splitting, appVersion } = request;
  const corrected = samples.filter(({ revision }) => revision.source === 'reader');
  const readers = new Set(corrected.map(({ revision }) => revision.reader)).size;
  const groups = new Set(samples.map(({ group }) => group)).size;
  const drawn =
    splitting.method === 'stated'
      ? 'as stated by the source of the pictures'
      : `drawn with seed ${String(splitting.seed)}, the same shares in every diagnosis`;
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
    `- ${String(corrected.length)} made or corrected by ${String(readers)} readers with Limen ${appVersion}`,
    `- ${String(samples.length - corrected.length)} imported, as their source has them`,
    '- Agreement between readers: not measured',
    '',
    '## Sources',
    '',
    ...sources,
    '',
    `Manifest: sha256 ${manifestSha256}`,
    '',
  ].join('\n');
}
