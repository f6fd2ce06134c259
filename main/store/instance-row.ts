import { z } from 'zod';
import { instance as instanceSchema, spacingSource, type Instance } from '../../shared/domain.js';
import { booleanColumn } from './database.js';

/** The columns of an instance, of a table known as `i`. */
export const instanceColumns = `i.id, i.sha256, i.file_name AS fileName, i.format, i.width, i.height,
  i.frames, i.bits_stored AS bitsStored, i.orientation, i.origin,
  i.burned_in_annotation AS burnedInAnnotation, i.confirmed_text_free AS confirmedTextFree,
  i.spacing_row_mm AS spacingRowMm, i.spacing_column_mm AS spacingColumnMm,
  i.spacing_source AS spacingSource,
  i.imported_at_ms AS importedAtMs`;

/** A row of these columns as the instance it holds. */
export const instanceRow = instanceSchema
  .omit({ spacingMm: true, confirmedTextFree: true })
  .extend({
    confirmedTextFree: booleanColumn,
    spacingRowMm: z.number().nullable(),
    spacingColumnMm: z.number().nullable(),
    spacingSource: spacingSource.nullable(),
  })
  .transform(
    ({ spacingRowMm: row, spacingColumnMm: column, spacingSource: source, ...rest }): Instance => ({
      ...rest,
      spacingMm:
        row === null || column === null || source === null ? null : { row, column, source },
    }),
  );
