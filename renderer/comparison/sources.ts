import type { ModelSummary, Revision } from '../../shared/domain.js';

/** What a pane may show of a picture. */
export type Source =
  | { readonly kind: 'model'; readonly key: string; readonly model: ModelSummary }
  | { readonly kind: 'reader' | 'truth'; readonly key: string; readonly revision: Revision }
  | { readonly kind: 'majority'; readonly key: 'majority' };

export const mostPanes = 6;

/** All that can be compared on a frame: models, the newest correction and the known mask, votes. */
export function sourcesOf(
  models: readonly ModelSummary[],
  revisions: readonly Revision[],
  frame: number,
): Source[] {
  const newest = (kind: 'reader' | 'truth'): Source[] => {
    const revision = revisions.findLast((each) => each.frame === frame && each.source === kind);
    return revision ? [{ kind, key: kind, revision }] : [];
  };
  const ofModels = models.map(
    (model) => ({ kind: 'model', key: `model:${model.id}`, model }) as const,
  );
  return [
    ...ofModels,
    ...newest('reader'),
    ...newest('truth'),
    ...(models.length > 2 ? [{ kind: 'majority', key: 'majority' } as const] : []),
  ];
}

/** What is shown before anybody chose: masks made by people, and as many models as fit beside. */
export function firstChoice(sources: readonly Source[]): string[] {
  const known = sources.filter(({ kind }) => kind === 'reader' || kind === 'truth');
  const models = sources.filter(({ kind }) => kind === 'model').slice(0, mostPanes - known.length);
  return [...models, ...known].map(({ key }) => key);
}
