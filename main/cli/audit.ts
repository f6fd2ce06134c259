import { openLibrary } from '../store/open-library.js';
import { exitCode, type CommandIo } from './command.js';
import { readingArguments } from './library-arguments.js';

export const usage = `audit --library DIR [--json]
  Prints what was done to a library, by whom and when, oldest first. \`limen verify\` proves the log.
  --json  one line an entry, with the hashes of the chain`;

const PAGE = 1000;

export async function run(args: string[], io: CommandIo): Promise<number> {
  const { folder, json } = readingArguments(args);
  const library = await openLibrary(folder, { access: 'read' });
  try {
    let last = 0;
    for (;;) {
      const page = library.audit.entries(last, PAGE);
      for (const entry of page) {
        const { sequence, atMs, actor, action, subject, facts } = entry;
        const time = new Date(atMs).toISOString();
        io.print(
          json
            ? JSON.stringify(entry)
            : `${String(sequence)}  ${time}  ${actor}  ${action}  ${subject}  ${facts}`,
        );
        last = sequence;
      }
      if (page.length < PAGE) break;
    }
    return exitCode.done;
  } finally {
    library.close();
  }
}
