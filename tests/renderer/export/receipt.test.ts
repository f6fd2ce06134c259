import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { ExportReceipt } from '../../../renderer/export/ExportReceipt.js';
import { HeldBack } from '../../../renderer/export/HeldBack.js';
import { chinese, english } from '../../../renderer/texts/i18n.js';
import { heldBackReason, type ExportReceipt as Receipt } from '../../../shared/domain.js';

type Held = Receipt['heldBack'][number];

function markup(element: React.ReactNode): string {
  const client = createElement(QueryClientProvider, { client: new QueryClient() }, element);
  return renderToStaticMarkup(createElement(MantineProvider, null, client));
}

const nobody = (): void => undefined;

function row(reason: Held['reason'], confirmed = false): string {
  const held: Held = { instanceId: '00000000', fileName: 'a.dcm', reason };
  return markup(createElement(HeldBack, { held, confirmed, onConfirmed: nobody }));
}

beforeAll(() =>
  i18next.use(initReactI18next).init({
    lng: 'en',
    ns: Object.keys(english),
    resources: { en: english, 'zh-CN': chinese },
    showSupportNotice: false,
  }),
);

describe('the receipt of an export', () => {
  test('that left out a whole library has no row for each picture', () => {
    const heldBack = Array.from({ length: 100_000 }, (_, index): Held => {
      const name = String(index);
      return { instanceId: name.padStart(8, '0'), fileName: name, reason: 'no-correction' };
    });
    const counts = { samples: 0, files: 0, bytes: 0, manifestSha256: 'a'.repeat(64) };
    const receipt: Receipt = { folder: 'out', ...counts, heldBack, withdrawn: 0 };
    const shown = markup(
      createElement(ExportReceipt, { receipt, onAgain: nobody, onClose: nobody }),
    );
    expect(shown).toContain('export-receipt');
    expect(shown.length).toBeLessThan(100_000);
  });

  test('says every reason in both languages, and asks for a look only where one is missing', async () => {
    for (const reason of heldBackReason.options) {
      await i18next.changeLanguage('en');
      const english = row(reason);
      await i18next.changeLanguage('zh-CN');
      const chinese = row(reason);
      expect(english).not.toContain('heldBackReasons');
      expect(chinese).not.toContain('heldBackReasons');
      expect(chinese).not.toBe(english);
      expect(chinese.includes('<button')).toBe(reason === 'text-not-confirmed');
    }
    expect(row('text-not-confirmed', true)).not.toContain('<button');
  });
});
