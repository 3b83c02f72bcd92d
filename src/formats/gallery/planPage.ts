/** The page of one plan to look at: its drawing, what the rules say of it, its instances as a table, and its files. */
import type { DrawnHost } from '../drawing/drawn.ts';
import { encodeHtml } from '../encode/html.ts';
import { list, makeHtmlPage, paragraph, picture, verdictMark, type Verdict } from './galleryHtml.ts';

/** A file beside the page. */
export interface PlanFile {
  readonly fileName: string;
  /** "Kubernetes: 7 texts". */
  readonly label: string;
}

export interface PlanPageOptions extends Verdict {
  readonly name: string;
  readonly path: string;
  readonly figures: string;
  readonly notes: string;
  readonly hosts: readonly DrawnHost[];
  readonly waiting: readonly string[];
  /** What is wrong, what is in doubt, and what the reader passed over or changed: a sentence each. */
  readonly problems: readonly string[];
  readonly doubts: readonly string[];
  readonly notices: readonly string[];
  readonly files: readonly PlanFile[];
  /** So many hosts and VMs that not every text is among the files. */
  readonly isLarge: boolean;
  /** The planner, seen from the page. */
  readonly planner: string;
  /** The fragment that holds the plan; null where it is too long for a link. */
  readonly sharedPlan: string | null;
  /** Where the site will be, "https://.../"; null: not known. */
  readonly siteUrl: string | null;
  /** The folder of this page, seen from the site. */
  readonly folder: string;
}

export const DRAWING = { light: 'drawing-light.svg', dark: 'drawing-dark.svg' } as const;

/** The whole file. Deterministic. */
export function makePlanPage(options: PlanPageOptions): string {
  const { name, path, figures, notes, sharedPlan } = options;
  return makeHtmlPage({
    title: `${name} · MIG Planner`,
    style: '../gallery.css',
    ...(sharedPlan !== null && { sharedPlan }),
    body: [
      '<nav aria-label="Site"><a href="../index.html">All plans</a></nav>',
      '<main>',
      `<h1>${encodeHtml(name)}</h1>`,
      paragraph(figures, 'quiet'),
      `<p class="quiet"><code>${encodeHtml(path)}</code></p>`,
      verdictMark(options),
      ...(notes.trim() === '' ? [] : [paragraph(notes, 'notes')]),
      ...section('What is wrong', options.problems),
      openLink(options),
      '<div class="picture" role="region" aria-label="Drawing" tabindex="0">',
      picture({ ...DRAWING, alt: `Drawing of ${name}; the table of instances says the same` }),
      '</div>',
      ...instances(options.hosts),
      ...section('Notes', options.hosts.flatMap(notesOf)),
      ...section('VMs that wait for an instance', options.waiting),
      ...section('In doubt', options.doubts),
      ...section('Noticed while reading', options.notices),
      '<section><h2>Files</h2>',
      list(
        options.files.map(({ fileName, label }) => `<a href="${fileName}" download>${encodeHtml(label)}</a>`),
        'files',
      ),
      ...(options.isLarge
        ? [
            paragraph(
              'The plan is too large for every text to be written here: the planner and the command write each of them from the plan file.',
            ),
          ]
        : []),
      '</section>',
      ...embedding(options),
      '</main>',
    ],
  });
}

function openLink({ planner, sharedPlan }: PlanPageOptions): string {
  return sharedPlan === null
    ? `<p class="links"><a href="${planner}">MIG Planner</a> The plan is too large for a link: drop plan.json on the planner, and it opens.</p>`
    : `<p class="links"><a href="${planner}#${sharedPlan}">Open in MIG Planner</a></p>`;
}

/** More than this nobody reads; all of them are in the files. */
const MOST_LINES = 100;
const MOST_ROWS = 1000;

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  const shown = lines.slice(0, MOST_LINES).map(encodeHtml);
  return [
    `<section><h2>${title}</h2>`,
    list(more > 0 ? [...shown, `and ${more} more`] : shown),
    '</section>',
  ];
}

/** A line to each, with what it is about. */
function notesOf({ name: host, notes }: DrawnHost): string[] {
  return notes.map(({ of, name, notes: text }) => `${of === 'gpu' ? `${name} on ${host}` : name}: ${text}`);
}

function instances(hosts: readonly DrawnHost[]): string[] {
  const rows = hosts.flatMap((host) =>
    host.gpus.flatMap(({ gpu, instances: all }) =>
      all.map(
        ({ gi, vms, type, isIllegal }) =>
          `<tr><td>${encodeHtml(host.name)}</td><td class="number">${gpu.index}</td><td>${encodeHtml(gpu.board)}</td><td class="number">${gi.start}</td><td>${encodeHtml(gi.profile)}${isIllegal ? ' (illegal)' : ''}</td><td>${encodeHtml(vms)}</td><td>${vms === '' ? '' : encodeHtml(type ?? '')}</td></tr>`,
      ),
    ),
  );
  if (rows.length === 0) return [];
  const more = rows.length - MOST_ROWS;
  const caption = `${rows.length} instance${rows.length === 1 ? '' : 's'}${more > 0 ? `, the first ${MOST_ROWS} of them` : ''}`;
  const heads = ['Host', 'GPU', 'Board', 'Start', 'Profile', 'VM', 'vGPU type'];
  return [
    '<section><h2>Instances</h2>',
    '<div class="table" role="region" aria-label="Instances" tabindex="0"><table>',
    `<caption>${caption}</caption>`,
    `<thead><tr>${heads.map((head) => `<th scope="col"${head === 'GPU' || head === 'Start' ? ' class="number"' : ''}>${head}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.slice(0, MOST_ROWS).join('\n')}</tbody>`,
    '</table></div></section>',
  ];
}

function embedding({ name, siteUrl, folder }: PlanPageOptions): string[] {
  const view = '<a href="embed.html">The drawing alone</a>, to be shown in a frame of a wiki';
  const code =
    siteUrl === null
      ? []
      : [
          `<pre class="code"><code>${encodeHtml(`<iframe src="${encodeHtml(`${siteUrl}${folder}/embed.html`)}" title="${encodeHtml(name)}" width="100%" height="480" loading="lazy"></iframe>`)}</code></pre>`,
        ];
  return [
    '<section><h2>Embed</h2>',
    `<p>${view}: it shows the plan as the site has it.</p>`,
    ...code,
    '</section>',
  ];
}

/** The drawing alone, for a frame of somebody else's page. */
export function makeEmbedPage({
  name,
  figures,
  violations,
  warnings,
  hosts,
}: Pick<PlanPageOptions, 'name' | 'figures' | 'violations' | 'warnings'> & {
  /** A sentence for each GPU. */
  readonly hosts: readonly string[];
}): string {
  return makeHtmlPage({
    title: `${name} · MIG Planner`,
    style: '../gallery.css',
    bodyClass: 'embed',
    body: [
      '<main>',
      `<header class="head"><h1>${encodeHtml(name)}</h1>${paragraph(figures, 'quiet')}<a href="index.html" target="_blank" rel="noopener">See the plan</a></header>`,
      ...(violations > 0 ? [verdictMark({ violations, warnings })] : []),
      '<div class="picture" role="region" aria-label="Drawing" tabindex="0">',
      picture({ ...DRAWING, alt: [`Drawing of ${name}.`, ...hosts].join(' ') }),
      '</div>',
      '</main>',
    ],
  });
}
