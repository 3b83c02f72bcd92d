/**
 * The tables that a share link holds: the whole plan, hosts to attachments, each column folded by itself. foldPlan.ts
 * writes them, unfoldPlan.ts reads them. A change of any table, of what is usual in a column or of the order is a new
 * version of the link: links live longer than programs.
 */
import type { Wanted } from '../model/plan.ts';

/** Of the plan document that the tables unfold to; its reader brings it up to date. */
export const DOCUMENT_VERSION = 1;

/** The usual value of a column of names: names have a way of folding of their own. */
export const NAME = Symbol('name');

/** What each column holds in most rows. */
export const COLUMNS = {
  // name, notes, platform, release, driver, creation, GPUs, observed GPUs, extra
  host: [NAME, '', null, null, null, null, 0, null, null],
  // index less position in its host, board, variant, uuid, pciId, kind, use, instances, extra
  gpu: [0, null, null, null, null, null, 'mig', 0, null],
  // place, pinned, reportedId, compute instances, extra
  instance: [null, false, null, 0, null],
  // place, extra
  computeInstance: [null, null],
  // name, notes, group, attachments, extra
  vm: [NAME, '', null, 1, null],
  // instances left out since the last attachment (null: waits), want where it is not the expected one, extra
  attachment: [0, null, null],
  // profile, needs, count, weight, group, extra
  request: [null, null, 1, null, null, null],
} as const;
export type Table = keyof typeof COLUMNS;

/** The order in the payload, after `HEAD`: what is often empty comes last and is left out. */
export const ORDER = ['host', 'gpu', 'instance', 'vm', 'attachment', 'request', 'computeInstance'] as const;
/** Name of the plan; number of hosts, VMs and requests. After the tables come notes and extra of the plan. */
export const HEAD = 4;

/**
 * What an attachment wants, as one text: "p" and a profile or "t" and a type; "P" for the very profile of its instance,
 * and "T" for a type that names the size of that profile as NVIDIA's types do, "TA100#C" for A100-3-20C on 3g.20gb.
 */
export function foldWant(wants: Wanted, profile: string | null): string {
  if (wants.kind === 'profile') return wants.profile === profile ? 'P' : `p${wants.profile}`;
  const size = sizeInType(profile);
  return size === null || wants.type.includes('#') || !wants.type.includes(size)
    ? `t${wants.type}`
    : `T${wants.type.replace(size, '#')}`;
}

/** The field of the document, by name and value. */
export function unfoldWant(want: string, profile: string | null): readonly [name: string, value: string] {
  const text = want.slice(1);
  switch (want.charAt(0)) {
    case 'P':
      return ['profile', profile ?? ''];
    case 'T':
      return ['type', text.replace('#', sizeInType(profile) ?? '')];
    case 't':
      return ['type', text];
    default:
      return ['profile', text];
  }
}

/** "-3-20" for "3g.20gb". */
function sizeInType(profile: string | null): string | null {
  const [, slices, memoryGB] = /^([0-9])g\.([0-9]+)gb/.exec(profile ?? '') ?? [];
  return slices === undefined || memoryGB === undefined ? null : `-${slices}-${memoryGB}`;
}

/** VMs mostly want what the VM before them wanted, so a want is written only where it is another one. */
export class ExpectedWants {
  readonly #lastOn = new Map<string | null, string>();
  #last = 'P';

  /** What the last VM on that profile wanted, else the last VM on any. Null stands for a VM that waits. */
  on(profile: string | null): string {
    return this.#lastOn.get(profile) ?? this.#last;
  }

  note(profile: string | null, want: string): void {
    this.#lastOn.set(profile, want);
    this.#last = want;
  }
}
