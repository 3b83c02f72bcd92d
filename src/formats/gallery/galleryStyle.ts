/** The style sheet of the gallery and of the page of each plan, a file of its own: their policy allows nothing written inline. */
import { PALETTES, type Theme } from '../drawing/palette.ts';

const colours = (theme: Theme): string =>
  Object.entries(PALETTES[theme].neutral)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

/** The whole file. */
export function makeGalleryStyle(): string {
  return `:root { color-scheme: light dark; ${colours('light')} }
@media (prefers-color-scheme: dark) { :root { ${colours('dark')} } }
* { box-sizing: border-box }
html { background: var(--ground); color: var(--ink); font: 15px/1.5 Inter, 'Inter Variable', system-ui, 'Segoe UI', Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums }
body { max-width: 76rem; margin: 0 auto; padding: 24px 20px 48px; overflow-wrap: anywhere }
body.embed { max-width: none; padding: 12px; font-size: 13px }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25 }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; line-height: 1.3 }
p { margin: .25rem 0 }
a { color: inherit; text-underline-offset: 3px }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px }
nav a, .links a { display: inline-block; padding: 4px 0; margin-right: 1.25rem }
.quiet { color: var(--ink2) }
.notes { white-space: pre-line; max-width: 46rem }
.verdict { display: inline-block; padding: 1px 8px; border: 1px solid var(--strong); border-radius: 5px; background: var(--surface) }
.verdict.no { border: 2px solid var(--ink); font-weight: 600 }
.plans { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 16px; margin: 1rem 0; padding: 0; list-style: none }
.plans li { position: relative; display: flex; flex-direction: column; gap: 2px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface) }
.plans li:hover, .plans li:focus-within { border-color: var(--strong) }
.plans img { display: block; width: 100%; height: 10rem; margin-bottom: 10px; object-fit: contain; object-position: left top }
.plans h2 { margin: 0; font-size: 1rem }
.plans h2 a { text-decoration: none }
.plans h2 a::after { content: ''; position: absolute; inset: 0; border-radius: 8px }
.plans .verdict { align-self: flex-start; margin-top: auto }
.picture { margin: .5rem 0 0 -24px; overflow-x: auto }
.picture img { display: block; max-width: none }
.embed .picture { margin-top: -12px }
.table { overflow-x: auto }
table { border-collapse: collapse; min-width: 40rem; width: 100%; font-size: .9rem }
caption { padding: 0 0 .4rem; text-align: left; color: var(--ink2) }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { font-weight: 600 }
.number { text-align: right }
ul.list { margin: .25rem 0; padding-left: 1.25rem }
.list li { padding: 2px 0 }
.files { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 0 24px; margin: 0; padding: 0; list-style: none }
.files a { display: inline-block; padding: 4px 0 }
code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: .85em }
.code { padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); white-space: pre-wrap; word-break: break-all }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px }
.head h1 { font-size: 1rem }
.head a { margin-left: auto; padding: 4px 0 }
@media (forced-colors: active) { .verdict.no { border-color: CanvasText } }
@media print { nav, .links, .files { display: none } }
`;
}
