import type { TFunction } from 'i18next';
import { pathLength, polygonArea, type Mark, type Scale } from '../../shared/marks.js';

/** Pixels to one decimal, millimetres to two: what a hand can point at. */
function numberOf(value: number, digits: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A length in pixels and, where a scale is stated, in millimetres with its source. */
function lengthText(
  points: Mark['points'],
  scale: Scale | null,
  t: TFunction<'reading'>,
  language: string,
): string {
  const px = t('marks.px', { value: numberOf(pathLength(points), 1, language) });
  if (scale === null) return px;
  const mm = numberOf(pathLength(points, scale), 2, language);
  return t('marks.mm', { value: mm, px, source: t(`marks.source.${scale.source}`) });
}

/** An area of so many pixels, likewise. */
export function areaText(
  areaPx: number,
  scale: Scale | null,
  t: TFunction<'reading'>,
  language: string,
): string {
  const px = t('marks.px2', { value: numberOf(areaPx, 0, language) });
  if (scale === null) return px;
  const mm = numberOf(areaPx * scale.rowMm * scale.columnMm, 2, language);
  return t('marks.mm2', { value: mm, px, source: t(`marks.source.${scale.source}`) });
}

/** What stands beside a mark on the picture and in the list; empty for an arrow. */
export function markText(
  { kind, points, text, lengthMm }: Mark,
  scale: Scale | null,
  t: TFunction<'reading'>,
  language: string,
): string {
  switch (kind) {
    case 'length':
      return lengthText(points, scale, t, language);
    case 'area':
      return points.length < 3 ? '' : areaText(polygonArea(points), scale, t, language);
    case 'calibration':
      return t('marks.calibrated', {
        value: lengthMm === null ? '' : numberOf(lengthMm, 2, language),
        px: numberOf(pathLength(points), 1, language),
      });
    case 'note':
      return text;
    case 'arrow':
      return '';
  }
}
