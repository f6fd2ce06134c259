import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropAhead, loadAhead, takeAhead } from '../../../renderer/viewport/load-ahead.js';

let asked: { address: string; signal: AbortSignal; answer: () => void }[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (address: string, { signal }: { signal: AbortSignal }) => {
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
      const headers = { 'x-limen-width': '1', 'x-limen-height': '1' };
      const answer = (): void => {
        resolve(new Response(new Uint8Array([1, 2, 3]), { headers }));
      };
      asked.push({ address, signal, answer });
    });
  });
});
afterEach(() => {
  dropAhead();
  vi.unstubAllGlobals();
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const addresses = () => asked.map(({ address }) => address);

test('pictures are loaded one after the other, and each is given once', async () => {
  loadAhead(['a', 'b']);
  await settle();
  expect(addresses()).toEqual(['image://rendition/a/0']);
  asked[0]?.answer();
  await settle();
  expect(addresses()).toEqual(['image://rendition/a/0', 'image://rendition/b/0']);
  asked[1]?.answer();
  expect(await takeAhead('b', 0)).toMatchObject({ width: 1, height: 1 });
  expect(await takeAhead('a', 0)).toMatchObject({ rgba: new Uint8Array([1, 2, 3, 255]) });
  expect(await takeAhead('a', 0)).toBeNull();
});

test('one and the same picture is loaded once; what is not expected any more is given up', async () => {
  loadAhead(['a', 'a']);
  await settle();
  expect(asked).toHaveLength(1);
  loadAhead(['c']);
  await settle();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(addresses().at(-1)).toBe('image://rendition/c/0');
});

test('opening another picture gives up what is in its way', async () => {
  loadAhead(['a']);
  await settle();
  expect(await takeAhead('z', 0)).toBeNull();
  expect(asked[0]?.signal.aborted).toBe(true);
});
