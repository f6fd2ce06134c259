/** Style of the HTML report: for the screen and for paper. */
export const reportStyle = `
body { font: 14px/1.45 system-ui, sans-serif; color: #16191d; margin: 24px auto; max-width: 1180px; padding: 0 16px; }
h1 { font-size: 22px; } h2 { font-size: 16px; margin-top: 28px; }
table { border-collapse: collapse; margin: 18px 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: 6px; }
th, td { text-align: right; padding: 3px 10px; border-bottom: 1px solid #d9dde2; }
th:first-child { text-align: left; font-weight: 500; }
small { color: #555e69; } abbr { text-decoration: underline dotted; cursor: help; }
i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; border-radius: 2px; vertical-align: -1px; }
i.known { background: #fff; border: 1px solid #888; box-sizing: border-box; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 18px; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 12px; }
svg.plot { width: 100%; } svg.wide { width: 100%; max-width: 860px; display: block; margin: 12px 0; }
svg text { font: 11px system-ui, sans-serif; fill: #333b44; } svg text.title { font-weight: 600; font-size: 12.5px; }
svg .grid { stroke: #e3e6ea; } svg polyline { fill: none; stroke-width: 1.8; }
svg .dashed { stroke-dasharray: 4 3; stroke-width: 1; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 16px; }
figure { margin: 0; } figure svg { width: 100%; background: #000; }
figcaption ul { list-style: none; margin: 4px 0; padding: 0; }
@media print { figure, svg, tr { break-inside: avoid; } }
`;
