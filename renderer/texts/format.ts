/** Numbers and times as people read them, in the language shown. */

const countUnits = [
  { limit: 1e9, suffix: 'G' },
  { limit: 1e6, suffix: 'M' },
  { limit: 1e3, suffix: 'k' },
] as const;

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A count with an SI suffix and three significant figures: 177943 -> `178 k`. */
export function formatCount(count: number): string {
  // A unit up to where rounding to three figures would show 1000 of it.
  const unit = countUnits.find(({ limit }) => count >= limit * 0.9995);
  if (!unit) return String(count);
  return `${threeFigures(count / unit.limit)} ${unit.suffix}`;
}

/** Bytes in decimal units, as file managers show them: 1234567 -> `1.23 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const number = unit === 0 ? String(value) : threeFigures(value);
  return `${number} ${byteUnits[unit] ?? 'B'}`;
}

function threeFigures(value: number): string {
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** A whole number with its thousands apart: 100000 -> `100,000`. */
export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A share of one as whole per cent: 0.874 -> `87 %`. */
export function formatPercent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** A metric: three decimals of a share, one of a distance in pixels. */
export function formatMetric(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}

/** Thresholds as the sliders show them: [0.35, 0.5] -> `0.35, 0.50`. */
export function formatThresholds(thresholds: readonly number[]): string {
  return thresholds.map((threshold) => threshold.toFixed(2)).join(', ');
}

/** Minutes and seconds, with hours where there are any: 102000 -> `1:42`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const end = two(seconds % 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${end}` : `${String(minutes)}:${end}`;
}

/** Time of day with seconds, 24 hours. */
export function formatTime(timeMs: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(timeMs);
}

export function formatDateTime(timeMs: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    timeMs,
  );
}
