import type { ExportFormat } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import {
  canIgnoreDisagreement,
  canMarkUnreviewed,
  type ExportSelection,
} from '../../../shared/exchange.js';

/** @throws AppError `bad-input` where a layout has no way to say what is asked for. */
export function requireExpressible({
  selection,
  format,
  ignoreDisagreement = false,
}: {
  selection: ExportSelection;
  format: ExportFormat;
  ignoreDisagreement?: boolean;
}): void {
  if (ignoreDisagreement && !canIgnoreDisagreement(format)) {
    throw new AppError(
      'bad-input',
      `The layout ${format} has no region that is to be ignored. Export without the disagreement ` +
        'between readers, or choose another layout.',
    );
  }
  const takesUnreviewed = selection.kind !== 'snapshot' && selection.unreviewed === true;
  if (!takesUnreviewed || canMarkUnreviewed(format)) return;
  throw new AppError(
    'bad-input',
    `A mask in the layout ${format} does not say that nobody has read it. Leave unreviewed ` +
      'pictures out, or choose isic, png, nnunet or dicom-seg.',
  );
}
