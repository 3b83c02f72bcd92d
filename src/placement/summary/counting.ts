/** What one walk over the hosts of a plan counts. */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId, HostId } from '../../model/ids.ts';
import { boardsOf, vmsByInstance, type GpuPlace, type Host, type Plan } from '../../model/plan.ts';
import { profileOf } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { fitsOnGpu } from '../fits.ts';
import { isWaiting } from '../vms/assign.ts';
import { Standing } from './fewest.ts';
import { addFigures, figuresOfGpu, NO_FIGURES, type SummaryFigures } from './figures.ts';
import { causeKey, readGpu, type StrandedCause } from './strandedCause.ts';
import type { BoardSummary, HostSummary, ProfileSummary, Summary } from './summary.ts';

/** Everything that one walk over the hosts says. */
export class Counting {
  readonly #plan: Plan;
  readonly #vms: ReturnType<typeof vmsByInstance>;
  readonly #hosts: HostSummary[] = [];
  readonly #boards = new Map<BoardId, BoardCount>();
  readonly #stranded = new Map<string, { readonly cause: StrandedCause; gpus: number }>();
  readonly #ofHosts = new Map<HostId, Standing>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#vms = vmsByInstance(plan);
    for (const board of boardsOf(plan.hosts)) this.#boards.set(board, new BoardCount(board));
  }

  addHost(host: Host): void {
    let figures = NO_FIGURES;
    const standing = new Standing();
    this.#ofHosts.set(host.id, standing);
    for (const gpu of host.gpus) {
      const { use, causes } = readGpu(gpu);
      const own = figuresOfGpu(gpu, use, this.#vms);
      figures = addFigures(figures, own);
      standing.add(gpu);
      this.#boards.get(gpu.board)?.add({ host, gpu }, own, (id) => this.#vms.has(id));
      for (const cause of causes) {
        const key = causeKey(cause);
        const before = this.#stranded.get(key);
        if (before === undefined) this.#stranded.set(key, { cause, gpus: 1 });
        else before.gpus += 1;
      }
    }
    const { id, name } = host;
    this.#hosts.push({
      id,
      name,
      boards: [...new Set(host.gpus.map(({ board }) => board))],
      figures,
      proof: null,
    });
  }

  standingOfHost(id: HostId): Standing {
    return this.#ofHosts.get(id) ?? new Standing();
  }

  standingOfBoard(id: BoardId): Standing {
    return this.#boards.get(id)?.standing ?? new Standing();
  }

  summary(): Summary {
    const { name, vms } = this.#plan;
    const waiting = vms.filter(isWaiting).length;
    return {
      name,
      figures: this.#hosts.reduce((sum, { figures }) => addFigures(sum, figures), NO_FIGURES),
      vms: { total: vms.length, placed: vms.length - waiting, waiting },
      boards: [...this.#boards.values()].map((one) => one.summary()),
      hosts: this.#hosts,
      stranded: [...this.#stranded.values()]
        .map(({ cause, gpus }) => ({ ...cause, gpus }))
        .sort((a, b) => b.gpus - a.gpus),
      waiting: null,
      proof: null,
      stays: null,
    };
  }
}

interface Count {
  instances: number;
  withVm: number;
  /** Null: nobody knows. */
  now: number | null;
}

/** One board over all hosts. */
class BoardCount {
  readonly #id: BoardId;
  readonly #hosts = new Set<HostId>();
  readonly #profiles = new Map<ProfileName, Count>();
  #figures = NO_FIGURES;
  readonly standing = new Standing();

  constructor(id: BoardId) {
    this.#id = id;
    for (const { name, starts } of findBoard(id)?.profiles ?? [])
      this.#profiles.set(name, { instances: 0, withVm: 0, now: starts === null ? null : 0 });
  }

  add({ host, gpu }: GpuPlace, own: SummaryFigures, hasVm: (id: GiId) => boolean): void {
    this.#hosts.add(host.id);
    this.#figures = addFigures(this.#figures, own);
    this.standing.add(gpu);
    for (const { id, profile } of gpu.instances) {
      const count = this.#profiles.get(profile) ?? { instances: 0, withVm: 0, now: null };
      this.#profiles.set(profile, count);
      count.instances += 1;
      if (hasVm(id)) count.withVm += 1;
    }
    for (const [profile, count] of this.#profiles)
      if (count.now !== null) count.now += fitsOnGpu(host, gpu, profile);
  }

  summary(): BoardSummary {
    const board = findBoard(this.#id);
    const { gpus, gpusUncounted } = this.#figures;
    const rows = [...this.#profiles].map(([profile, { instances, withVm, now }]): ProfileSummary => {
      const known = board === undefined ? undefined : profileOf(board, profile);
      return {
        profile,
        memorySlices: known?.memorySlices ?? null,
        instances,
        instancesWithVm: withVm,
        most: known === undefined || now === null ? null : known.maxInstances * (gpus - gpusUncounted),
        now,
        repacked: null,
      };
    });
    return {
      board: this.#id,
      hosts: this.#hosts.size,
      figures: this.#figures,
      profiles: rows,
      proof: null,
    };
  }
}
