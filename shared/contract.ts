import { z } from 'zod';
import { appMethods } from './contract/app.js';
import { comparisonMethods } from './contract/comparison.js';
import { exchangeMethods } from './contract/exchange.js';
import { libraryMethods } from './contract/library.js';
import { readingMethods } from './contract/reading.js';
import { reviewMethods } from './contract/review.js';
import { identifier, importProgress, inferenceStatus, runStage, setRunSummary } from './domain.js';
import type { ErrorCode } from './errors.js';
import type { ImportDraft } from './exchange.js';
import { searchProgress } from './identity.js';

/**
 * THE boundary between renderer and main: every method and event, once. Handlers, the renderer's
 * client and the events derive from it. Input is parsed in main; output is typed only, since main
 * is trusted and labelmaps are large.
 */

export const methods = {
  ...libraryMethods,
  ...exchangeMethods,
  ...readingMethods,
  ...comparisonMethods,
  ...reviewMethods,
  ...appMethods,
} as const;

export const events = {
  'import.progress': importProgress,
  'inference.status': inferenceStatus,
  'setRun.progress': setRunSummary,
  'identity.progress': searchProgress,
  /** A run that was asked for by name has begun. */
  'proposal.started': z.object({
    instanceId: identifier,
    frame: z.int(),
    modelId: z.string(),
    /** What the model's last run took; null when it never ran here. */
    expectedMs: z.number().nullable(),
  }),
  /** A run that a reader waits for has begun another part of its work. */
  'proposal.stage': z.object({
    instanceId: identifier,
    frame: z.int(),
    modelId: z.string(),
    stage: runStage,
  }),
  /** Rows changed: lists are to be fetched again. Null when many did. */
  'library.changed': z.object({ instanceId: identifier.nullable() }),
  'export.progress': z.object({ done: z.int(), total: z.int() }),
  'snapshot.progress': z.object({ done: z.int(), total: z.int() }),
  /** The menu or another window asks the renderer to act. */
  'app.command': z.object({
    command: z.enum([
      'import-files',
      'import-folder',
      'undo',
      'redo',
      'about',
      'settings',
      'text-larger',
      'text-smaller',
      'text-usual',
    ]),
  }),
} as const;

export type MethodName = keyof typeof methods;
export type MethodInput<Name extends MethodName> = z.input<(typeof methods)[Name]['input']>;
export type ParsedInput<Name extends MethodName> = z.output<(typeof methods)[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.output<(typeof methods)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;

/** What travels back: Electron keeps only an error's message, so the code has its own field. */
export type Reply<Value> =
  { ok: true; value: Value } | { ok: false; code: ErrorCode; message: string };

/** One function a method. A missing handler does not compile. */
export type Handlers = {
  [Name in MethodName]: (
    input: ParsedInput<Name>,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>;
};

/** What preload puts on `window.limen`. It knows no method, so it cannot drift from the contract. */
export interface Bridge {
  call(method: string, input: unknown): Promise<Reply<unknown>>;
  on(event: string, listener: (payload: unknown) => void): () => void;
  /** A draft of dropped files: only preload can turn a File into a path, so a page cannot name one. */
  importDropped(files: readonly unknown[]): Promise<Reply<ImportDraft>>;
}
