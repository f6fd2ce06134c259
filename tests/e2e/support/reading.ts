import { expect, type Page } from '@playwright/test';
import type { MethodInput, MethodName, MethodOutput } from '../../../shared/contract.js';
import type { SegmentId } from '../../../shared/domain.js';
import { decodeMask, emptyMask, maskBounds, type RunLengthMask } from '../../../shared/labelmap.js';

/** One call over the app's own bridge, as the page makes it. */
export async function callInPage<Name extends MethodName>(
  page: Page,
  method: Name,
  input: MethodInput<Name>,
): Promise<MethodOutput<Name>> {
  const reply = await page.evaluate(
    async ([name, value]) => {
      const bridge = (
        globalThis as unknown as {
          limen: { call(method: string, input: unknown): Promise<{ ok: boolean; value: unknown }> };
        }
      ).limen;
      const answer = await bridge.call(name, value);
      // A typed array arrives as itself only through the structured clone of a plain array.
      return JSON.stringify(answer, (_key, inner: unknown) =>
        inner instanceof Uint8Array ? { bytes: Array.from(inner) } : inner,
      );
    },
    [method, input] as const,
  );
  const parsed = JSON.parse(reply, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && 'bytes' in inner
      ? Uint8Array.from(inner.bytes as number[])
      : inner,
  ) as { ok: boolean; value: MethodOutput<Name>; message?: string };
  if (!parsed.ok) throw new Error(`${method}: ${parsed.message ?? 'failed'}`);
  return parsed.value;
}

/** A segment as the store has it now, journal included; empty where there is none. */
export async function storedMask(
  page: Page,
  instanceId: string,
  segment: SegmentId,
): Promise<RunLengthMask> {
  const open = await callInPage(page, 'reading.open', { instanceId, frame: 0 });
  const found = open.masks.find((each) => each.segment === segment);
  return found ? decodeMask(found.mask) : emptyMask(open.instance.width, open.instance.height);
}

/** The lesion as the store has it now, journal included. */
export async function storedLesion(page: Page, instanceId: string): Promise<RunLengthMask> {
  return storedMask(page, instanceId, 'lesion');
}

/** The area of the lesion that the screen shows, in pixels: this one, or any other. */
export type ShownArea = { readonly is: number } | { readonly isNot: number };

/**
 * A segment as the store has it once all is saved and the screen shows an area; null waits for no
 * area. Waits in the page itself, so that no time passes between two looks.
 */
export async function storedMaskWhen(
  page: Page,
  instanceId: string,
  segment: SegmentId,
  area: ShownArea | null,
): Promise<RunLengthMask> {
  await page.evaluate(async (wanted) => {
    const find = (id: string): HTMLElement => {
      const found = document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
      if (!found) throw new Error(`there is no ${id}`);
      return found;
    };
    const [surface, screen] = [find('viewport'), find('read-screen')];
    await new Promise<void>((settle, fail) => {
      const check = (): void => {
        const shown = Number(surface.dataset['area']);
        const differs =
          wanted !== null && ('is' in wanted ? shown !== wanted.is : shown === wanted.isNot);
        if (differs || screen.dataset['save'] !== 'saved') return;
        observer.disconnect();
        clearTimeout(late);
        settle();
      };
      const observer = new MutationObserver(check);
      const late = setTimeout(() => {
        observer.disconnect();
        const have = `${surface.dataset['area'] ?? 'no'} px, ${screen.dataset['save'] ?? 'unknown'}`;
        fail(new Error(`wanted ${JSON.stringify(wanted)} px, all saved; have ${have}`));
      }, 20_000);
      for (const element of [surface, screen]) observer.observe(element, { attributes: true });
      check();
    });
  }, area);
  return storedMask(page, instanceId, segment);
}

/** Opens a picture from the grid and waits until it is on screen with a proposal. */
export async function openPicture(page: Page, instanceId: string): Promise<void> {
  const card = page.locator(`[data-testid="instance-card"][data-instance-id="${instanceId}"]`);
  await card.dblclick();
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true', {
    timeout: 60_000,
  });
  await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready', {
    timeout: 60_000,
  });
}

/** Where a point of the picture lies on the screen. */
async function screenPoint(
  page: Page,
  point: { x: number; y: number },
): Promise<{ x: number; y: number }> {
  const viewport = page.getByTestId('viewport');
  const box = await viewport.boundingBox();
  const view = (await viewport.getAttribute('data-view'))?.split(' ').map(Number);
  if (!box || view?.length !== 4) throw new Error('the viewport shows no picture');
  const [scaleX = 1, scaleY = 1, offsetX = 0, offsetY = 0] = view;
  return { x: box.x + point.x * scaleX + offsetX, y: box.y + point.y * scaleY + offsetY };
}

/** Pulls the pointer between points of the picture; `release` false leaves the button down. */
export async function pull(
  page: Page,
  points: readonly { x: number; y: number }[],
  release = true,
): Promise<void> {
  const onScreen = [];
  for (const point of points) onScreen.push(await screenPoint(page, point));
  const [first, ...rest] = onScreen;
  if (!first) throw new Error('a stroke needs a point');
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(point.x, point.y, { steps: 4 });
  if (release) await page.mouse.up();
}

export async function allSaved(page: Page): Promise<void> {
  await expect(page.getByTestId('read-screen')).toHaveAttribute('data-save', 'saved');
}

/** Corners of the box around a mask, for strokes that surely cross its border. */
export function aroundMask(mask: RunLengthMask): {
  left: { x: number; y: number };
  centre: { x: number; y: number };
  outside: { x: number; y: number };
} {
  const bounds = maskBounds(mask);
  if (!bounds) throw new Error('the proposal is empty');
  const centre = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
  const left = { x: bounds.x, y: centre.y };
  return { left, centre, outside: { x: Math.max(4, bounds.x - 0.4 * bounds.x), y: centre.y } };
}
