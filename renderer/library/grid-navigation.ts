/** Where the keyboard moves the focus in a grid filled row by row. */

export interface GridShape {
  /** Cells, the last row may be short. */
  total: number;
  columns: number;
  /** Rows seen at once, for Page Up and Page Down. */
  visibleRows: number;
}

/**
 * Index of the cell that a key moves to, or null where the key is not one of movement or the grid
 * is empty. Movement stops at the edges; down from the row above a short last row goes to its end.
 */
export function moveFocus(key: string, index: number, shape: GridShape): number | null {
  const { total, columns, visibleRows } = shape;
  if (total === 0) return null;
  const last = total - 1;
  const vertical = (rows: number): number => {
    const row = Math.floor(index / columns);
    const lastRow = Math.floor(last / columns);
    const target = Math.min(lastRow, Math.max(0, row + rows));
    return Math.min(last, target * columns + (index % columns));
  };
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return vertical(-1);
    case 'ArrowDown':
      return vertical(1);
    case 'PageUp':
      return vertical(-Math.max(1, visibleRows - 1));
    case 'PageDown':
      return vertical(Math.max(1, visibleRows - 1));
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Columns that fit, and the size of a cell whose picture is 4:3 above a caption. */
export function gridLayout(width: number): { columns: number; cell: number; rowHeight: number } {
  const columns = Math.max(1, Math.floor((width + gapPx) / (smallestCellPx + gapPx)));
  const cell = Math.max(1, Math.floor((width - gapPx * (columns - 1)) / columns));
  return { columns, cell, rowHeight: Math.round(cell * 0.75) + captionPx + gapPx };
}

export const gapPx = 10;
export const captionPx = 30;
const smallestCellPx = 190;
