import { expect, test } from 'vitest';
import type { SaveState } from '../../../renderer/annotation/edit-queue.js';
import { RefusedLeaving } from '../../../renderer/annotation/refused-leaving.js';
import { Watched } from '../../../renderer/ui/watched.js';
import { ApiError } from '../../../renderer/api.js';

const failed: SaveState = {
  kind: 'failed',
  error: new ApiError('disk-full', 'no room'),
  waiting: 1,
};

test('what was wanted is forgotten once all is written, and a later failure does not bring it back', () => {
  const save = new Watched<SaveState>(failed);
  const refused = new RefusedLeaving(save);
  const stop = refused.watch();
  const gone: string[] = [];
  refused.refuse(() => gone.push('next picture'));
  save.set({ ...failed, waiting: 2 });
  refused.act.value?.();
  expect(gone).toEqual(['next picture']);
  save.set({ kind: 'saved' });
  expect(refused.act.value).toBe(null);
  save.set(failed);
  expect(refused.act.value).toBe(null);
  stop();
});

test('another wish takes the place of the one before', () => {
  const refused = new RefusedLeaving(new Watched<SaveState>(failed));
  refused.refuse(() => undefined);
  const other = (): void => undefined;
  refused.refuse(other);
  expect(refused.act.value).toBe(other);
  refused.forget();
  expect(refused.act.value).toBe(null);
});
