import { readFile, rename } from 'node:fs/promises';
import type { z } from 'zod';
import { replaceFile, systemErrorCode } from './store/atomic-write.js';

/**
 * Reads a small file of the user's profile. Null where there is none; one that does not hold what
 * it should is put aside as `<path>.damaged` and counts as none.
 */
export async function readJsonFile<Value>(
  path: string,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return null;
    throw thrown;
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  await rename(path, `${path}.damaged`);
  return null;
}

/** @throws AppError `disk-full` or `write-failed`; the old file is then as it was. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  await replaceFile(
    path,
    (file) => file.writeFile(text),
    async (temporary) => {
      if ((await readFile(temporary, 'utf8')) !== text) {
        throw new Error('the bytes read back are not those that were written');
      }
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No value of the schema is undefined, so this counts as damaged.
    return undefined;
  }
}
