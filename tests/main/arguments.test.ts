import { describe, expect, test } from 'vitest';
import { readArguments } from '../../main/arguments.js';

const places = { profile: '/profile', workingFolder: '/work' };

describe('the library', () => {
  test.each([
    [['limen'], {}, '/profile/library'],
    [['limen', '--library', '/pictures'], {}, '/pictures'],
    [['limen', '--library=/pictures'], {}, '/pictures'],
    [['limen', '--library', 'pictures'], {}, '/work/pictures'],
    [['limen'], { LIMEN_LIBRARY: '/env' }, '/env'],
    [['limen', '--library', '/pictures'], { LIMEN_LIBRARY: '/env' }, '/pictures'],
    [['limen', '--library'], {}, '/profile/library'],
    [['limen'], { LIMEN_LIBRARY: '' }, '/profile/library'],
  ])('%j with %j is in %s', (argv, environment, library) => {
    expect(readArguments(argv, environment, places)).toEqual({ library, command: null });
  });
});

test('what follows --cli is the command', () => {
  const { command } = readArguments(
    ['limen', '--no-sandbox', '--cli', 'models', 'list'],
    {},
    places,
  );
  expect(command).toEqual(['models', 'list']);
});
