/** All files of one plan in a gallery: its page, its drawings, and every text that can be written of it. */
import { makePlanPage, makeEmbedPage, DRAWING, type PlanFile } from '../../formats/gallery/planPage.ts';
import { describeHosts, makeHostSvg, makeSvg } from '../../formats/drawing/svg.ts';
import type { DrawnHost } from '../../formats/drawing/drawn.ts';
import { makeLayout } from '../../formats/layout.ts';
import { noticeMessage } from '../../formats/messages.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import type { Reading } from '../../formats/reading.ts';
import { encodeShare } from '../../formats/share.ts';
import type { Plan } from '../../model/plan.ts';
import { makeAt } from '../../model/source.ts';
import type { Violation } from '../../placement/check.ts';
import { counted, gpuName } from '../../placement/messages.ts';
import { problemMessage, type Problem, type Warning } from '../../placement/rules/warnings.ts';
import { writeBundle } from '../exportBundle.ts';
import { drawHosts, planFigures, waitingNotes, waitingVms } from '../exports/drawnHosts.ts';
import { EXPORTS } from '../exports/exportFormats.ts';
import { EXPORT_GROUPS } from '../exports/exportRows.ts';

/** A file of the folder that could be read, and what is to be said of its plan. */
export interface PlanOfSite {
  /** As the gallery names it, "/" between folders. */
  readonly path: string;
  readonly reading: Reading;
  readonly violations: readonly Violation[];
  readonly warnings: readonly Warning[];
}

/** A PNG, which whoever writes the site has drawn: no part of the core draws one. */
export interface ToDraw {
  readonly svg: string;
  /** The fragment of the link to put into it. */
  readonly plan: string;
}

export interface SiteFile {
  /** "/" between folders; made of slugs. */
  readonly path: string;
  readonly content: string | Uint8Array | ToDraw;
}

export interface FolderOfPlan {
  /** Seen from the site. */
  readonly folder: string;
  readonly siteUrl: string | null;
  /** With the drawing as PNG, too. */
  readonly hasPng: boolean;
}

/** The planner, seen from the page of a plan. */
const PLANNER = '../../index.html';
/** A longer link is not followed by every browser; then the plan file is the way. */
const MAX_LINK = 100_000;
/** A page shows so many GPUs; who wants to see thousands opens the plan. */
const MOST_GPUS = 128;
/** Hosts and VMs of a plan: each has texts of its own, of which many hold the whole plan, so more of them would take minutes. */
const MOST_TEXTS = 500;
/** In the gallery. */
const SMALL_GPUS = 2;

const THEMES = ['light', 'dark'] as const;
const PNG = 'drawing.png';

/** Deterministic. */
export function* planFiles(
  { path, reading, violations, warnings }: PlanOfSite,
  { folder, siteUrl, hasPng }: FolderOfPlan,
): Generator<SiteFile> {
  const { plan } = reading;
  const shared = encodeShare(plan);
  const sharedPlan = shared.length > MAX_LINK ? null : shared;
  const drawn = drawHosts(plan, firstGpus(plan, MOST_GPUS));
  const drawing = yield* drawings(plan, drawn, folder, sharedPlan);
  const files: PlanFile[] = [{ fileName: 'plan.json', label: 'Plan JSON' }];
  yield { path: `${folder}/plan.json`, content: makePlanJson(plan) };
  const layout = makeLayout(plan);
  if (layout.trim() !== '') {
    files.push({ fileName: 'plan.layout.txt', label: 'Layout notation' });
    yield { path: `${folder}/plan.layout.txt`, content: layout };
  }
  files.push({ fileName: DRAWING.light, label: 'Drawing (SVG)' });
  if (hasPng) {
    files.push({ fileName: PNG, label: 'Drawing (PNG)' });
    yield { path: `${folder}/${PNG}`, content: { svg: drawing(), plan: shared } };
  }
  const isLarge = plan.hosts.length + plan.vms.length > MOST_TEXTS;
  if (!isLarge) yield* trades(plan, folder, files);
  const verdict = { violations: violations.length, warnings: warnings.length };
  const figures = planFigures(plan);
  yield {
    path: `${folder}/index.html`,
    content: makePlanPage({
      ...{
        ...verdict,
        name: plan.name,
        path,
        figures,
        notes: plan.notes,
        hosts: drawHosts(plan, plan.hosts),
      },
      waiting: waitingVms(plan),
      waitingNotes: waitingNotes(plan),
      problems: sentences(violations, reading),
      doubts: sentences(warnings, reading),
      notices: reading.notices.map(noticeMessage),
      ...{ files, isLarge, planner: PLANNER, sharedPlan, siteUrl, folder },
    }),
  };
  yield {
    path: `${folder}/embed.html`,
    content: makeEmbedPage({ ...verdict, name: plan.name, figures, hosts: describeHosts(drawn) }),
  };
}

/** Every text that can be written of the plan, a zip for each trade; adds them to `files`. */
function* trades(plan: Plan, folder: string, files: PlanFile[]): Generator<SiteFile> {
  for (const { audience, name, formats } of EXPORT_GROUPS) {
    const definitions = formats.map((format) => EXPORTS[format]);
    const writing = writeBundle(plan, { name, definitions }, { hostId: null, starts: 'explicit' });
    let step = writing.next();
    while (step.done !== true) step = writing.next();
    const { zip, texts } = step.value;
    if (texts === 0) continue;
    files.push({
      fileName: `${audience}.zip`,
      label: `${name}: ${counted(texts, 'text')} (ZIP)`,
    });
    yield { path: `${folder}/${audience}.zip`, content: zip };
  }
}

function* drawings(
  plan: Plan,
  hosts: readonly DrawnHost[],
  folder: string,
  sharedPlan: string | null,
): Generator<SiteFile, () => string> {
  const drawnGpus = hosts.reduce((sum, host) => sum + host.gpus.length, 0);
  const allGpus = plan.hosts.reduce((sum, host) => sum + host.gpus.length, 0);
  const about = drawnGpus < allGpus ? `The first ${drawnGpus} of ${allGpus} GPUs` : '';
  const small = hosts.find(({ gpus }) => gpus.length > 0) ?? {
    name: plan.name,
    about: '',
    gpus: [],
    notes: [],
  };
  // Its name and figures stand on the page.
  const page = { title: plan.name, heading: '', about, hosts, sharedPlan };
  const waiting = waitingVms(plan).slice(0, MOST_GPUS);
  for (const theme of THEMES) {
    yield { path: `${folder}/${DRAWING[theme]}`, content: makeSvg({ ...page, theme, waiting }) };
    yield {
      path: `${folder}/small-${theme}.svg`,
      content: makeHostSvg({ ...small, gpus: small.gpus.slice(0, SMALL_GPUS) }, theme, 'mig-'),
    };
  }
  // A picture that is pasted somewhere else says by itself which plan it is.
  return () => makeSvg({ ...page, theme: 'light', heading: plan.name, waiting });
}

function firstGpus(plan: Plan, most: number): Plan['hosts'] {
  let left = most;
  return plan.hosts.flatMap((host) => {
    const gpus = host.gpus.slice(0, left);
    left -= gpus.length;
    return gpus.length === 0 && host.gpus.length > 0 ? [] : [{ ...host, gpus }];
  });
}

/** "line 3: GPU 0 on esx-01: ...", in the order of the check. */
function sentences(problems: readonly Problem[], { plan, places }: Reading): string[] {
  return problems.map((problem) => {
    const { host, gpu, vm } = problem;
    const ids = [problem.gi?.id, vm?.id, gpu?.id, host?.id];
    const at = ids.flatMap((id) => (id === undefined ? [] : (places.get(id) ?? [])))[0];
    const where = host !== null && gpu !== null ? gpuName({ host, gpu }) : (host?.name ?? vm?.name);
    return [at === undefined ? undefined : makeAt(at), where, problemMessage(problem, plan)]
      .filter((part) => part !== undefined)
      .join(': ');
  });
}
