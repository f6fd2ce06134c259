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
import { limenForAllTests } from './support/each-limen.js';
import {
  allSaved,
  callInPage,
  openPicture,
  pull,
  storedLesion,
  storedMask,
  storedMaskWhen,
} from './support/reading.js';

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
    await page.getByTestId('lock-lesion').click();
    await allSaved(page);
    await page.keyboard.press('b');
    await pull(page, [
      { x: 200, y: 200 },
      { x: 260, y: 260 },
    ]);
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, instanceId), lesion)).toBe(true);

    // Undo: the lock, the name, the pixels, the adding; all of it over a reopening.
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
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

  test('a key chosen in the settings is the one that works and is shown', async () => {
    const { page } = running.limen;
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('key-tool-wand').click();
    await page.keyboard.press('b');
    await expect(page.getByTestId('default-keys')).toBeEnabled();
    await openAt(page, 2);
    await page.keyboard.press('b');
    await expect(page.getByTestId('tool-wand')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('8');
    await expect(page.getByTestId('tool-wand')).toContainText('B');
    await page.keyboard.press('1');
    await expect(page.getByTestId('tool-brush')).toHaveAttribute('aria-pressed', 'true');
  });
});
