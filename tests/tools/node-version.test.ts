import { expect, test } from 'vitest';
import { isNodeNewEnough } from '../../tools/setup/node-version.mjs';

test.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['22.0.0', true],
  ['20.18.3', false],
  ['18.20.4', false],
])('Node %s: %s', (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected);
});
