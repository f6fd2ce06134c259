import { rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { limenForEachTest, windowSize } from './support/each-limen.js';
import { launchLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { allSaved, callInPage, openPicture, pull, storedLesion } from './support/reading.js';

test.describe('a reader asks questions of the library’s own', () => {
  const running = limenForEachTest(200_000);

  test('made in the settings, answered on a picture, kept when taken away', async () => {
    const { page, library, userData } = running.limen;
    const card = page.getByTestId('instance-card').first();
    const instanceId = (await card.getAttribute('data-instance-id')) ?? '';
    const at = { instanceId, frame: 0 };
    await page.getByTestId('nav-settings').click();
    const before = await callInPage(page, 'form.get', {});
    await page.getByTestId('add-question').click();
    const added = page.getByTestId(/^form-question/).last();
    await added.getByRole('textbox').first().fill('Elevation');
    await added.getByRole('combobox').selectOption('choice');
    await added.getByRole('textbox').nth(1).fill('flat\nraised');
    await added.getByRole('button', { name: 'Keep' }).click();
    await expect
      .poll(async () => (await callInPage(page, 'form.get', {})).questions.at(-1))
      .toMatchObject({ label: 'Elevation', kind: 'choice' });
    await takePicture(page, '.limen-out/e2e/form-settings.png');
    const form = await callInPage(page, 'form.get', {});
    const [question, raised] = [form.questions.at(-1)?.id ?? '', form.questions.at(-1)?.options[1]];
    expect(form.version).toBeGreaterThan(before.version);
    // One of those that came with the library is taken away; what it was answered stays.
    await callInPage(page, 'reading.answer', { ...at, questionId: 'quality', answer: 'good' });
    await page.getByTestId('form-quality').getByRole('button').last().click();
    await expect(page.getByTestId('form-quality')).toHaveCount(0);

    // Another model proposes: the screen follows what its worker says.
    await page.getByTestId('nav-library').click();
    await openPicture(page, instanceId);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seenStages: seen });
      new MutationObserver(() => {
        const stage = document
          .querySelector('[data-testid="run-stage"]')
          ?.getAttribute('data-stage');
        if (stage !== null && stage !== undefined && seen.at(-1) !== stage) seen.push(stage);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await page.getByTestId('proposing-model').selectOption('two-stage');
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-model', 'two-stage', {
      timeout: 60_000,
    });
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seenStages: string[] }).seenStages,
    );
    expect(seen).toEqual(expect.arrayContaining(['loading', 'running']));

    await page.keyboard.press('u');
    await expect(page.getByTestId('question-quality')).toHaveCount(0);
    await page.getByTestId(`question-${question}`).selectOption({ label: 'raised' });
    await expect
      .poll(() => callInPage(page, 'reading.answers', at))
      .toEqual({ [question]: raised?.id ?? '', quality: 'good' });

    await page.keyboard.press('6');
    await pull(page, [
      { x: 100, y: 100 },
      { x: 300, y: 200 },
    ]);
    await allSaved(page);

    // Where another program has the library, it opens for reading and says what to do.
    await running.limen.kill();
    const holder = {
      token: 'another-program',
      pid: process.pid,
      host: hostname(),
      heartbeatAtMs: Date.now() + 60_000,
    };
    await rm(join(library, 'lock'), { force: true });
    await writeFile(join(library, 'lock'), JSON.stringify(holder));
    running.limen = await launchLimen({ library, userData, size: windowSize });
    const again = running.limen.page;
    await expect(again.getByTestId('read-only')).toContainText('Close that one');
    const drawn = await storedLesion(again, instanceId);
    await openPicture(again, instanceId);
    await again.keyboard.press('6');
    await pull(again, [
      { x: 100, y: 100 },
      { x: 400, y: 300 },
    ]);
    await expect(again.getByTestId('clear-lesion')).toBeDisabled();
    await expect(again.getByTestId('save-failed')).toHaveCount(0);
    expect(await storedLesion(again, instanceId)).toEqual(drawn);
    await takePicture(again, '.limen-out/e2e/read-only.png');
    await again.keyboard.press('u');
    await expect(again.getByTestId(`question-${question}`)).toHaveValue(raised?.id ?? '');
  });
});
