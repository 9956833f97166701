import type { AxesLook } from '../charts/draw-axes';
import { type Drawn, drawn } from '../charts/drawn';
import { escapedText, svgMarkup } from '../charts/svg-markup';

/** Colours that people with any colour vision tell apart (Okabe and Ito), for light and dark backgrounds alike. */
export const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

/** How axes look in a file. */
export const axesLook: AxesLook = { grid: { class: 'rule' }, numbers: { class: 'quiet' } };

/** Inks, rules and text of a drawing whose root has the class `chart`, in light and in dark. */
const style = `
  .chart { --ink: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --paper: #ffffff; background: var(--paper); }
  @media (prefers-color-scheme: dark) {
    .chart { --ink: #e6edf3; --quiet: #9198a1; --rule: #3d444d; --paper: #0d1117; }
  }
  .chart .paper { fill: var(--paper); }
  .chart text { fill: var(--ink); font: 12px system-ui, sans-serif; }
  .chart .title { font-size: 14px; font-weight: 600; }
  .chart .quiet { fill: var(--quiet); }
  .chart .rule { stroke: var(--rule); }
`;

/** An SVG file that needs nothing else, readable in light and dark. `ownStyle`: rules for its own classes below `.chart`. */
export function svgFile(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  content: readonly Drawn[],
  ownStyle = '',
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escapedText(title)}</title>
<style>${style}${ownStyle}</style>
<rect class="paper" width="${width}" height="${height}"/>
${content.map(svgMarkup).join('\n')}
</svg>
`;
}

/** Drawings of one size, one under the other. */
export function stacked(drawings: readonly (readonly Drawn[])[], height: number): readonly Drawn[] {
  return drawings.map((drawing, index) => drawn('g', { transform: `translate(0 ${index * height})` }, ...drawing));
}

/** A drawing as a page. */
export function svgPage(title: string, svg: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>${escapedText(title)}</title>
<body>
${svg}</body>
</html>
`;
}
