/**
 * The plan as a runbook in Markdown: what each GPU will be, what to run, what the host answers, the way back, and who signs.
 * It is read in a ticket, in a wiki and in a terminal at night, so drawings are letters and every step stands alone. Names
 * are code (encode/markdown.ts); what is to be run is made of numbers and checked UUIDs.
 */
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Host, ValidPlan } from '../../model/plan.ts';
import { CARRIER, isSharedPlan } from '../carrier.ts';
import type { DrawnHost, DrawnNotes } from '../drawing/drawn.ts';
import { markdownCode, markdownText } from '../encode/markdown.ts';
import { before } from './before.ts';
import { drawings } from './drawings.ts';
import { creationsOn, kindsOf } from './expected.ts';
import { rollBack } from './rollBack.ts';
import { steps } from './steps.ts';
import { bullets, table, type Task } from './task.ts';

export interface RunbookHost {
  readonly host: Host;
  readonly drawn: DrawnHost;
  /** A sentence for each GPU of the host that is not in the plan any more. */
  readonly leftOut: readonly string[];
  /** In which order instances are created where the driver takes no starts; empty where it does. */
  readonly orders: ReadonlyMap<GpuId, CreationOrder>;
}

export interface RunbookOptions {
  readonly plan: ValidPlan;
  readonly hosts: readonly RunbookHost[];
  /** VMs that have no instance, a line each. */
  readonly waiting: readonly string[];
  /** Of VMs that are on none of the plan's hosts. */
  readonly waitingNotes: readonly DrawnNotes[];
  /** Where the planner is; null: nobody can follow a link. */
  readonly pageUrl: string | null;
  /** The fragment of the link that holds the plan, "p=1....". */
  readonly sharedPlan: string;
}

/** The whole document. Deterministic; the reader writes in who did it and when. */
export function makeRunbook({
  plan,
  hosts,
  waiting,
  waitingNotes,
  pageUrl,
  sharedPlan,
}: RunbookOptions): string {
  const one = hosts.length === 1 ? hosts[0] : undefined;
  const of = one === undefined ? '' : ` on ${markdownCode(one.host.name)}`;
  const parts = [
    `# Runbook: ${markdownCode(plan.name)}${of}`,
    ...(plan.notes === '' ? [] : quoted(plan.notes)),
    ...hosts.flatMap((host) => hostPart(host)),
    ...(waiting.length === 0
      ? []
      : [
          '## VMs that wait',
          'No instance is planned for these:',
          bullets(waiting.map((vm) => markdownCode(vm))),
          ...notesPart(waitingNotes),
        ]),
    '## Sign-off',
    signOff(),
    ...carried(pageUrl, sharedPlan),
  ];
  return `${joined(parts)}\n`;
}

/** Blank lines between blocks; the lines of a quotation stay together. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part, n) =>
      n === 0 ? part : part.startsWith('>') && parts[n - 1]?.startsWith('>') ? `\n${part}` : `\n\n${part}`,
    )
    .join('');
}

/** A line of the quotation for each line of the text. */
function quoted(notes: string): string[] {
  return notes.split('\n').map((line) => `> ${markdownText(line)}`.trimEnd());
}

const NOTES_OF = { host: 'Host', gpu: '', vm: 'VM' } as const;

/** Nothing where there are none: whose they are stands before each. */
function notesPart(notes: readonly DrawnNotes[]): string[] {
  if (notes.length === 0) return [];
  const whose = ({ of, name }: DrawnNotes): string =>
    of === 'gpu' ? name : `${NOTES_OF[of]} ${markdownCode(name)}`;
  return ['### Notes', ...notes.flatMap((one) => [`**${whose(one)}**`, ...quoted(one.notes)])];
}

function hostPart({ host, drawn, leftOut, orders }: RunbookHost): string[] {
  const tasks = drawn.gpus.flatMap((one): Task[] => {
    const { gpu, board } = one;
    if (board === null || gpu.use !== 'mig' || gpu.instances.length === 0) return [];
    const [kind = 'straight', otherKind] = kindsOf(board, gpu);
    const order = orders.get(gpu.id) ?? null;
    return [{ gpu, board, drawn: one, creations: creationsOn(board, gpu), kind, otherKind, order }];
  });
  const idle = drawn.gpus.filter(({ gpu }) => !tasks.some((task) => task.gpu.id === gpu.id));
  const rest = [
    ...idle.map(({ gpu, note }) =>
      `GPU ${gpu.index}: left alone. ${note === '' ? '' : `${markdownText(note)}.`}`.trimEnd(),
    ),
    ...leftOut.map((sentence) => markdownText(sentence)),
  ];
  return [
    `## Host ${markdownCode(host.name)}`,
    markdownText(drawn.about),
    ...notesPart(drawn.notes),
    ...(tasks.length === 0 ? ['Nothing is to be created here.'] : drawings(tasks)),
    ...(rest.length === 0 ? [] : [bullets(rest)]),
    ...(tasks.length === 0 ? [] : [...before(host, tasks), ...steps(host, tasks), ...rollBack(host, tasks)]),
  ];
}

function signOff(): string {
  const rows = ['Approved', 'Created', 'Checked against this page', 'In use again', 'Rolled back, if so'];
  return table(
    ['', 'Name', 'Date and time', 'Remarks'],
    rows.map((row) => [row, '', '', '']),
  );
}

/** The plan itself, as a link reference: shown to nobody, and found again by the planner. */
function carried(pageUrl: string | null, sharedPlan: string): string[] {
  if (!isSharedPlan(sharedPlan)) return [];
  const isLink = pageUrl !== null && /^https?:\/\/[^\s<>"'#]+$/.test(pageUrl);
  const words = isLink
    ? `The plan: [open it][${CARRIER}], or drop this file on the planner.`
    : 'The plan is in this file: drop it on the planner, and it opens.';
  return [words, `[${CARRIER}]: ${isLink ? pageUrl : ''}#${sharedPlan}`];
}
