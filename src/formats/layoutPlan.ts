/** Puts the lines of a layout together to a plan. */
import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type AnyId, type GiId } from '../model/ids.ts';
import {
  EMPTY_PLAN,
  makeInstance,
  type Attachment,
  type Gpu,
  type GpuInstance,
  type Host,
  type Vm,
} from '../model/plan.ts';
import type { At } from '../model/source.ts';
import type { LayoutInstance, LayoutLine } from './layoutLine.ts';
import { readName, readProfileName } from './names.ts';
import { MAX_ITEMS, type FormatError, type Notice, type Reading } from './reading.ts';

/** Both are kept by the name as it was written, in the order they come up. */
interface HostDraft {
  readonly name: string;
  readonly at: At;
  readonly gpus: { readonly line: LayoutLine; readonly at: At }[];
}
interface VmDraft {
  readonly name: string;
  readonly at: At;
  readonly on: LayoutInstance[];
}

export class LayoutPlan {
  readonly #notices: Notice[] = [];
  readonly #hosts = new Map<string, HostDraft>();
  readonly #vms = new Map<string, VmDraft>();
  readonly #unknownBoards = new Set<string>();
  #items = 0;

  /** Null when the line went in; the error once there are too many hosts, GPUs, instances and VMs. */
  add(line: LayoutLine, at: At): FormatError | null {
    const host = this.#hostOf(line.host, at);
    const board = this.#board(line.board, at);
    const instances = line.instances.map((gi) => ({
      ...gi,
      profile: readProfileName(readName(gi.profile, 'unknown-profile', at, this.#notices)),
    }));
    host.gpus.push({ line: { ...line, board, instances }, at });
    for (const gi of instances) for (const vm of gi.vms) this.#vmOf(vm, at).on.push(gi);
    this.#items += 1 + instances.length;
    const count = this.#items + this.#hosts.size + this.#vms.size;
    return count > MAX_ITEMS ? { code: 'too-many-items', count, max: MAX_ITEMS } : null;
  }

  reading(): Reading {
    const ids = new IdSource();
    const places = new Map<AnyId, At>();
    const placed = new Map<LayoutInstance, GiId>();
    const instance = (gi: LayoutInstance, at: At): GpuInstance => {
      const id = ids.gi();
      places.set(id, at);
      placed.set(gi, id);
      return makeInstance(id, gi.profile, gi.start);
    };
    const gpu = ({ line, at }: HostDraft['gpus'][number]): Gpu => {
      const id = ids.gpu();
      places.set(id, at);
      const instances = [...line.instances].sort((a, b) => a.start - b.start).map((gi) => instance(gi, at));
      const unknown = { notes: '', variant: null, uuid: null, pciId: null, kind: null };
      const { index, board, use } = line;
      return { id, index, board, ...unknown, use, instances, extra: [] };
    };
    const hosts = [...this.#hosts.values()].map(({ name, at, gpus }): Host => {
      const id = ids.host();
      places.set(id, at);
      const sorted = [...gpus].sort((a, b) => a.line.index - b.line.index).map(gpu);
      const unknown = { platform: null, release: null, driver: null, creation: null, observed: null };
      return { id, name, notes: '', ...unknown, gpus: sorted, extra: [] };
    });
    const vms = [...this.#vms.values()].map(({ name, at, on }): Vm => {
      const id = ids.vm();
      places.set(id, at);
      const attachments = on.map((gi): Attachment => ({
        wants: { kind: 'profile', profile: gi.profile },
        instance: placed.get(gi) ?? null,
        extra: [],
      }));
      return { id, name, notes: '', group: null, attachments, extra: [] };
    });
    return { plan: { ...EMPTY_PLAN, hosts, vms, nextId: ids.next }, notices: this.#notices, places };
  }

  #hostOf(written: string, at: At): HostDraft {
    const known = this.#hosts.get(written);
    if (known !== undefined) return known;
    const name = readName(written, `host-${this.#hosts.size + 1}`, at, this.#notices);
    const host: HostDraft = { name, at, gpus: [] };
    this.#hosts.set(written, host);
    return host;
  }

  #vmOf(written: string, at: At): VmDraft {
    const known = this.#vms.get(written);
    if (known !== undefined) return known;
    const vm: VmDraft = {
      name: readName(written, `vm-${this.#vms.size + 1}`, at, this.#notices),
      at,
      on: [],
    };
    this.#vms.set(written, vm);
    return vm;
  }

  /** A board the catalogue does not have stays as it is; a notice names each once. */
  #board(written: string, at: At): string {
    const board = readName(written, 'unknown-board', at, this.#notices);
    if (findBoard(board) === undefined && !this.#unknownBoards.has(board)) {
      this.#unknownBoards.add(board);
      this.#notices.push({ code: 'board-unknown', at, board });
    }
    return board;
  }
}
