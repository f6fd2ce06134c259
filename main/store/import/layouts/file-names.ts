import { dirname, parse, sep } from 'node:path';

/** The file's name without folder and ending. */
export function stemOf(path: string): string {
  return parse(path).name;
}

/** Whether a path ends in these folders and this name, as a file inside a dataset states them. */
export function endsWithPath(path: string, stated: string): boolean {
  const parts = stated.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return false;
  return path === parts.join(sep) || path.endsWith(sep + parts.join(sep));
}

/**
 * Of several paths the one in or nearest to the folder of `path`: the one that shares the most
 * leading folders with it. Null where two are equally near, undefined where there is none.
 */
export function nearest(path: string, candidates: readonly string[]): string | null | undefined {
  const own = dirname(path).split(sep);
  const shared = (other: string): number => {
    const theirs = dirname(other).split(sep);
    const differsAt = own.findIndex((part, index) => part !== theirs[index]);
    return differsAt < 0 ? own.length : differsAt;
  };
  const ranked = candidates
    .map((candidate) => ({ candidate, shared: shared(candidate) }))
    .sort((a, b) => b.shared - a.shared);
  const [first, second] = ranked;
  if (first && second && first.shared === second.shared) return null;
  return first?.candidate;
}
