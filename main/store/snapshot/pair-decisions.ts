import type { PairDecision } from '../../../shared/identity.js';
import type { NearDuplicate } from './near-duplicates.js';

/**
 * Pairs as a curator sees them: what was found different is alike by chance and may be in two
 * splits; what is the same picture or lesion may not, whether a search finds it or not.
 * @param ids of the pictures, by their places
 */
export function withDecisions(
  found: readonly NearDuplicate[],
  ids: readonly string[],
  decisions: readonly { a: string; b: string; decision: PairDecision }[],
): NearDuplicate[] {
  const decided = new Map(decisions.map(({ a, b, decision }) => [`${a} ${b}`, decision]));
  const keyOf = ({ a, b }: Pick<NearDuplicate, 'a' | 'b'>): string =>
    [ids[a] ?? '', ids[b] ?? ''].sort().join(' ');
  const kept = found.filter((pair) => decided.get(keyOf(pair)) !== 'different');
  const known = new Set(kept.map(keyOf));
  const places = new Map(ids.map((id, place) => [id, place]));
  const added = decisions.flatMap(({ a, b, decision }): NearDuplicate[] => {
    const [first, second] = [places.get(a), places.get(b)];
    if (decision === 'different' || first === undefined || second === undefined) return [];
    const pair = { a: Math.min(first, second), b: Math.max(first, second) };
    return known.has(keyOf(pair)) ? [] : [{ ...pair, distance: 0, correlation: 1 }];
  });
  return [...kept, ...added];
}
