/** FILE to plan: every importable format, with the board asked for where the text does not name it. */
import { findBoard, BOARDS } from '../model/catalogue/catalogue.ts';
import { findWithoutMig } from '../model/catalogue/withoutMig.ts';
import { boardLabel, type Board, type BoardId } from '../model/board.ts';
import { OWN_FORMATS } from '../formats/detect.ts';
import type { Reading } from '../formats/reading.ts';
import { formatErrorMessage, noticeMessage } from '../formats/messages.ts';
import { makeAt, type At, type Places } from '../model/source.ts';
import type { AnyId, GiId } from '../model/ids.ts';
import type { Host, Plan } from '../model/plan.ts';
import { ok, type Result } from '../model/result.ts';
import { subjectOf, type Violation } from '../placement/check.ts';
import { makeShortList, withoutMigMessage } from '../placement/messages.ts';
import { findNames } from '../placement/names/findNames.ts';
import { ruleOf, type Rule } from '../placement/rules/rules.ts';
import { planWarnings, problemMessage, type Problem, type Warning } from '../placement/rules/warnings.ts';
import { importText, type FoundFormat, type Imported, type ImportQuestion } from '../console/importText.ts';
import { plannedAnswer, plannedBoard } from '../console/plannedBoards.ts';
import { readInput, unusable, type Io, type Unusable } from './io.ts';
import { readTextFlags, type TextFlags } from './textFlags.ts';

export interface Input {
  readonly reading: Reading;
  /** The formats that were found, in the order of the text. */
  readonly found: readonly FoundFormat[];
  readonly violations: readonly Violation[];
  /** A text of others that says what somebody wants and not what is there. */
  readonly isWish: boolean;
  /** Planned instances of which the text says no start. */
  readonly startUnknown: ReadonlySet<GiId>;
  /** What is in doubt and stops nothing. */
  readonly warnings: readonly Warning[];
}

export interface ReadOptions {
  readonly gpu: string | null;
  readonly texts: TextFlags;
  /** The plan that the text is held against, and the host of it that a text without names is of: they answer its questions. */
  readonly against?: Against;
}

interface Against {
  readonly plan: Plan;
  readonly host: Host | null;
  /** False: only which host the text is of is asked of the plan. */
  readonly isCompared: boolean;
}

/** Stands for the host of a text that names none, to find out that it does not. */
const NOT_NAMED = 'not-named-in-the-text';

/** The board with that id or product name, however it is capitalised. */
export function boardNamed(text: string): Result<Board, Unusable> {
  const exact = findBoard(text.trim().toLowerCase());
  if (exact !== undefined) return ok(exact);
  const bare = (name: string): string =>
    name
      .trim()
      .toLowerCase()
      .replace(/^nvidia\s+/, '');
  const found = BOARDS.filter((board) => board.productNames.some((name) => bare(name) === bare(text)));
  const [only, second] = found;
  if (only === undefined) {
    const product = findWithoutMig(text);
    return unusable(product === null ? noBoard(text) : `no board "${text}": ${withoutMigMessage(product)}`);
  }
  if (second !== undefined) {
    return unusable(`"${text}" is the name of several boards: ${found.map((board) => board.id).join(', ')}`);
  }
  return ok(only);
}

/** Of what a text might have meant nothing is guessed: the boards it may be short for are named. */
function noBoard(text: string): string {
  const answer = findNames(text);
  const boards =
    answer.kind === 'found' && answer.as === 'product' ? answer.boards.map(({ board }) => board) : [];
  const known = boards.flatMap(({ id, board }) => (board === null ? [] : [id]));
  if (known.length > 0) return `no board "${text}"; say one of ${known.join(', ')}`;
  return boards.length > 0
    ? `of "${text}" only the vGPU tables of NVIDIA speak: no public source gives its starts`
    : `no board "${text}" in the catalogue; "models" lists those with MIG`;
}

/** Reads FILE in any format. Notices go to standard error, for standard output holds the answer. */
export function readPlan(io: Io, file: string, options: ReadOptions): Result<Input, Unusable> {
  const text = readInput(io, file);
  if (!text.ok) return text;
  const board = options.gpu === null ? null : boardNamed(options.gpu);
  if (board !== null && !board.ok) return board;
  const flags = readTextFlags(options.texts);
  if (!flags.ok) return flags;
  const { against } = options;
  const read = (
    boards: readonly BoardId[],
    hostName: string | undefined,
    byKey: ReadonlyMap<string, string> = new Map(),
  ): ReturnType<typeof importText> =>
    importText(text.value, {
      ...flags.value,
      byKey,
      like: against?.isCompared === true ? against.plan : null,
      ...(boards.length === 0 ? {} : { boards }),
      ...(hostName === undefined ? {} : { hostName }),
    });
  const said = board === null ? [] : [board.value.id];
  const name = file === '-' ? 'standard input' : file;
  let hostName: string | undefined;
  if (against !== undefined && isUnnamed(read(said, NOT_NAMED))) {
    if (against.host === null) {
      const names = makeShortList(against.plan.hosts.map((host) => host.name));
      return unusable(`${name}: the text does not name its host; say --host with one of ${names}`);
    }
    hostName = against.host.name;
  }
  let imported = read(said, hostName);
  if (against !== undefined && imported.ok && !imported.value.isDecided) {
    const asked = imported.value.questions.flatMap((one) => (one.kind === 'board' ? [one] : []));
    const planned = asked.map((one) => plannedBoard(one, against.host, against.plan));
    const boards = planned.flatMap((one) => (one === null ? [] : [one.board]));
    const kinds = plannedKinds(imported.value, against);
    const isAnswered = boards.length === planned.length && boards.length + kinds.size > 0;
    if (isAnswered) imported = read(boards.length > 0 ? boards : said, hostName, kinds);
  }
  if (!imported.ok) return unusable(`${name}: ${formatErrorMessage(imported.error)}`);
  const open = imported.value.questions.filter((question) => question.answer === null);
  // Each flag once, and all of them at once.
  const needed = [...new Map(open.map((question) => [question.kind, openMessage(question)])).values()];
  if (needed.length > 0) return unusable(`${name}: ${needed.join('; ')}`);
  const { reading, found, violations, isObservation, startUnknown } = imported.value;
  const isOwn = found.some(({ format }) => OWN_FORMATS.some((own) => own === format));
  const isWish = !isOwn && !isObservation && reading.plan.hosts.length > 0;
  return ok({ reading, found, violations, isWish, startUnknown, warnings: planWarnings(reading.plan) });
}

/** Of GPUs that may be straight or mirrored, those of which the plan knows it. */
function plannedKinds({ questions }: Imported, { host, plan }: Against): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const question of questions) {
    const found = question.kind === 'kind' ? plannedAnswer(question, host, plan) : null;
    if (found !== null) kinds.set(question.key, found.answer);
  }
  return kinds;
}

/** Boards that are named with their products. */
const MOST_LABELS = 6;

/** What has to be said for a text, and with which flag. */
function openMessage(question: ImportQuestion): string {
  switch (question.kind) {
    case 'board': {
      const labels = question.boards.flatMap((id) => {
        const known = findBoard(id);
        return known === undefined ? [] : [`${id} (${boardLabel(known)})`];
      });
      // All of them, for it is one of these: with many, their products would make it unreadable.
      const list = (labels.length > MOST_LABELS ? question.boards : labels).join(', ');
      const { differ } = question;
      const why =
        differ === null
          ? 'the text does not name the board'
          : `${makeAt(differ.other)} and ${makeAt(differ.at)} are of different boards`;
      return `${why}; say --gpu with one of ${list}`;
    }
    case 'kind': {
      const { host, index } = question.gpu;
      const gpu = `GPU ${index}${host === null ? '' : ` on ${host}`}`;
      const list = question.choices.map(({ kind, layout }) => `${kind} (${layout})`).join(' or ');
      return `the IDs of ${gpu} fit both kinds of GPU; say --kind ${list}`;
    }
    case 'configuration':
      return `the text holds several configurations; say --config with one of ${makeShortList([...question.names])}`;
    case 'gpu-count':
      return 'the text speaks of all GPUs of a host and not of how many; say --gpus-per-host';
  }
}

function isUnnamed(imported: Result<Imported, unknown>): boolean {
  return imported.ok && imported.value.reading.plan.hosts.some((host) => host.name === NOT_NAMED);
}

/** A notice or violation as `--json` gives it; `at` is a line number, a JSON pointer, or null where nothing is written. */
function makeJsonAt(at: At | undefined): number | string | null {
  if (at === undefined) return null;
  return 'line' in at ? at.line : at.pointer;
}

function placeOf(places: Places, violation: Problem): At | undefined {
  const ids: (AnyId | null | undefined)[] = [
    subjectOf(violation),
    violation.vm?.id,
    violation.gpu?.id,
    violation.host?.id,
  ];
  for (const id of ids) {
    const at = id == null ? undefined : places.get(id);
    if (at !== undefined) return at;
  }
  return undefined;
}

export interface JsonViolation {
  readonly code: string;
  readonly at: number | string | null;
  readonly host: string | null;
  readonly gpu: number | null;
  readonly vm: string | null;
  readonly profile: string | null;
  readonly start: number | null;
  readonly message: string;
}

export function jsonViolations({ plan, places }: Reading, violations: readonly Problem[]): JsonViolation[] {
  return violations.map((violation) => ({
    code: violation.fault.code,
    at: makeJsonAt(placeOf(places, violation)),
    host: violation.host?.name ?? null,
    gpu: violation.gpu?.index ?? null,
    vm: violation.vm?.name ?? null,
    profile: violation.gi?.profile ?? null,
    start: violation.gi?.start ?? null,
    message: problemMessage(violation, plan),
  }));
}

/** The rule behind each code that was found. Of one code there may be several, for a source depends on the release. */
function rulesOf(violations: readonly Problem[]): { readonly code: string; readonly rule: Rule }[] {
  const found = new Map(
    violations.map(({ fault }) => {
      const rule = ruleOf(fault);
      return [JSON.stringify([fault.code, rule.confidence, rule.sources]), { code: fault.code, rule }];
    }),
  );
  return [...found.values()];
}

export function jsonRules(violations: readonly Problem[]): (Rule & { readonly code: string })[] {
  return rulesOf(violations).map(({ code, rule }) => ({ code, ...rule }));
}

/** Each rule with how sure it is and what it says, and below it where it is written, a line each. */
export function ruleLines(violations: readonly Problem[]): string {
  return rulesOf(violations)
    .flatMap(({ code, rule: { says, confidence, sources } }) => [
      `rule ${code}${sources.length === 0 ? '' : ` (${confidence})`}: ${says}`,
      ...sources.map(({ what, url }) => `  ${url === null ? what : `${what}: ${url}`}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

export function jsonNotices(
  reading: Reading,
): { code: string; at: number | string | null; message: string }[] {
  return reading.notices.map((notice) => ({
    code: notice.code,
    at: makeJsonAt('at' in notice ? notice.at : undefined),
    message: noticeMessage(notice),
  }));
}

/** Violations for a person, a line each: "line 3: GPU 0 on esx-01: ... [overlap]". */
export function violationLines({ plan, places }: Reading, violations: readonly Problem[]): string {
  return violations
    .map((violation) => {
      const at = placeOf(places, violation);
      const where = [
        at === undefined ? '' : makeAt(at),
        violation.gpu === null || violation.host === null
          ? ''
          : `GPU ${violation.gpu.index} on ${violation.host.name}`,
        violation.vm === null ? '' : `VM ${violation.vm.name}`,
      ].filter((part) => part !== '');
      return `${[...where, problemMessage(violation, plan)].join(': ')} [${violation.fault.code}]\n`;
    })
    .join('');
}

export function noticeLines(reading: Reading): string {
  return reading.notices.map((notice) => `note: ${noticeMessage(notice)}\n`).join('');
}

/** Instances and GPUs of a plan, for the closing line of a command. */
export function planSize(plan: Plan): { readonly instances: number; readonly gpus: number } {
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  return { instances: gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0), gpus: gpus.length };
}
