/** Style of the HTML report: for the screen, light or dark as the reader has it, and for paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ground: #fff; --text: #16191d; --muted: #555e69; --line: #d9dde2; --grid: #e3e6ea; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #0e1116; --text: #e6eaf0; --muted: #9aa4b2; --line: #2c343f; --grid: #232a33; } }
body { font: 14px/1.45 system-ui, sans-serif; background: var(--ground); color: var(--text); margin: 24px auto; max-width: 1180px; padding: 0 16px; }
h1 { font-size: 22px; } h2 { font-size: 16px; margin-top: 28px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 18px 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: 6px; }
th, td { text-align: right; padding: 3px 10px; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; font-weight: 500; }
small { color: var(--muted); } td small { display: block; white-space: nowrap; } abbr { text-decoration: underline dotted; cursor: help; }
i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; border-radius: 2px; vertical-align: -1px; }
i.known { background: #fff; border: 1px solid #888; box-sizing: border-box; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 18px; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 12px; }
svg.plot { width: 100%; } svg.wide { width: 100%; max-width: 860px; display: block; margin: 12px 0; }
svg text { font: 11px system-ui, sans-serif; fill: var(--text); } svg text.title { font-weight: 600; font-size: 12.5px; }
svg .grid { stroke: var(--grid); } svg polyline { fill: none; stroke-width: 1.8; }
svg .dashed { stroke-dasharray: 4 3; stroke-width: 1; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 16px; }
figure { margin: 0; } figure svg { width: 100%; background: #000; }
figcaption ul { list-style: none; margin: 4px 0; padding: 0; }
@media print { figure, svg, tr { break-inside: avoid; } .table { overflow: visible; } }
`;
