import { parseArgs } from 'node:util';
import { exportSamples } from '../store/export/export-samples.js';
import { openLibrary } from '../store/open-library.js';
import { exitCode, UsageError, type CommandIo } from './command.js';
import { applicationVersion, required } from './library-arguments.js';

export const usage = `export --library DIR --output DIR [--reader NAME] [--json]
  Writes every corrected picture with its mask, in ISIC task 1 layout, into a new folder.
  --reader NAME  who made corrections that are not kept as a revision yet (reader-1)
  --json         one line a picture that was held back, then one with the receipt`;

/** Exit code 0 also when pictures were held back: the receipt says which and why. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      library: { type: 'string' },
      output: { type: 'string' },
      reader: { type: 'string', default: 'reader-1' },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = required(values.library, '--library DIR');
  const output = required(values.output, '--output DIR');
  if (positionals.length > 0) throw new UsageError(`what is ${String(positionals[0])}?`);
  const library = await openLibrary(folder, { access: 'write' });
  try {
    const { heldBack, ...receipt } = await exportSamples({
      library,
      worker: io.workers(),
      output,
      appVersion: applicationVersion(),
      reader: values.reader,
      instanceIds: null,
      signal: io.signal,
      onProgress: ({ done, total }) => {
        io.note(`${String(done)} of ${String(total)}`);
      },
    });
    for (const { instanceId, reason } of heldBack) {
      if (values.json) io.print(JSON.stringify({ instance: instanceId, heldBack: reason }));
      else io.note(`held back: ${instanceId}: ${reason}`);
    }
    const counts = { ...receipt, heldBack: heldBack.length };
    io.print(
      values.json
        ? JSON.stringify(counts)
        : `${String(receipt.samples)} samples, ${String(receipt.files)} files, ` +
            `${String(receipt.bytes)} bytes, ${String(heldBack.length)} held back`,
    );
    return exitCode.done;
  } finally {
    library.close();
  }
}
