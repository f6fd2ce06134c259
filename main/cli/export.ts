import { parseArgs } from 'node:util';
import { exportFormat } from '../../shared/domain.js';
import { exportSamples } from '../store/export/export-samples.js';
import { heldBackSentences } from '../store/export/select-samples.js';
import type { ExportSelection } from '../../shared/exchange.js';
import { openLibrary } from '../store/open-library.js';
import { exitCode, UsageError, progressNotes, type CommandIo } from './command.js';
import { applicationVersion, required } from './library-arguments.js';

export const usage = `export --library DIR --output DIR [--format NAME] [--reference]
    [--include-unreviewed] [--ignore-disagreement] [--snapshot NAME | --since NAME]
    [--reader NAME] [--json]
  Writes every corrected picture with its mask into a new folder, reads all of it again and compares.
  --format NAME    isic (lesions, and attributes where there are any; the default), isic-task1 (lesions),
                   isic-task2 (the five attributes), png, coco, nnunet, webdataset or dicom-seg
  --reference      also pictures whose only mask was imported
  --include-unreviewed  also what the gate let pass and nobody has read, marked model-unreviewed and
                   with the split train; not as coco or webdataset
  --ignore-disagreement  where the readers of a picture differ is to be left out of training and scores,
                   as artefacts are; not as dicom-seg
  --snapshot NAME  what a snapshot holds, with its splits, manifest and card
  --since NAME     only what is new or was corrected since a snapshot; the manifest names what was
                   rejected or put in the trash since
  --reader NAME    who made corrections that are not kept as a revision yet (reader-1)
  --json           one line a picture that was held back, then one with the receipt`;

const options = {
  library: { type: 'string' },
  output: { type: 'string' },
  format: { type: 'string', default: 'isic' },
  reference: { type: 'boolean', default: false },
  'include-unreviewed': { type: 'boolean', default: false },
  'ignore-disagreement': { type: 'boolean', default: false },
  snapshot: { type: 'string' },
  since: { type: 'string' },
  reader: { type: 'string', default: 'reader-1' },
  json: { type: 'boolean', default: false },
} as const;

/** Exit code 0 also when pictures were held back: the receipt says which and why. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const folder = required(values.library, '--library DIR');
  const output = required(values.output, '--output DIR');
  if (positionals.length > 0) throw new UsageError(`what is ${String(positionals[0])}?`);
  const format = exportFormat.safeParse(values.format).data;
  if (format === undefined) {
    throw new UsageError(`--format is ${exportFormat.options.join(', ')}, not ${values.format}`);
  }
  const selection = selectionOf(values);
  const library = await openLibrary(folder, { access: 'write' });
  try {
    const { heldBack, ...receipt } = await exportSamples({
      library,
      worker: io.workers(),
      output,
      appVersion: applicationVersion(),
      reader: values.reader,
      selection,
      format,
      ignoreDisagreement: values['ignore-disagreement'],
      signal: io.signal,
      onProgress: progressNotes(io),
    });
    for (const { instanceId, reason: code } of heldBack) {
      const reason = heldBackSentences[code];
      if (values.json) io.print(JSON.stringify({ instance: instanceId, heldBack: reason }));
      else io.note(`held back: ${instanceId}: ${reason}`);
    }
    const counts = { ...receipt, heldBack: heldBack.length };
    io.print(
      values.json
        ? JSON.stringify(counts)
        : `${String(receipt.samples)} samples, ${String(receipt.files)} files, ` +
            `${String(receipt.bytes)} bytes, ${String(heldBack.length)} held back` +
            (receipt.withdrawn > 0
              ? `, ${String(receipt.withdrawn)} of the snapshot rejected or trashed since (manifest.json)`
              : ''),
    );
    return exitCode.done;
  } finally {
    library.close();
  }
}

function selectionOf(values: {
  snapshot?: string | undefined;
  since?: string | undefined;
  reference: boolean;
  'include-unreviewed': boolean;
}): ExportSelection {
  const { snapshot, since, reference: references, 'include-unreviewed': unreviewed } = values;
  if (snapshot !== undefined && (since !== undefined || references || unreviewed)) {
    throw new UsageError('--snapshot says what is exported; leave the others out');
  }
  if (snapshot !== undefined) return { kind: 'snapshot', name: snapshot };
  if (since !== undefined) return { kind: 'since', name: since, references, unreviewed };
  return { kind: 'all', references, unreviewed };
}
