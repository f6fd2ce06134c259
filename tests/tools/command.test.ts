import { expect, test } from 'vitest';
import { lastLine, runCommand } from '../../tools/setup/command.mjs';

test('a quiet command gives its exit code and both streams', async () => {
  const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
  const { code, output } = await runCommand(process.execPath, ['-e', script], { quiet: true });
  expect(code).toBe(3);
  expect(output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
});

test('a command that is not there ends with 127', async () => {
  const { code } = await runCommand('limen-no-such-command', [], { quiet: true });
  expect(code).toBe(127);
});

test('a command that does not end is killed when its time is up', async () => {
  const { code } = await runCommand(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    quiet: true,
    timeoutMs: 300,
  });
  expect(code).toBe(124);
});

test('the last line leaves blank ends out', () => {
  expect(lastLine('first\nsecond\n\n')).toBe('second');
});
