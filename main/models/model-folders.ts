import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that hold one folder a model. */
export interface ModelFolders {
  /** Comes with the application and is never written. */
  readonly shipped: string;
  /** In the user's profile: `limen models add` writes here. It may not be there yet. */
  readonly added: string;
}

/**
 * @param builtMainFolder the folder of the built main code, from which the shipped models are found
 * @param profile the user's profile folder
 */
export function modelFolders(builtMainFolder: string, profile: string): ModelFolders {
  return { shipped: shippedFolder(builtMainFolder), added: join(profile, 'models') };
}

/** In the repository, or in the resources of an installed app. */
function shippedFolder(builtMainFolder: string): string {
  const inRepository = resolve(builtMainFolder, '../../models');
  const inResources = resolve(builtMainFolder, '../../../models');
  return existsSync(inRepository) ? inRepository : inResources;
}
