import { join, resolve } from 'node:path';

/** What the application was started with. */
export interface StartArguments {
  /** Absolute folder of the library. */
  library: string;
  /** The words after --cli; null when a window is wanted. */
  command: string[] | null;
}

/**
 * `--library DIR` or `--library=DIR`, else LIMEN_LIBRARY, else `library` in the user's profile.
 * Relative folders are meant from `workingFolder`.
 */
export function readArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { profile, workingFolder }: { profile: string; workingFolder: string },
): StartArguments {
  const commandAt = argv.indexOf('--cli');
  const named = valueOf(argv, '--library') ?? environment['LIMEN_LIBRARY'];
  return {
    library: named ? resolve(workingFolder, named) : join(profile, 'library'),
    command: commandAt < 0 ? null : argv.slice(commandAt + 1),
  };
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const joined = argv.find((word) => word.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1];
}
