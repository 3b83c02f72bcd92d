/** What the pages of a gallery have in common. They have no script, and nothing is written inline but text. */
import { CARRIER, isSharedPlan } from '../carrier.ts';
import { encodeHtml } from '../encode/html.ts';

const POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'";

export interface PageFrame {
  readonly title: string;
  /** Where the style sheet is, seen from this page. */
  readonly style: string;
  readonly bodyClass?: string;
  /** The fragment of the link that holds the plan of this page, "p=1....". */
  readonly sharedPlan?: string;
  /** What stands in the body, as HTML. */
  readonly body: readonly string[];
}

/** The whole file. */
export function makeHtmlPage({ title, style, bodyClass, sharedPlan, body }: PageFrame): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    ...(sharedPlan !== undefined && isSharedPlan(sharedPlan)
      ? [`<meta name="${CARRIER}" content="${sharedPlan}">`]
      : []),
    `<title>${encodeHtml(title)}</title>`,
    `<link rel="stylesheet" href="${style}">`,
    '</head>',
    bodyClass === undefined ? '<body>' : `<body class="${bodyClass}">`,
    ...body,
    '</body>',
    '</html>\n',
  ].join('\n');
}

export function paragraph(text: string, className?: string): string {
  return `<p${className === undefined ? '' : ` class="${className}"`}>${encodeHtml(text)}</p>`;
}

export function list(items: readonly string[], className = 'list'): string {
  return `<ul class="${className}">${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`;
}

/** What the rules say of a plan. */
export interface Verdict {
  readonly violations: number;
  readonly warnings: number;
}

/** "Legal", "Legal, 2 warnings", "Illegal in 3 places". */
export function verdictWords({ violations, warnings }: Verdict): string {
  const doubts = warnings === 0 ? '' : `, ${warnings} warning${warnings === 1 ? '' : 's'}`;
  return violations === 0
    ? `Legal${doubts}`
    : `Illegal in ${violations} place${violations === 1 ? '' : 's'}${doubts}`;
}

export function verdictMark(verdict: Verdict): string {
  return `<p class="verdict ${verdict.violations === 0 ? 'yes' : 'no'}">${verdictWords(verdict)}</p>`;
}

interface Picture {
  /** Both colour schemes, seen from the page. */
  readonly light: string;
  readonly dark: string;
  /** Empty: what stands beside it says the same. */
  readonly alt: string;
  readonly isLater?: boolean;
}

/** A drawing in the colours that the reader's system has. Paths are ours and need no encoding. */
export function picture({ light, dark, alt, isLater }: Picture): string {
  const loading = isLater === true ? ' loading="lazy"' : '';
  return `<picture><source srcset="${dark}" media="(prefers-color-scheme: dark)"><img src="${light}" alt="${encodeHtml(alt)}"${loading}></picture>`;
}
