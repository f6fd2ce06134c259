import type { DataSplit } from '../../../shared/domain.js';
import type { Leak } from '../../../shared/exchange.js';
import type { NearDuplicate } from './near-duplicates.js';

/** What the splitting of a dataset knows of one picture. */
export interface SplitMember {
  /** Names under which these bytes were imported, each with the split stated for it. */
  names: { name: string; split: DataSplit | null }[];
  patient: string | null;
  lesion: string | null;
  diagnosis: string | null;
  site: string | null;
  /** Of the bytes: the same in every library, so that a draw can be repeated. */
  sha256: string;
}

/** Two pictures that must not be in different splits. */
export interface Relation {
  a: number;
  b: number;
  kind: Leak['kind'];
}

/** Pairs of neighbours in each patient and lesion, and near-duplicates: enough to join them. */
export function relationsOf(
  members: readonly SplitMember[],
  nearDuplicates: readonly NearDuplicate[],
): Relation[] {
  const relations: Relation[] = nearDuplicates.map(({ a, b }) => ({ a, b, kind: 'alike' }));
  const chain = (kind: Relation['kind'], keyOf: (member: SplitMember) => string | null): void => {
    const last = new Map<string, number>();
    members.forEach((member, index) => {
      const key = keyOf(member);
      if (key === null) return;
      const before = last.get(key);
      if (before !== undefined) relations.push({ a: before, b: index, kind });
      last.set(key, index);
    });
  };
  chain('same-lesion', ({ patient, lesion }) =>
    lesion === null ? null : JSON.stringify([patient, lesion]),
  );
  chain('same-patient', ({ patient }) => patient);
  return relations;
}

/**
 * Where stated splits tear apart what belongs together. Of a patient or lesion one pair a border
 * between splits is named, of pictures that are alike every pair.
 */
export function findLeaks(
  members: readonly SplitMember[],
  nearDuplicates: readonly NearDuplicate[],
): Leak[] {
  const leaks: Leak[] = [];
  const compare = (kind: Leak['kind'], a?: SplitMember['names'][0], b?: typeof a): void => {
    if (!a?.split || !b?.split || a.split === b.split) return;
    leaks.push({ kind, a: { ...a, split: a.split }, b: { ...b, split: b.split } });
  };
  for (const { names } of members) {
    for (const other of names.slice(1)) compare('same-picture', names[0], other);
  }
  for (const { a, b, kind } of relationsOf(members, nearDuplicates)) {
    compare(kind, members[a]?.names[0], members[b]?.names[0]);
  }
  return leaks;
}
