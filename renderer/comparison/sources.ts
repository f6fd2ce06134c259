import type { ModelSummary, Revision } from '../../shared/domain.js';

/** What a pane may show of a picture. */
export type Source =
  | { readonly kind: 'model'; readonly key: string; readonly model: ModelSummary }
  | {
      readonly kind: 'reader' | 'truth';
      readonly key: string;
      readonly revision: Revision;
      /** Not the newest of its reader. */
      readonly older: boolean;
    }
  | { readonly kind: Consensus; readonly key: Consensus };

/** A mask that the models shown give together. */
export type Consensus = 'majority' | 'staple';

export const mostPanes = 6;
/** A majority of two is both or neither; STAPLE weighs two as well. */
export const fewestVoters: Readonly<Record<Consensus, number>> = { majority: 3, staple: 2 };
/** Revisions before the newest that are offered. */
const mostOlder = 8;

/** All that can be compared on a frame: models, corrections, the known mask, what models agree on. */
export function sourcesOf(
  models: readonly ModelSummary[],
  revisions: readonly Revision[],
  frame: number,
): Source[] {
  const here = revisions.filter((each) => each.frame === frame);
  const readers = new Set<string | null>();
  const corrections: Source[] = [];
  const older: Source[] = [];
  for (const revision of here.filter(({ source }) => source === 'reader').reverse()) {
    const { reader, id } = revision;
    const superseded = readers.has(reader);
    const newestOfAll = readers.size === 0 ? 'reader' : `reader:${reader ?? ''}`;
    readers.add(reader);
    const key = superseded ? `revision:${id}` : newestOfAll;
    (superseded ? older : corrections).push({ kind: 'reader', key, revision, older: superseded });
  }
  const truth = here.findLast(({ source }) => source === 'truth');
  const ofModels = models.map(
    (model) => ({ kind: 'model', key: `model:${model.id}`, model }) as const,
  );
  const agreements = (Object.keys(fewestVoters) as Consensus[]).filter(
    (kind) => models.length >= fewestVoters[kind],
  );
  return [
    ...ofModels,
    ...corrections,
    ...(truth ? [{ kind: 'truth', key: 'truth', revision: truth, older: false } as const] : []),
    ...agreements.map((kind) => ({ kind, key: kind })),
    ...older.slice(0, mostOlder),
  ];
}

/** What is shown before anybody chose: masks made by people, and as many models as fit beside. */
export function firstChoice(sources: readonly Source[]): string[] {
  const known = sources.filter(({ key }) => key === 'reader' || key === 'truth');
  const models = sources.filter(({ kind }) => kind === 'model').slice(0, mostPanes - known.length);
  return [...models, ...known].map(({ key }) => key);
}
