/**
 * A lab as text that a page can keep. It holds what was done, and reading it does that again: no text can put a lab into a state
 * that nobody could have reached.
 */
import { err, ok, type Result } from '../../model/result.ts';
import { GPU_KINDS, type GpuKind } from '../../model/plan.ts';
import type { LabAction } from './actions.ts';
import { labKey } from './record.ts';
import { momentAt } from './replay.ts';
import { MAX_LAB_LINE } from './run.ts';
import { startLab, type LabEntry, type LabState } from './state.ts';

const VERSION = 1;
/** Characters of a text, and things done in it; the whole lab takes about 30. */
const MAX_TEXT = 20_000;
const MAX_ENTRIES = 300;

export type LabTextError =
  | { readonly code: 'too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'not-json' }
  /** Written by a later version of this page. */
  | { readonly code: 'too-new'; readonly version: number }
  /** `at`: the entry, from 0, or null for the text as a whole. */
  | { readonly code: 'bad-shape'; readonly at: number | null };

export function labTextErrorMessage(error: LabTextError): string {
  switch (error.code) {
    case 'too-long':
      return `The saved lab has ${error.length} characters; at most ${error.max} are read. The lab starts anew.`;
    case 'not-json':
      return 'The saved lab is damaged. The lab starts anew.';
    case 'too-new':
      return `The saved lab is of version ${error.version}, this page reads ${VERSION}. The lab starts anew.`;
    case 'bad-shape':
      return error.at === null
        ? 'The saved text is no lab. The lab starts anew.'
        : `Entry ${error.at + 1} of the saved lab is not understood. The lab starts anew.`;
  }
}

/**
 * The lab as one line of JSON that parseLabText reads. Null where even without its detours it is longer than is read: the text
 * that was kept before stays the better one.
 */
export function makeLabText(state: LabState): string | null {
  const isLong = (log: readonly LabEntry[]): boolean =>
    log.length > MAX_ENTRIES || written(state.kind, log).length > MAX_TEXT;
  const log = isLong(state.log) ? withoutDetours(state) : state.log;
  return isLong(log) ? null : written(state.kind, log);
}

function written(kind: GpuKind, log: readonly LabEntry[]): string {
  const done = log.map((entry) => (entry.kind === 'line' ? [entry.at, entry.line] : entry.action));
  return JSON.stringify({ lab: VERSION, kind, done });
}

/** The log without what led back to a state that it had been in: on and off again. */
function withoutDetours({ kind, log }: LabState): readonly LabEntry[] {
  let now = startLab(kind);
  let keys = [labKey(now)];
  let kept: LabEntry[] = [];
  for (const entry of log) {
    now = momentAt(now, entry).after;
    const key = labKey(now);
    const before = keys.indexOf(key);
    if (before < 0) {
      kept.push(entry);
      keys.push(key);
    } else {
      kept = kept.slice(0, before);
      keys = keys.slice(0, before + 1);
    }
  }
  return kept;
}

/** The lab of a text. What was done is done again; of an action that fails now nothing is kept. */
export function parseLabText(text: string): Result<LabState, LabTextError> {
  if (text.length > MAX_TEXT) return err({ code: 'too-long', length: text.length, max: MAX_TEXT });
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return err({ code: 'not-json' });
  }
  if (!isRecord(said) || !Number.isInteger(said['lab'])) return err({ code: 'bad-shape', at: null });
  const version = Number(said['lab']);
  if (version > VERSION) return err({ code: 'too-new', version });
  const kind = GPU_KINDS.find((one) => one === said['kind']);
  const done = said['done'];
  if (version !== VERSION || kind === undefined || !Array.isArray(done) || done.length > MAX_ENTRIES)
    return err({ code: 'bad-shape', at: null });
  let state = startLab(kind);
  for (const [at, one] of done.entries()) {
    const entry = entryOf(one);
    if (entry === null) return err({ code: 'bad-shape', at });
    state = momentAt(state, entry).after;
  }
  return ok(state);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Longer names are none of the lab's. */
const MAX_NAME = 60;

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME;
}

function entryOf(said: unknown): LabEntry | null {
  if (Array.isArray(said)) {
    const pair: readonly unknown[] = said;
    const [at, line] = pair;
    if (pair.length !== 2 || !isName(at) || typeof line !== 'string' || line.length > MAX_LAB_LINE)
      return null;
    return { kind: 'line', at, line };
  }
  const action = isRecord(said) ? actionOf(said) : null;
  return action === null ? null : { kind: 'action', action };
}

function actionOf({ type, vm, vgpu, isOn }: Readonly<Record<string, unknown>>): LabAction | null {
  if (type === 'bios/sriov') return typeof isOn === 'boolean' ? { type, isOn } : null;
  if (!isName(vm)) return null;
  switch (type) {
    case 'vm/vgpu':
      return vgpu === null || isName(vgpu) ? { type, vm, vgpu } : null;
    case 'vm/power':
      return typeof isOn === 'boolean' ? { type, vm, isOn } : null;
    case 'vm/driver':
      return { type, vm };
    default:
      return null;
  }
}
