/** Who waits, by the reason. */
import type { Plan, Vm } from '../../model/plan.ts';
import { wantedName } from '../messages.ts';
import { isWaiting } from '../vms/assign.ts';
import { waitMessage } from '../vms/waitMessages.ts';
import { createWhyWaiting, type WaitReason } from '../vms/whyWaiting.ts';

export interface WaitingGroup {
  /** The first VM's; null: there is room for them as the plan stands. */
  readonly reason: WaitReason | null;
  /** In one sentence; the same for all of them. */
  readonly why: string;
  readonly vms: number;
  /** The first of them. */
  readonly names: readonly string[];
  /** Their vGPUs that wait, by type or profile, in the order of the plan. */
  readonly wants: readonly { readonly wanted: string; readonly count: number }[];
}

/** Names that are kept of a group. */
const MOST_NAMES = 3;

interface Group {
  readonly reason: WaitReason | null;
  readonly why: string;
  vms: number;
  readonly names: string[];
  readonly wants: Map<string, number>;
}

export const ROOM_NOW = 'There is room for them: place them.';

/** Takes the VMs of a plan a few at a time. */
export class WaitingCount {
  readonly #plan: Plan;
  /** Made with the first that waits: it looks at every GPU. */
  #whyWaiting: ReturnType<typeof createWhyWaiting> | null = null;
  readonly #sentences = new Map<WaitReason, string>();
  readonly #groups = new Map<string, Group>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  add(vms: readonly Vm[]): void {
    for (const vm of vms) if (isWaiting(vm)) this.#addOne(vm);
  }

  #addOne(vm: Vm): void {
    this.#whyWaiting ??= createWhyWaiting(this.#plan);
    const reason = this.#whyWaiting(vm);
    const why = reason === null ? ROOM_NOW : this.#sentence(reason);
    const group = this.#groups.get(why) ?? {
      reason,
      why,
      vms: 0,
      names: [],
      wants: new Map<string, number>(),
    };
    this.#groups.set(why, group);
    group.vms += 1;
    if (group.names.length < MOST_NAMES) group.names.push(vm.name);
    for (const { wants, instance } of vm.attachments) {
      if (instance !== null) continue;
      const name = wantedName(wants);
      group.wants.set(name, (group.wants.get(name) ?? 0) + 1);
    }
  }

  #sentence(reason: WaitReason): string {
    const known = this.#sentences.get(reason) ?? waitMessage(reason, this.#plan);
    this.#sentences.set(reason, known);
    return known;
  }

  groups(): WaitingGroup[] {
    return [...this.#groups.values()]
      .map(({ wants, ...rest }) => ({
        ...rest,
        wants: [...wants].map(([wanted, count]) => ({ wanted, count })),
      }))
      .sort((a, b) => b.vms - a.vms);
  }
}
