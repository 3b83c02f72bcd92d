/** `site`: the static site with a gallery of the plans in DIR, each of them checked. */
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { UnreadFile } from '../../formats/gallery/galleryPage.ts';
import { verdictWords } from '../../formats/gallery/galleryHtml.ts';
import type { Reading } from '../../formats/reading.ts';
import { cleanName } from '../../model/name.ts';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import type { PlanOfSite, SiteFile } from '../../console/site/planFiles.ts';
import { GALLERY, writeSite } from '../../console/site/writeSite.ts';
import { drawPng } from '../drawPng.ts';
import { boardNamed, jsonViolations, readPlan, violationLines, type Input } from '../input.ts';
import {
  printable,
  printJson,
  unusable,
  type ExitCode,
  type FoundFile,
  type Io,
  type Unusable,
} from '../io.ts';
import { readTextFlags, type TextFlags } from '../textFlags.ts';

export interface SiteCommandOptions {
  readonly output: string | null;
  readonly texts: TextFlags;
  readonly gpu: string | null;
  readonly title: string;
  /** Where the site will be. */
  readonly page: string | null;
  /** Each drawing as PNG, too. */
  readonly png: boolean;
  readonly json: boolean;
}

/** What was written last time: only that is taken away again, and only where it is there is anything overwritten. */
const RECORD = 'mig-planner-site.json';
/** More files than this are no folder of plans. */
const MOST_FILES = 10_000;

interface ReadFolder {
  readonly plans: readonly (PlanOfSite & { readonly input: Input })[];
  readonly unread: readonly UnreadFile[];
  readonly passedOver: readonly string[];
}

export async function site(
  io: Io,
  dir: string,
  options: SiteCommandOptions,
): Promise<Result<ExitCode, Unusable>> {
  const { output, json } = options;
  if (output === null) return unusable('-o is needed: the folder to write the site into');
  const siteUrl = siteUrlOf(options.page);
  if (!siteUrl.ok) return siteUrl;
  if (isInside(dir, output))
    return unusable(`-o ${output}: that is in DIR, and would be read as plans the next time`);
  const listed = io.listFolder(dir);
  if (!listed.ok) return unusable(`cannot read ${dir}: ${listed.error}`);
  if (listed.value === null) return unusable(`cannot read ${dir}: no such folder`);
  // Of a repository, what git keeps.
  const found = listed.value.filter(({ path }) => !/(?:^|\/)\./.test(path));
  if (found.length > MOST_FILES)
    return unusable(`${dir}: ${found.length} files; a gallery has at most ${MOST_FILES}`);
  const before = filesOfBefore(io, output);
  if (!before.ok) return before;
  // Once: a flag that is wrong is no fault of any file.
  const board = options.gpu === null ? null : boardNamed(options.gpu);
  if (board !== null && !board.ok) return board;
  const flags = readTextFlags(options.texts);
  if (!flags.ok) return flags;
  const page = io.readPage();
  if (!page.ok) return unusable(`the page is not here: ${page.error}`);

  const folder = readFolder(io, dir, found, options);
  if (!folder.ok) return folder;
  const written = await writeAll(io, output, before.value, function* () {
    for (const [path, content] of page.value)
      yield { path, content: path === 'index.html' ? withGallery(content) : content };
    const { title, png: hasPng } = options;
    yield* writeSite({ ...folder.value, title, siteUrl: siteUrl.value, hasPng });
  });
  if (!written.ok) return written;
  report(io, folder.value, { json, output, files: written.value });
  const isFine =
    folder.value.unread.length === 0 && folder.value.plans.every((one) => one.violations.length === 0);
  return ok(isFine ? 0 : 1);
}

/** With a "/" at its end. */
function siteUrlOf(page: string | null): Result<string | null, Unusable> {
  if (page === null) return ok(null);
  if (!/^https?:\/\/[^\s<>"'#?]+$/.test(page)) return unusable(`--page ${page}: an address, https://...`);
  return ok(page.endsWith('/') ? page : `${page}/`);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** Nothing that is not of this command is ever overwritten or taken away. */
function filesOfBefore(io: Io, output: string): Result<readonly string[], Unusable> {
  const there = io.listFolder(output);
  if (!there.ok) return unusable(`cannot write into ${output}: ${there.error}`);
  if (there.value === null || there.value.length === 0) return ok([]);
  const record = io.readFile(join(output, RECORD));
  const paths = record.ok ? pathsIn(record.value) : null;
  return paths === null
    ? unusable(
        `-o ${output}: not empty, and no site of this command (it has no ${RECORD}); name another folder`,
      )
    : ok(paths);
}

/** The record is a file like any other and may say anything. */
function pathsIn(text: string): string[] | null {
  try {
    const record: unknown = JSON.parse(text);
    const files: unknown =
      typeof record === 'object' && record !== null && 'files' in record ? record.files : null;
    if (!Array.isArray(files)) return null;
    return files.filter(
      (path): path is string =>
        typeof path === 'string' &&
        /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) &&
        !/(?:^|\/)\.\.?(?:\/|$)/.test(path),
    );
  } catch {
    return null;
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Every file is a plan or is named as none; a README without a plan is passed over. */
function readFolder(
  io: Io,
  dir: string,
  found: readonly FoundFile[],
  { gpu, texts }: SiteCommandOptions,
): Result<ReadFolder, Unusable> {
  const plans: ReadFolder['plans'][number][] = [];
  const unread: UnreadFile[] = [];
  const passedOver: string[] = [];
  for (const { path, kind } of [...found].sort(byPath)) {
    if (kind !== 'file') {
      unread.push({
        path,
        why: kind === 'link' ? 'a link to another place, which is not followed' : 'no file that can be read',
      });
      continue;
    }
    const file = join(dir, path);
    const input = readPlan(io, file, { gpu, texts });
    if (input.ok) {
      const { violations, warnings } = input.value;
      const reading = named(input.value.reading, path);
      plans.push({ path, reading, violations, warnings, input: input.value });
    } else if (/(?:^|\/)(?:readme|license|licence)(?:\.\w+)?$/i.test(path)) {
      passedOver.push(path);
    } else {
      unread.push({ path, why: input.error.message.replace(`${file}: `, '') });
    }
  }
  return ok({ plans, unread, passedOver });
}

/** A text that has no name for its plan is called as its file is. */
function named(reading: Reading, path: string): Reading {
  if (reading.plan.name !== EMPTY_PLAN.name) return reading;
  const stem = path.replace(/^.*\//, '').replace(/\.\w+$/, '');
  return { ...reading, plan: { ...reading.plan, name: cleanName(stem, EMPTY_PLAN.name) } };
}

/** The page's list of plans leads to the gallery. */
function withGallery(html: Uint8Array): string {
  const link = `<link rel="contents" href="./${GALLERY}/index.html" title="Plans of this site" />`;
  return new TextDecoder().decode(html).replace('</head>', () => `  ${link}\n  </head>`);
}

/** How many files. */
async function writeAll(
  io: Io,
  output: string,
  before: readonly string[],
  files: () => Iterable<SiteFile>,
): Promise<Result<number, Unusable>> {
  const paths = new Set<string>();
  for (const { path, content } of files()) {
    const drawn =
      typeof content === 'string' || content instanceof Uint8Array
        ? ok(content)
        : await drawPng(io, content.svg, content.plan);
    if (!drawn.ok) return unusable(`${join(output, path)} could not be drawn: ${drawn.error}`);
    const written = io.writeInFolder(join(output, path), drawn.value);
    if (!written.ok) return unusable(`cannot write ${join(output, path)}: ${written.error}`);
    paths.add(path);
  }
  for (const path of before) {
    if (paths.has(path)) continue;
    const removed = io.removeFile(join(output, path));
    if (!removed.ok) return unusable(`cannot remove ${join(output, path)}: ${removed.error}`);
  }
  const record = `${JSON.stringify({ files: [...paths].sort() }, null, 1)}\n`;
  const written = io.writeInFolder(join(output, RECORD), record);
  return written.ok ? ok(paths.size) : unusable(`cannot write ${join(output, RECORD)}: ${written.error}`);
}

function report(
  io: Io,
  { plans, unread, passedOver }: ReadFolder,
  { json, output, files }: { readonly json: boolean; readonly output: string; readonly files: number },
): void {
  if (json) {
    printJson(io, {
      output,
      files,
      plans: plans.map(({ path, reading, input, violations, warnings }) => ({
        path,
        name: reading.plan.name,
        legal: violations.length === 0,
        violations: jsonViolations(input.reading, violations),
        warnings: jsonViolations(input.reading, warnings),
      })),
      unread,
      passedOver,
    });
    return;
  }
  for (const { path, input, violations, warnings } of plans) {
    const verdict = verdictWords({ violations: violations.length, warnings: warnings.length });
    io.stdout(printable(`${oneLine(path)}: ${verdict}\n`));
    io.stdout(printable(violationLines(input.reading, violations).replace(/^(?=.)/gm, '  ')));
  }
  for (const { path, why } of unread) io.stdout(printable(`${oneLine(path)}: not read: ${oneLine(why)}\n`));
  for (const path of passedOver) io.stderr(printable(`note: ${oneLine(path)} holds no plan\n`));
  io.stdout(printable(`${files} files in ${oneLine(output)}; the gallery is ${GALLERY}/index.html\n`));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
