import { z } from 'zod';
import { inferenceStatus, modelSummary, readOnlyCause, settings } from '../domain.js';
import { method, nothing } from './method.js';

/** The application itself: models, devices, settings. */
export const appMethods = {
  'app.info': method(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      libraryName: z.string(),
      readOnly: z.boolean(),
      /** Why the library is read-only; null when it is not. */
      readOnlyReason: z.string().nullable(),
      readOnlyCause: readOnlyCause.nullable(),
    }),
  ),
  'model.list': method(nothing, z.array(modelSummary)),
  /** Asks for a package, verifies and installs it. Null: the reader cancelled. */
  'model.add': method(
    nothing,
    z.object({ title: z.string(), version: z.string(), isNew: z.boolean() }).nullable(),
  ),
  'inference.status': method(nothing, inferenceStatus),
  'settings.get': method(nothing, settings),
  'settings.set': method(settings.partial(), settings),
  /** An error the renderer could not handle, for the log. Text only, no picture names. */
  'log.error': method(z.object({ message: z.string().max(4000) }), nothing),
};
