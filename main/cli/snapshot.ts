import { parseArgs } from 'node:util';
import { stratifications, type Leak, type Splitting } from '../../shared/exchange.js';
import type { Library } from '../store/library.js';
import { openLibrary } from '../store/open-library.js';
import { createSnapshot } from '../store/snapshot/create-snapshot.js';
import { exitCode, UsageError, progressNotes, type CommandIo } from './command.js';
import { applicationVersion, required } from './library-arguments.js';

export const usage = `snapshot --library DIR [--name NAME [--splits stated|TRAIN/VAL/TEST] [--seed N]
    [--stratify WHAT] [--reference] [--leave-out NAME]... [--reader NAME]] [--json]
  Freezes the corrected pictures under a name, each in a split; without --name lists what there is.
  Refused, with the pairs named, where pictures of one patient or lesion, or pictures that are alike,
  would be in different splits.
  --splits         stated by imported tables, or shares in percent to draw (70/15/15)
  --seed N         another draw (1)
  --stratify WHAT  what has the same shares in every part: diagnosis (the default), site or none
  --reference      also pictures whose only mask was imported
  --leave-out NAME a picture that does not come along, by its name without ending
  --reader NAME    who made corrections that are not kept as a revision yet (reader-1)
  --json           one line of JSON a leak or snapshot`;

const options = {
  library: { type: 'string' },
  name: { type: 'string' },
  splits: { type: 'string', default: '70/15/15' },
  seed: { type: 'string', default: '1' },
  stratify: { type: 'string', default: 'diagnosis' },
  reference: { type: 'boolean', default: false },
  'leave-out': { type: 'string', multiple: true, default: [] as string[] },
  reader: { type: 'string', default: 'reader-1' },
  json: { type: 'boolean', default: false },
} as const;

/** Exit code 1 when splits leak and nothing was made. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const folder = required(values.library, '--library DIR');
  if (positionals.length > 0) throw new UsageError(`what is ${String(positionals[0])}?`);
  const splitting = splittingOf(values);
  const { name, json } = values;
  if (name === undefined) {
    const library = await openLibrary(folder, { access: 'read' });
    try {
      list(library, json, io);
      return exitCode.done;
    } finally {
      library.close();
    }
  }
  const library = await openLibrary(folder, { access: 'write' });
  try {
    const outcome = await createSnapshot({
      library,
      worker: io.workers(),
      name,
      appVersion: applicationVersion(),
      splitting,
      references: values.reference,
      leaveOut: values['leave-out'],
      reader: values.reader,
      signal: io.signal,
      onProgress: progressNotes(io, ' compared'),
    });
    if (outcome.kind === 'leaks') {
      for (const leak of outcome.leaks) io.print(json ? JSON.stringify(leak) : sentence(leak));
      io.note(
        `refused: ${String(outcome.leaks.length)} pairs would be in different splits. Leave one of ` +
          'each out with --leave-out, or let splits be drawn',
      );
      return exitCode.failed;
    }
    const { snapshot, counts, heldBack } = outcome;
    const { train, val, test } = counts;
    const { manifestSha256 } = snapshot;
    io.print(
      json
        ? JSON.stringify({ name, manifestSha256, ...counts, heldBack })
        : `${name}: ${String(train)} train, ${String(val)} val, ${String(test)} test, ` +
            `${String(heldBack)} held back, manifest ${manifestSha256}`,
    );
    return exitCode.done;
  } finally {
    library.close();
  }
}

function list({ snapshots }: Library, json: boolean, io: CommandIo): void {
  for (const snapshot of snapshots.list()) {
    const { name, manifestSha256, createdAtMs } = snapshot;
    const samples = snapshots.samples(snapshot).length;
    io.print(
      json
        ? JSON.stringify({ name, samples, manifestSha256, createdAtMs })
        : `${name}: ${String(samples)} samples, ${new Date(createdAtMs).toISOString()}, ` +
            `manifest ${manifestSha256}`,
    );
  }
}

const reasons: Readonly<Record<Leak['kind'], string>> = {
  'same-picture': 'the same picture, byte for byte',
  alike: 'the same picture but for small changes',
  'same-lesion': 'of one lesion',
  'same-patient': 'of one patient',
};

function sentence({ kind, a, b }: Leak): string {
  return `${a.name} (${a.split}) and ${b.name} (${b.split}): ${reasons[kind]}`;
}

function splittingOf({
  splits,
  seed,
  stratify,
}: Record<'splits' | 'seed' | 'stratify', string>): Splitting {
  if (splits === 'stated') return { method: 'stated' };
  const shares = /^(\d{1,3})\/(\d{1,3})\/(\d{1,3})$/.exec(splits)?.slice(1).map(Number) ?? [];
  const [train = 0, val = 0, test = 0] = shares;
  if (train + val + test !== 100) {
    throw new UsageError(
      `--splits is stated, or shares that sum to 100 as 70/15/15, not ${splits}`,
    );
  }
  if (!/^\d{1,9}$/.test(seed)) throw new UsageError(`--seed is a whole number, not ${seed}`);
  const fractions = { train: train / 100, val: val / 100, test: test / 100 };
  const stratifyBy = stratifications.find((known) => known === stratify);
  if (stratifyBy === undefined) {
    throw new UsageError(`--stratify is ${stratifications.join(', ')}, not ${stratify}`);
  }
  return { method: 'drawn', fractions, seed: Number(seed), stratifyBy };
}
