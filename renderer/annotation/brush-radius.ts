/** Radius of brush and eraser in image pixels; the limits are those of the settings. */
export const SMALLEST_RADIUS = 0.5;
export const LARGEST_RADIUS = 2000;

/** One step changes the radius by this part of it. */
const STEP = 1.15;
/** The slider's range: finer below, coarser above, as a radius is felt. */
const SLIDER_LARGEST = 400;

export function clampRadius(radius: number): number {
  const limited = Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, radius));
  // Half pixels below ten, whole ones above.
  return limited < 10 ? Math.round(limited * 2) / 2 : Math.round(limited);
}

/** A larger (positive) or smaller brush; every step changes it. */
export function stepRadius(radius: number, steps: number): number {
  const scaled = clampRadius(radius * STEP ** steps);
  if (scaled !== radius) return scaled;
  return clampRadius(radius + Math.sign(steps) * (radius < 10 ? 0.5 : 1));
}

/** Position 0..1 on a logarithmic slider. */
export function sliderOfRadius(radius: number): number {
  const position = Math.log(radius / SMALLEST_RADIUS) / Math.log(SLIDER_LARGEST / SMALLEST_RADIUS);
  return Math.min(1, Math.max(0, position));
}

/** The inverse of sliderOfRadius, rounded as a radius is. */
export function radiusOfSlider(position: number): number {
  return clampRadius(SMALLEST_RADIUS * (SLIDER_LARGEST / SMALLEST_RADIUS) ** position);
}
