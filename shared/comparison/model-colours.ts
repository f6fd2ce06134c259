/**
 * Okabe-Ito without black and yellow, which one of the themes would hide, the darker ones first, then
 * six more between them: told apart by colour-blind readers as far as twelve can be.
 */
const colours = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#9b8cff',
  '#8c8c8c',
  '#a6761d',
  '#7f9f00',
  '#c2185b',
  '#17a2a2',
] as const;

/** The colour of the n-th model in all plots and pictures; from the thirteenth on they repeat. */
export function modelColour(index: number): string {
  return colours[index % colours.length] ?? colours[0];
}
