import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMetric,
  formatNumber,
  formatPercent,
  formatThresholds,
  formatTime,
} from '../../../renderer/texts/format.js';

describe('numbers as people read them', () => {
  test('thresholds are as the sliders show them', () => {
    expect(formatThresholds([0.35, 0.5])).toBe('0.35, 0.50');
  });

  test('durations have hours where they need them', () => {
    expect([0, 9_999, 102_000, 3_723_000].map(formatDuration)).toEqual([
      '0:00',
      '0:09',
      '1:42',
      '1:02:03',
    ]);
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 k'],
    [177_943, '178 k'],
    [999_600, '1 M'],
    [83_400_000, '83.4 M'],
    [1_500_000_000, '1.5 G'],
  ])('%i is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_234_567, '1.23 MB'],
    [999_600_000, '1 GB'],
    [5e15, '5000 TB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('a metric has three decimals, a distance one', () => {
    expect(formatMetric(0.7734)).toBe('0.773');
    expect(formatMetric(-0.1)).toBe('-0.100');
    expect(formatMetric(32.087)).toBe('32.1');
  });

  test('a share is whole per cent', () => {
    expect(formatPercent(0.874)).toBe('87 %');
    expect(formatNumber(100_000, 'en')).toBe('100,000');
    expect(formatNumber(999, 'zh-CN')).toBe('999');
  });

  test('the time of day counts to 24 in both languages', () => {
    const evening = new Date(2026, 2, 14, 21, 5, 9).getTime();
    expect(formatTime(evening, 'en')).toBe('21:05:09');
    expect(formatTime(evening, 'zh-CN')).toBe('21:05:09');
  });
});
