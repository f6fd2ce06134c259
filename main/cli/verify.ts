import { openLibrary } from '../store/open-library.js';
import { verifyLibrary } from '../store/verify.js';
import { exitCode, progressNotes, type CommandIo } from './command.js';
import { readingArguments } from './library-arguments.js';

export const usage = `verify --library DIR [--json]
  Checks the database, every stored file, every mask, every journal and the audit
  log. Changes nothing.
  --json  one line a finding, then one with the counts`;

/** Exit code 1 when something is damaged or missing; notes alone give 0. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { folder, json } = readingArguments(args);
  const library = await openLibrary(folder, { access: 'read' });
  try {
    const findings = await verifyLibrary(library, progressNotes(io, ' files'));
    for (const finding of findings) {
      const { severity, kind, subject, message } = finding;
      io.print(json ? JSON.stringify(finding) : `${severity}: ${kind}: ${subject}: ${message}`);
    }
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const counts = { errors, notes: findings.length - errors };
    io.print(
      json
        ? JSON.stringify(counts)
        : `${String(counts.errors)} errors, ${String(counts.notes)} notes`,
    );
    return errors === 0 ? exitCode.done : exitCode.failed;
  } finally {
    library.close();
  }
}
