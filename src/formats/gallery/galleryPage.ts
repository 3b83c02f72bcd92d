/** The list of all plans of a folder: each with its drawing and its verdict, and beside them every file that is none. */
import { encodeHtml } from '../encode/html.ts';
import { list, makeHtmlPage, paragraph, picture, verdictMark, type Verdict } from './galleryHtml.ts';
import { counted } from '../messageWords.ts';

export interface GalleryEntry extends Verdict {
  /** The folder of its page, seen from the gallery. */
  readonly folder: string;
  readonly name: string;
  /** The file that it was read from. */
  readonly path: string;
  /** "1 host, 4 GPUs, 7 instances, 7 VMs". */
  readonly figures: string;
}

export interface UnreadFile {
  readonly path: string;
  /** A sentence. */
  readonly why: string;
}

export interface GalleryOptions {
  readonly title: string;
  readonly plans: readonly GalleryEntry[];
  readonly unread: readonly UnreadFile[];
  /** The planner, seen from the gallery. */
  readonly planner: string;
}

/** The whole file. Deterministic. */
export function makeGalleryPage({ title, plans, unread, planner }: GalleryOptions): string {
  const illegal = plans.filter(({ violations }) => violations > 0).length;
  const sums = [
    counted(plans.length, 'plan'),
    ...(illegal === 0 ? [] : [`${illegal} of them illegal`]),
    ...(unread.length === 0 ? [] : [`${counted(unread.length, 'file')} that could not be read`]),
  ];
  return makeHtmlPage({
    title,
    style: 'gallery.css',
    body: [
      `<nav aria-label="Site"><a href="${planner}">MIG Planner</a></nav>`,
      '<main>',
      `<h1>${encodeHtml(title)}</h1>`,
      paragraph(`${sums.join(', ')}.`, 'quiet'),
      ...(unread.length === 0 ? [] : ['<p><a href="#unread">Files that could not be read</a></p>']),
      ...(plans.length === 0 ? [] : [list(plans.map(card), 'plans')]),
      ...(unread.length === 0
        ? []
        : [
            '<section aria-labelledby="unread"><h2 id="unread">Files that could not be read</h2>',
            list(unread.map(({ path, why }) => `<code>${encodeHtml(path)}</code>: ${encodeHtml(why)}`)),
            '</section>',
          ]),
      '</main>',
    ],
  });
}

function card(entry: GalleryEntry): string {
  const { folder, name, path, figures } = entry;
  return [
    picture({ light: `${folder}/small-light.svg`, dark: `${folder}/small-dark.svg`, alt: '', isLater: true }),
    `<h2><a href="${folder}/index.html">${encodeHtml(name)}</a></h2>`,
    paragraph(figures, 'quiet'),
    `<p class="quiet"><code>${encodeHtml(path)}</code></p>`,
    verdictMark(entry),
  ].join('\n');
}
