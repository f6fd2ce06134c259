import { dataSplit, type DataSplit } from '../../../shared/domain.js';
import type { Splitting } from '../../../shared/exchange.js';
import { groupBy } from '../../../shared/group-by.js';
import { seededRandom } from '../../../shared/random.js';
import { Groups } from './groups.js';
import type { Relation, SplitMember } from './relations.js';

/** The number of each member's group: members that are related have the same one. */
export function groupsOf(size: number, relations: readonly Relation[]): number[] {
  const groups = new Groups(size);
  for (const { a, b } of relations) groups.join(a, b);
  return Array.from({ length: size }, (_, index) => groups.of(index));
}

/**
 * Draws a split for each group so that every diagnosis, or site, has about the same shares, and all
 * together those that were asked for, however small the strata. The same pictures
 * and the same seed give the same splits, in whatever order they were imported.
 */
export function drawSplits(
  members: readonly SplitMember[],
  groups: readonly number[],
  { fractions, seed, stratifyBy }: Extract<Splitting, { method: 'drawn' }>,
): DataSplit[] {
  const stratumOf = (member: SplitMember | undefined): string | null =>
    stratifyBy === 'none' ? null : (member?.[stratifyBy] ?? null);
  const byGroup = groupBy(
    members.map((member, index) => ({ member, index })),
    ({ index }) => groups[index] ?? index,
  );
  const drawn: { indices: number[]; key: string; stratum: string }[] = [];
  for (const group of byGroup.values()) {
    const sorted = [...group].sort((a, b) => (a.member.sha256 < b.member.sha256 ? -1 : 1));
    drawn.push({
      indices: group.map(({ index }) => index),
      key: sorted[0]?.member.sha256 ?? '',
      stratum: stratumOf(sorted.find(({ member }) => stratumOf(member) !== null)?.member) ?? '',
    });
  }
  const random = seededRandom(seed);
  const splits: DataSplit[] = members.map(() => 'train');
  /** Pictures that each split is short of; what rounding leaves of one stratum the next makes up for. */
  const left = new Map<DataSplit, number>(dataSplit.options.map((split) => [split, 0]));
  const strata = [...groupBy(drawn, ({ stratum }) => stratum)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, stratum] of strata) {
    const shuffled = stratum
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((group) => ({ ...group, order: random() }))
      .sort((a, b) => b.indices.length - a.indices.length || a.order - b.order);
    const total = shuffled.reduce((sum, { indices }) => sum + indices.length, 0);
    for (const [split, short] of left) left.set(split, short + total * fractions[split]);
    for (const { indices } of shuffled) {
      const [split] = [...left].reduce((most, each) => (each[1] > most[1] ? each : most));
      left.set(split, (left.get(split) ?? 0) - indices.length);
      for (const index of indices) splits[index] = split;
    }
  }
  return splits;
}
