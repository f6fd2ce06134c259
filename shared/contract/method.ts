import { z } from 'zod';
import { identifier } from '../domain.js';

/** A method's input, which main parses, and its output. */
export function method<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
) {
  return { input, output };
}

export const nothing = z.object({});
export const frameReference = z.object({ instanceId: identifier, frame: z.int().nonnegative() });
