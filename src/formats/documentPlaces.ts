/**
 * Where things stand in a JSON document: of each id of the plan that was made of it, and the other way round of the instances,
 * which VMs point at. A plan of ten thousand GPUs has a hundred thousand pointers, and nearly none is ever asked for as a text.
 */
import type { AnyId, GiId } from '../model/ids.ts';
import type { At } from '../model/source.ts';
import { pointerTo } from './documentFields.ts';

/** Lists of a document whose members have ids. */
const LISTS = ['hosts', 'gpus', 'observed', 'instances', 'vms'] as const;
type List = (typeof LISTS)[number];

/** `Places` of a document whose ids count up from 1. Kept as numbers, which cost the collector of garbage nothing. */
export class DocumentPlaces implements ReadonlyMap<AnyId, At> {
  // By the id, less one: the id of whatever has it in a list (0: the document), that list, and where in it.
  readonly #up: number[] = [];
  readonly #list: number[] = [];
  readonly #n: number[] = [];

  /** To be called with each id in turn. */
  add(up: AnyId | null, list: List, n: number): void {
    this.#up.push(up ?? 0);
    this.#list.push(LISTS.indexOf(list));
    this.#n.push(n);
  }

  get size(): number {
    return this.#n.length;
  }

  has(id: AnyId): boolean {
    return this.#n[id - 1] !== undefined;
  }

  get(id: AnyId): At | undefined {
    return this.has(id) ? { pointer: this.#pointer(id) } : undefined;
  }

  #pointer(id: number): string {
    const [up = 0, list = 0, n = 0] = [this.#up[id - 1], this.#list[id - 1], this.#n[id - 1]];
    return pointerTo(pointerTo(up === 0 ? '' : this.#pointer(up), LISTS[list] ?? ''), n);
  }

  *entries(): MapIterator<[AnyId, At]> {
    for (let id = 1; id <= this.size; id++) yield [id as AnyId, { pointer: this.#pointer(id) }];
  }

  *keys(): MapIterator<AnyId> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<At> {
    for (const [, at] of this.entries()) yield at;
  }

  [Symbol.iterator](): MapIterator<[AnyId, At]> {
    return this.entries();
  }

  forEach(tell: (at: At, id: AnyId, map: ReadonlyMap<AnyId, At>) => void): void {
    for (const [id, at] of this) tell(at, id, this);
  }
}

/** "/hosts/3/gpus/0/instances/12", as `pointerTo` writes it: no number begins with a nought but that itself. */
const INSTANCE = /^\/hosts\/(0|[1-9][0-9]{0,6})\/gpus\/(0|[1-9][0-9]{0,6})\/instances\/(0|[1-9][0-9]{0,6})$/;

/** The planned instances by their places in the lists of the document. */
export class InstancesOfDocument {
  readonly #ids: GiId[][][] = [];

  add(id: GiId, host: number, gpu: number, n: number): void {
    const gpus = (this.#ids[host] ??= []);
    (gpus[gpu] ??= [])[n] = id;
  }

  /** Null where no planned instance is at that pointer. */
  at(pointer: string): GiId | null {
    const [, host, gpu, n] = INSTANCE.exec(pointer) ?? [];
    return this.#ids[Number(host)]?.[Number(gpu)]?.[Number(n)] ?? null;
  }
}
