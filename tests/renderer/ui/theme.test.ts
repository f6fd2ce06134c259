import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../renderer/ui/theme.css'), 'utf8');

/** Custom properties of the first rule whose selector ends in `selector`. */
function properties(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const rule = css.slice(start, css.indexOf('}', start));
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of rule.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)) {
    found[name] = value;
  }
  return found;
}

/** Relative luminance of WCAG 2.2 of an sRGB colour `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The roles as the design states them, for the dark theme. */
const designed = {
  '--ground': '#0e1116',
  '--panel': '#151a21',
  '--line': '#232a33',
  '--text': '#e6eaf0',
  '--muted': '#8a94a3',
  '--accent': '#3fb6a8',
  '--warning': '#e3b341',
  '--danger': '#f0716b',
};

const dark = properties(":root[data-mantine-color-scheme='dark']");
const light = properties(":root[data-mantine-color-scheme='light']");

test('the dark theme has the designed colours, and the light theme the same roles', () => {
  expect(dark).toMatchObject(designed);
  expect(Object.keys(light)).toEqual(Object.keys(dark));
});

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each([
  ['dark', dark],
  ['light', light],
])('contrast of the %s theme', (_name, roles) => {
  const of = (role: string): string => roles[role] ?? '';

  test.each(['--text', '--muted', '--accent', '--warning', '--danger'])(
    'text in %s is readable on every ground',
    (role) => {
      for (const ground of ['--ground', '--panel', '--raised']) {
        expect(contrast(of(role), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('text on the accent is readable', () => {
    expect(contrast(of('--on-accent'), of('--accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test('the outlines of controls can be made out', () => {
    for (const ground of ['--ground', '--panel']) {
      expect(contrast(of('--control-line'), of(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });
});
