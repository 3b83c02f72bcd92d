/**
 * The plan on paper: a page that stands alone, a block to each host with its drawing and its instances to tick off, the link as
 * a QR code where a phone can read it. No script; its own policy forbids everything but its style sheet.
 */
import { CARRIER, isSharedPlan } from '../carrier.ts';
import type { DrawnHost, DrawnNotes } from '../drawing/drawn.ts';
import { legendOf } from '../drawing/gpuPicture.ts';
import { makeHostSvg } from '../drawing/svg.ts';
import { encodeHtml } from '../encode/html.ts';
import { PRINT_STYLE, PRINT_STYLE_HASH } from './printStyle.ts';
import { makeQrSvg, MAX_QR_LENGTH } from './qrCode.ts';

export interface PrintOptions {
  readonly title: string;
  /** "1 host, 4 GPUs, 7 instances, 7 VMs". */
  readonly about: string;
  readonly notes: string;
  readonly hosts: readonly DrawnHost[];
  /** VMs that have no instance, a line each. */
  readonly waiting: readonly string[];
  /** Of VMs that are on none of the hosts. */
  readonly waitingNotes: readonly DrawnNotes[];
  /** What is wrong with the plan, a sentence each. */
  readonly problems: readonly string[];
  /** Where the planner is; null: nobody can follow a link. */
  readonly pageUrl: string | null;
  /** The fragment of the link that holds the plan, "p=1....". */
  readonly sharedPlan: string;
}

/** The whole file. Deterministic. */
export function makePrintPage(options: PrintOptions): string {
  const { title, hosts, sharedPlan } = options;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${PRINT_STYLE_HASH}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    ...(isSharedPlan(sharedPlan) ? [`<meta name="${CARRIER}" content="${sharedPlan}">`] : []),
    `<title>${encodeHtml(title)}</title>`,
    `<style>${PRINT_STYLE}</style>`,
    '</head>',
    '<body>',
    head(options),
    ...hosts.map((host, n) => hostBlock(host, n)),
    ...waitingBlock(options.waiting, options.waitingNotes),
    '</body>',
    '</html>\n',
  ].join('\n');
}

function paragraph(text: string, className?: string): string {
  return `<p${className === undefined ? '' : ` class="${className}"`}>${encodeHtml(text)}</p>`;
}

function head({ title, about, notes, problems, pageUrl, sharedPlan }: PrintOptions): string {
  const lines = notes.split('\n').filter((line) => line.trim() !== '');
  const wrong =
    problems.length === 0
      ? ''
      : `<div class="problems"><strong>The plan is illegal:</strong><ul>${problems.map((one) => `<li>${encodeHtml(one)}</li>`).join('')}</ul></div>`;
  return `<header><div><h1>${encodeHtml(title)}</h1>${paragraph(about, 'about')}${lines.map((line) => paragraph(line)).join('')}${wrong}${linkWords(pageUrl, sharedPlan)}</div>${qr(pageUrl, sharedPlan)}</header>`;
}

/** The whole address; null where the page has none that others could open. */
function linkOf(pageUrl: string | null, sharedPlan: string): string | null {
  if (pageUrl === null || !/^https?:\/\/[^\s<>"'#]+$/.test(pageUrl) || !isSharedPlan(sharedPlan)) return null;
  return `${pageUrl}#${sharedPlan}`;
}

function linkWords(pageUrl: string | null, sharedPlan: string): string {
  const link = linkOf(pageUrl, sharedPlan);
  const again = 'The plan is in this file: drop it on the planner, and it opens.';
  if (link === null)
    return paragraph(
      `${again} No QR code: the address of the planner was not known when this was written.`,
      'small',
    );
  const open = `<a href="${encodeHtml(link)}">Open the plan</a>`;
  const why =
    link.length < MAX_QR_LENGTH
      ? ''
      : ` No QR code: the link has ${link.length} characters, and from ${MAX_QR_LENGTH} on a code is too fine to be read from paper.`;
  return `<p class="small">${open}. ${again}${why}</p>`;
}

function qr(pageUrl: string | null, sharedPlan: string): string {
  const link = linkOf(pageUrl, sharedPlan);
  const drawn = link === null ? null : makeQrSvg(link, 'QR code of the link to this plan');
  return drawn === null
    ? ''
    : `<div class="link">${drawn}<span class="small">The plan, for a phone</span></div>`;
}

function hostBlock(host: DrawnHost, n: number): string {
  const hasVms = host.gpus.some(({ instances }) => instances.some(({ vms }) => vms !== ''));
  const hasTypes = host.gpus.some(({ instances }) =>
    instances.some(({ vms, type }) => vms !== '' && type !== null),
  );
  const rows = host.gpus.flatMap(({ gpu, instances, note }) =>
    instances.length === 0
      ? [
          `<tr><td class="number">${gpu.index}</td><td colspan="${4 + (hasVms ? 1 : 0) + (hasTypes ? 1 : 0)}">${encodeHtml(note === '' ? 'Nothing placed' : note)}</td></tr>`,
        ]
      : instances.map(
          ({ gi, vms, type, split, isIllegal }) =>
            `<tr><td class="number">${gpu.index}</td><td class="number">${gi.start}</td><td>${encodeHtml(gi.profile)}${split === null ? '' : `<br>${encodeHtml(split)}`}${isIllegal ? ' (illegal)' : ''}</td>${hasVms ? `<td>${encodeHtml(vms)}</td>` : ''}${hasTypes ? `<td>${vms === '' ? '' : encodeHtml(type ?? 'not known')}</td>` : ''}<td class="check"><span class="box"></span></td><td class="check"><span class="box"></span></td></tr>`,
        ),
  );
  return [
    `<section><h2>${encodeHtml(host.name)}</h2>${paragraph(host.about, 'about')}`,
    ...notesLines(host.notes),
    host.gpus.length === 0 ? '' : `<div class="drawing">${makeHostSvg(host, 'light', `h${n}-`)}</div>`,
    ...[legendOf([host])].filter((words) => words !== '').map((words) => paragraph(words, 'small')),
    `<table><thead><tr><th class="number">GPU</th><th class="number">Start</th><th>Profile</th>${hasVms ? '<th>VM</th>' : ''}${hasTypes ? '<th>vGPU type</th>' : ''}<th class="check">Created</th><th class="check">Checked</th></tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></section>`,
  ].join('\n');
}

/** Whose they are, and their lines one below the other. */
function notesLines(notes: readonly DrawnNotes[]): string[] {
  return notes.map(({ of, name, notes: text }) => {
    const whose = of === 'host' ? 'Notes' : name;
    const lines = text.split('\n').map((line) => encodeHtml(line));
    return `<p><strong>${encodeHtml(whose)}:</strong> ${lines.join('<br>')}</p>`;
  });
}

function waitingBlock(waiting: readonly string[], notes: readonly DrawnNotes[]): string[] {
  if (waiting.length === 0) return [];
  const items = waiting.map((one) => `<li>${encodeHtml(one)}</li>`).join('');
  return [
    `<section class="waiting"><h2>VMs that wait</h2><ul>${items}</ul>${notesLines(notes).join('')}</section>`,
  ];
}
