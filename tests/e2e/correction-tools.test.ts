import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import {
  decodeMask,
  intersectMasks,
  maskArea,
  maskBounds,
  masksEqual,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { runMaskCommand } from '../../shared/mask-command.js';
import { blinkingMasks } from './support/blinking-masks.js';
import type { ClientPoint } from './support/client-points.js';
import { limenForAllTests } from './support/each-limen.js';
import { handsOf } from './support/hands.js';
import { isFocused, tabTo } from './support/keyboard.js';
import {
  allSaved,
  callInPage,
  openPicture,
  pull,
  storedLesion,
  storedMask,
  storedMaskWhen,
} from './support/reading.js';

const keyedTools = [
  ['1', 'brush'],
  ['2', 'eraser'],
  ['3', 'threshold-brush'],
  ['4', 'freehand'],
  ['5', 'polygon'],
  ['i', 'livewire'],
  ['6', 'rectangle'],
  ['7', 'circle'],
  ['8', 'wand'],
  ['9', 'paint-fill'],
  ['0', 'lasso'],
  ['p', 'pan'],
  ['l', 'window'],
  ['k', 'mark-length'],
] as const;

/** Opens a picture of the library's list; returns its id. */
async function openAt(page: Page, place: number): Promise<string> {
  await page.getByTestId('nav-library').click();
  const card = page.getByTestId('instance-card').nth(place);
  const instanceId = (await card.getAttribute('data-instance-id')) ?? '';
  await openPicture(page, instanceId);
  return instanceId;
}

test.describe('tools and commands of the correction', () => {
  const running = limenForAllTests(400_000);

  test('change the pixels they should, and history keeps each as one step', async () => {
    const { page } = running.limen;
    const instanceId = await openAt(page, 0);
    const { proposal } = await callInPage(page, 'reading.open', { instanceId, frame: 0 });
    if (!proposal) throw new Error('there is no proposal');
    const proposed = decodeMask(proposal.mask);
    const bounds = maskBounds(proposed);
    if (!bounds) throw new Error('the proposal is empty');
    const centre = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
    const left = { x: bounds.x - 20, y: bounds.y - 20 };

    // A rectangle over the upper left quarter, then the proposal only inside a lasso around it.
    await page.keyboard.press('6');
    await pull(page, [left, centre]);
    await allSaved(page);
    const rectangle = await storedLesion(page, instanceId);
    const filled = maskBounds(rectangle);
    expect(maskArea(rectangle)).toBe((filled?.width ?? 0) * (filled?.height ?? 0));
    await page.keyboard.press('0');
    await pull(page, [
      left,
      { x: bounds.x + bounds.width + 20, y: left.y },
      { x: bounds.x + bounds.width + 20, y: centre.y },
      { x: left.x, y: centre.y },
    ]);
    await allSaved(page);
    const lassoed = await storedLesion(page, instanceId);
    expect(maskArea(subtractMasks(lassoed, unionMasks(proposed, rectangle)))).toBe(0);
    expect(maskArea(intersectMasks(lassoed, proposed))).toBeGreaterThan(0.4 * maskArea(proposed));

    // A command is previewed, given up, changed and applied.
    await page.keyboard.press('m');
    await page.getByTestId('command-grow').click();
    await expect(page.getByTestId('command-effect')).toContainText(/adds [1-9]/);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('command-bar')).toHaveCount(0);
    expect(masksEqual(await storedLesion(page, instanceId), lassoed)).toBe(true);
    await page.keyboard.press('m');
    await page.getByTestId('command-grow').click();
    await page.getByTestId('command-radius').fill('9');
    await expect(page.getByTestId('command-effect')).toContainText(/adds [1-9]/);
    await page.getByTestId('command-apply').click();
    await expect(page.getByTestId('command-bar')).toHaveCount(0);
    await allSaved(page);
    const grown = runMaskCommand(lassoed, { name: 'grow', radius: 9 });
    expect(masksEqual(await storedLesion(page, instanceId), grown)).toBe(true);

    // From the palette, with Enter to apply.
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').fill('union');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('command-effect')).toContainText(/adds [1-9]/);
    await page.keyboard.press('Enter');
    // A command is computed in a worker: until it answers, what is shown is all saved.
    await expect(page.getByTestId('command-bar')).toHaveCount(0);
    await allSaved(page);
    const union = await storedLesion(page, instanceId);
    expect(masksEqual(union, unionMasks(grown, proposed))).toBe(true);

    // A polygon press by press; Backspace takes the last corner back.
    await page.keyboard.press('5');
    for (const corner of [left, { x: centre.x, y: left.y }, centre]) await pull(page, [corner]);
    await page.keyboard.press('Backspace');
    await pull(page, [{ x: left.x, y: centre.y }]);
    await page.keyboard.press('Enter');
    await allSaved(page);
    const polygon = await storedLesion(page, instanceId);
    expect(maskArea(subtractMasks(union, polygon))).toBe(0);
    expect(maskArea(polygon)).toBeGreaterThan(maskArea(union));

    // The wand from the middle of the lesion, erasing.
    await page.keyboard.press('8');
    await page.getByTestId('tool-mode').getByText('Erase').click();
    await pull(page, [centre]);
    const wanded = await storedMaskWhen(page, instanceId, 'lesion', { isNot: maskArea(polygon) });
    expect(maskArea(wanded)).toBeLessThan(maskArea(polygon));

    const states = [polygon, union, grown, lassoed, rectangle];
    const goesTo = async (state: RunLengthMask): Promise<void> => {
      const there = await storedMaskWhen(page, instanceId, 'lesion', { is: maskArea(state) });
      expect(masksEqual(there, state)).toBe(true);
    };
    for (const state of states) {
      await page.keyboard.press('Control+z');
      await goesTo(state);
    }
    for (const state of states.toReversed().slice(1)) {
      await page.keyboard.press('Control+Shift+z');
      await goesTo(state);
    }
    await page.keyboard.press('?');
    await expect(page.getByTestId('key-help')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('key-help')).toHaveCount(0);
  });

  test('segments overlap, are guarded, and share the history with their names', async () => {
    const { page } = running.limen;
    const instanceId = await openAt(page, 1);
    await page.keyboard.press('6');
    await pull(page, [
      { x: 300, y: 200 },
      { x: 700, y: 500 },
    ]);
    await allSaved(page);
    const lesion = await storedLesion(page, instanceId);

    // Globules, only inside the lesion, over its right border.
    await page.getByTestId('add-segment').click();
    await page.getByTestId('add-globules').click();
    await page.getByTestId('tool-where').selectOption('inside lesion');
    await pull(page, [
      { x: 500, y: 300 },
      { x: 900, y: 400 },
    ]);
    await allSaved(page);
    const globules = await storedMask(page, instanceId, 'globules');
    expect(maskArea(globules)).toBeGreaterThan(0);
    expect(maskArea(subtractMasks(globules, lesion))).toBe(0);
    expect(masksEqual(await storedLesion(page, instanceId), lesion)).toBe(true);

    await page.getByTestId('segment-name').fill('Clods');
    await page.getByTestId('segment-name').press('Enter');
    await allSaved(page);
    await expect(page.getByTestId('segment-globules')).toContainText('Clods');

    // Picked by a press with Ctrl, then locked: a stroke changes nothing.
    await page.keyboard.down('Control');
    await pull(page, [{ x: 320, y: 450 }]);
    await page.keyboard.up('Control');
    await expect(page.getByTestId('area-lesion')).toBeVisible();
    // What was begun before the lock changes nothing either: neither a command nor a click on an island.
    await page.keyboard.press('m');
    await page.getByTestId('command-grow').click();
    await expect(page.getByTestId('command-effect')).toContainText(/adds [1-9]/);
    await page.getByTestId('lock-lesion').click();
    await allSaved(page);
    await expect(page.getByTestId('command-apply')).toBeDisabled();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('command-bar')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByTestId('lock-lesion').click();
    await page.keyboard.press('Alt+i');
    await page.getByTestId('lock-lesion').click();
    await allSaved(page);
    await pull(page, [{ x: 320, y: 450 }]);
    await page.keyboard.press('b');
    await pull(page, [
      { x: 200, y: 200 },
      { x: 260, y: 260 },
    ]);
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, instanceId), lesion)).toBe(true);

    // Undo: the locks, the name, the pixels, the adding; all of it over a reopening.
    for (let act = 0; act < 4; act += 1) await page.keyboard.press('Control+z');
    await allSaved(page);
    await expect(page.getByTestId('segment-globules')).toContainText('Globules');
    await page.getByTestId('nav-library').click();
    await openPicture(page, instanceId);
    await page.keyboard.press('Control+y');
    await allSaved(page);
    await expect(page.getByTestId('segment-globules')).toContainText('Clods');
    for (let act = 0; act < 3; act += 1) await page.keyboard.press('Control+z');
    await allSaved(page);
    expect(maskArea(await storedMask(page, instanceId, 'globules'))).toBe(0);
    expect(masksEqual(await storedLesion(page, instanceId), lesion)).toBe(true);
  });

  test('fingers move the picture and draw; a pen draws as hard as it presses; masks blink', async () => {
    const { page } = running.limen;
    const instanceId = await openAt(page, 2);
    const { fingers, pen } = await handsOf(page);
    const box = await page.getByTestId('viewport').boundingBox();
    if (!box) throw new Error('there is no viewport');
    const at = (x: number, y: number): ClientPoint => ({
      x: box.x + x * box.width,
      y: box.y + y * box.height,
    });
    const scale = async (): Promise<number> =>
      Number(await page.getByTestId('viewport').getAttribute('data-zoom'));
    const before = await scale();
    // Two fingers that part, from half to the whole width between them: twice as near.
    await fingers(
      [
        [at(0.4, 0.5), at(0.3, 0.5)],
        [at(0.6, 0.5), at(0.7, 0.5)],
      ],
      10,
    );
    await expect.poll(async () => (await scale()) / before).toBeCloseTo(2, 1);
    expect(maskArea(await storedLesion(page, instanceId))).toBe(0);
    await page.keyboard.press('f');
    await expect.poll(scale).toBeCloseTo(before, 5);

    await page.keyboard.press('1');
    await fingers([[at(0.3, 0.2), at(0.5, 0.2)]], 10);
    const drawn = await storedMaskWhen(page, instanceId, 'lesion', { isNot: 0 });
    await pen([at(0.3, 0.5), at(0.5, 0.5)], 0.1);
    const lightly = await storedMaskWhen(page, instanceId, 'lesion', { isNot: maskArea(drawn) });
    await pen([at(0.3, 0.8), at(0.5, 0.8)], 1);
    const hard = await storedMaskWhen(page, instanceId, 'lesion', { isNot: maskArea(lightly) });
    const [thin, thick] = [subtractMasks(lightly, drawn), subtractMasks(hard, lightly)];
    expect(maskArea(thick)).toBeGreaterThan(1.5 * maskArea(thin));

    // A pen is at hand: a finger, or a palm, moves the picture and draws nothing.
    const view = await page.getByTestId('viewport').getAttribute('data-view');
    await fingers([[at(0.6, 0.6), at(0.7, 0.7)]], 10);
    await expect(page.getByTestId('viewport')).not.toHaveAttribute('data-view', view ?? '');
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, instanceId), hard)).toBe(true);
    await blinkingMasks(page, instanceId);
  });

  test('an outline that is begun stays whatever comes to the screen, and fields keep their keys', async () => {
    const { page } = running.limen;
    const instanceId = await openAt(page, 1);
    await page.getByTestId('clear-lesion').click();
    await storedMaskWhen(page, instanceId, 'lesion', { is: 0 });
    await page.keyboard.press('5');
    const corners = [
      { x: 200, y: 150 },
      { x: 420, y: 150 },
      { x: 420, y: 330 },
      { x: 200, y: 330 },
    ];
    for (const corner of corners.slice(0, 2)) await pull(page, [corner]);
    // The probability map makes the proposal anew.
    await page.keyboard.press('o');
    await expect(page.getByTestId('heat')).toHaveAttribute('data-shown', 'probability');
    await pull(page, corners.slice(2, 3));
    await page.keyboard.press('c');
    const comment = page.getByTestId('comment');
    await expect(comment).toBeFocused();
    await page.keyboard.type('abc');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect(comment).toHaveValue('ab\n');
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-area', '0');
    await page.keyboard.press('Escape');
    await pull(page, corners.slice(3));
    await page.keyboard.press('Enter');
    const drawn = await storedMaskWhen(page, instanceId, 'lesion', { isNot: 0 });
    expect(Math.abs(maskArea(drawn) - 220 * 180)).toBeLessThan(2000);
    await page.keyboard.press('o');
    await page.keyboard.press('Tab');
  });

  test('all of it by keyboard alone, from the library to an export', async () => {
    const { app, page } = running.limen;
    const folder = await mkdtemp(join(tmpdir(), 'limen-e2e-export-'));
    await app.evaluate(
      ({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
      },
      [folder],
    );
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const previewed = async (): Promise<void> => {
      await expect(page.getByTestId('command-effect')).toContainText(/(adds|removes) [1-9]/);
      await press('Enter');
      await expect(page.getByTestId('command-bar')).toHaveCount(0);
    };
    await tabTo(page, 'nav-library');
    await press('Enter');
    // The list takes the keys as it is shown: to its end, and open.
    await expect(page.getByTestId('library-grid')).toBeFocused();
    await press('End', 'Enter');
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true');
    const cards = await callInPage(page, 'library.list', {
      offset: 4,
      limit: 1,
      status: null,
      search: '',
    });
    const instanceId = cards.instances[0]?.instance.id ?? '';

    // Every tool by its key, and the proposal, moved by its threshold, taken over.
    for (const [key, tool] of keyedTools) {
      await press(key);
      await expect(page.getByTestId('viewport')).toHaveAttribute('data-tool', tool);
    }
    await tabTo(page, 'threshold');
    await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await expect(page.getByTestId('threshold-value')).toHaveText('0.47');
    await press('t');
    const taken = await storedMaskWhen(page, instanceId, 'lesion', { isNot: 0 });
    // From the menu of commands by arrows, and from the palette by name.
    await press('m');
    await expect(page.getByTestId('command-fill-holes')).toBeVisible();
    for (let step = 0; step < 20; step += 1) {
      if (await isFocused(page, 'command-grow')) break;
      await press('ArrowDown');
    }
    await press('Enter');
    await previewed();
    await press('Control+k');
    await page.keyboard.type('shrink');
    await press('Enter');
    await previewed();
    const grown = runMaskCommand(taken, { name: 'grow', radius: 5 });
    const corrected = runMaskCommand(grown, { name: 'shrink', radius: 5 });
    const is = maskArea(corrected);
    expect(masksEqual(await storedMaskWhen(page, instanceId, 'lesion', { is }), corrected)).toBe(
      true,
    );
    await press('Enter');
    await expect(page.getByTestId('submit')).toBeEnabled();
    await press('Backspace');

    await tabTo(page, 'export-open');
    await press('Enter');
    await expect(page.getByTestId('export-run')).toBeEnabled();
    await tabTo(page, 'export-run');
    await press('Enter');
    await expect(page.getByTestId('export-receipt')).toBeVisible({ timeout: 60_000 });
    await press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await rm(folder, { recursive: true, force: true });
  });

  test('a key chosen in the settings is the one that works and is shown', async () => {
    const { page } = running.limen;
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('key-tool-wand').click();
    await page.keyboard.press('b');
    await expect(page.getByTestId('default-keys')).toBeEnabled();
    await openAt(page, 3);
    await page.keyboard.press('b');
    await expect(page.getByTestId('tool-wand')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('8');
    await expect(page.getByTestId('tool-wand')).toContainText('B');
    await page.keyboard.press('1');
    await expect(page.getByTestId('tool-brush')).toHaveAttribute('aria-pressed', 'true');
  });
});
