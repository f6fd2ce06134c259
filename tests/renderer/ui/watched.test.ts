import { expect, test } from 'vitest';
import { Watched } from '../../../renderer/ui/watched.js';

test('whoever watches is told of another value, and of the same value nothing', () => {
  const watched = new Watched('saved');
  const seen: string[] = [];
  const stop = watched.subscribe(() => seen.push(watched.value));
  watched.set('saved');
  watched.set('saving');
  watched.set('saved');
  stop();
  watched.set('failed');
  expect(seen).toEqual(['saving', 'saved']);
  expect(watched.value).toBe('failed');
});

test('a listener may stop while all are told', () => {
  const watched = new Watched(0);
  const seen: string[] = [];
  const stop = watched.subscribe(() => {
    seen.push('first');
    stop();
  });
  watched.subscribe(() => seen.push('second'));
  watched.set(1);
  watched.set(2);
  expect(seen).toEqual(['first', 'second', 'second']);
});
