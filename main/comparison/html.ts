/** Text as it may stand in HTML and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A table of cells and a caption that are HTML already; the first column names the row. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  caption: string,
): string {
  const heads = head.map((each) => `<th scope="col">${each}</th>`).join('');
  const body = rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((each) => `<td>${each}</td>`).join('');
      return `<tr><th scope="row">${first}</th>${cells}</tr>`;
    })
    .join('\n');
  const table = `<table><caption>${caption}</caption><thead><tr>${heads}</tr></thead>\n<tbody>${body}</tbody></table>`;
  return `<div class="table" role="region" tabindex="0" aria-label="${caption}">${table}</div>`;
}
