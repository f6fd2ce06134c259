import { expect, test } from '@playwright/test';
import { masksEqual } from '../../shared/labelmap.js';
import { limenForEachTest } from './support/each-limen.js';
import { takePicture } from './support/picture.js';
import { allSaved, callInPage, openPicture, pull, storedLesion } from './support/reading.js';

test.describe('a reader reads', () => {
  const running = limenForEachTest(200_000);

  test('flags, comments, and goes on to what is unread', async () => {
    const { page } = running.limen;
    const cards = page.getByTestId('instance-card');
    const [first = '', second = ''] = await cards.evaluateAll((all) =>
      all.map((card) => card.getAttribute('data-instance-id') ?? ''),
    );
    await openPicture(page, first);
    const at = { instanceId: first, frame: 0 };
    await page.keyboard.press('g');
    await page.keyboard.press('Alt+3');
    await page.keyboard.press('c');
    await page.keyboard.type('hair over the border');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('flag')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('spent')).toHaveText(/^\d+:\d\d$/);
    await takePicture(page, '.limen-out/e2e/reading-flow.png');

    // A draft of the scores: each number with what is behind it, confirmed by hand, old with
    // another mask and current again when that is taken back.
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('t');
    await allSaved(page);
    await page.keyboard.press('Alt+b');
    for (const part of ['asymmetry', 'border', 'colours', 'structures']) {
      await page.getByTestId(`abcd-${part}`).click();
      await expect(page.getByTestId('abcd-overlay')).toHaveAttribute('data-part', part);
      await takePicture(page, `.limen-out/e2e/abcd-${part}.png`);
    }
    await expect(page.getByTestId('abcd-confirm')).toBeDisabled();
    await page.getByTestId('abcd-structures-value').selectOption('2');
    await page.getByTestId('abcd-confirm').click();
    await expect(page.getByTestId('abcd-confirmed')).toHaveAttribute('data-current', 'true');
    const { record } = await callInPage(page, 'reading.abcd', at);
    expect(record?.draft.structures).toBe(0);
    expect(record?.confirmed).toEqual({ ...record?.draft, structures: 2 });
    await page.keyboard.press('6');
    await pull(page, [
      { x: 5, y: 5 },
      { x: 60, y: 60 },
    ]);
    await expect(page.getByTestId('abcd-confirmed')).toHaveAttribute('data-current', 'false');
    await expect(page.getByTestId('abcd-stale')).toBeVisible();
    await takePicture(page, '.limen-out/e2e/abcd-stale.png');
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('abcd-confirmed')).toHaveAttribute('data-current', 'true');

    await page.getByTestId('question-diagnosis').selectOption('nevus');
    await page.getByTestId('question-quality').selectOption('good');
    await expect(page.getByTestId('question-quality')).toHaveValue('good');
    await takePicture(page, '.limen-out/e2e/questions.png');
    await page.getByTestId('viewport').focus();

    // Submitted: read, and the next one opens.
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('position')).toContainText('2 of 5');
    expect(await callInPage(page, 'reading.answers', at)).toEqual({
      diagnosis: 'nevus',
      quality: 'good',
    });
    const noted = await callInPage(page, 'reading.record', at);
    expect(noted).toMatchObject({
      flagged: true,
      difficulty: 'hard',
      comment: 'hair over the border',
    });
    expect(noted.submittedAtMs).toBeGreaterThan(0);
    expect(noted.spentMs).toBeGreaterThan(500);
    // Before and after: the proposal in place of what is drawn, which no tool changes meanwhile.
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true');
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('6');
    const corners = [
      { x: 100, y: 100 },
      { x: 400, y: 300 },
    ];
    await pull(page, corners);
    await allSaved(page);
    const drawn = await storedLesion(page, second);
    // Pinned to the picture: a length, a note, and the ruler that gives millimetres; one history.
    await page.keyboard.press('k');
    await pull(page, [
      { x: 100, y: 400 },
      { x: 300, y: 400 },
    ]);
    await expect(page.getByTestId('mark-length-row')).toContainText(/^(199|200|201)[.\d]* px$/);
    await page.keyboard.press('Alt+c');
    await pull(page, [
      { x: 100, y: 600 },
      { x: 500, y: 600 },
    ]);
    await page.getByTestId('mark-length-mm').fill('10');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('mark-length-row')).toContainText(/^[45][.\d]* mm, .*ruler/);
    await expect(page.getByTestId('scale')).toContainText('line along the ruler');
    await page.keyboard.press('Alt+n');
    await pull(page, [{ x: 600, y: 300 }]);
    await page.getByTestId('mark-text').fill('milky red');
    await page.keyboard.press('Enter');
    await allSaved(page);
    await takePicture(page, '.limen-out/e2e/marks.png');
    // Moved by its end, taken away, and all of it undone in the order in which it was done.
    await pull(page, [
      { x: 600, y: 300 },
      { x: 650, y: 340 },
    ]);
    await allSaved(page);
    await page.keyboard.press('Delete');
    await expect(page.getByTestId('mark-note-row')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await allSaved(page);
    await expect(page.getByTestId('mark-note-row')).toContainText('milky red');
    const { marks } = await callInPage(page, 'reading.open', { instanceId: second, frame: 0 });
    const note = marks.find(({ kind }) => kind === 'note');
    expect(note?.points[0]?.x).toBeGreaterThan(598);
    expect(note?.points[0]?.x).toBeLessThan(602);
    await page.keyboard.press('6');

    await page.keyboard.press('v');
    await expect(page.getByTestId('flip')).toHaveAttribute('data-shown', 'proposal');
    await takePicture(page, '.limen-out/e2e/before.png');
    await pull(page, [
      { x: 500, y: 500 },
      { x: 600, y: 600 },
    ]);
    await page.keyboard.press('v');
    await expect(page.getByTestId('flip')).toHaveCount(0);
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, second), drawn)).toBe(true);

    const neighbours = await callInPage(page, 'reading.neighbours', { instanceId: second });
    expect(neighbours.nextUnreadId).not.toBe(first);

    await page.getByTestId('nav-library').click();
    await page.getByTestId('reading-filter').selectOption('flagged');
    await expect(cards).toHaveCount(1);
    await expect(cards.first()).toHaveAttribute('data-instance-id', first);
    await takePicture(page, '.limen-out/e2e/library-flagged.png');
    await page.getByTestId('reading-filter').selectOption('to-read');
    await expect(cards).toHaveCount(3);
  });
});
