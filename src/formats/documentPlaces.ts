/**
 * Where things stand in a JSON document: of each id of the plan that was made of it, and the other way round of the instances,
 * which VMs point at. A plan of ten thousand GPUs has a hundred thousand pointers, and nearly none is ever asked for as a text.
 */
import type { AnyId, GiId } from '../model/ids.ts';
import type { At } from '../model/source.ts';
import type { Spot } from './documentFields.ts';

/** `Places` of a document; the pointers are made as they are asked for. */
export class DocumentPlaces implements ReadonlyMap<AnyId, At> {
  readonly #spots = new Map<AnyId, Spot>();

  add(id: AnyId, spot: Spot): void {
    this.#spots.set(id, spot);
  }

  get size(): number {
    return this.#spots.size;
  }

  has(id: AnyId): boolean {
    return this.#spots.has(id);
  }

  get(id: AnyId): At | undefined {
    const spot = this.#spots.get(id);
    return spot && { pointer: spot.pointer };
  }

  keys(): MapIterator<AnyId> {
    return this.#spots.keys();
  }

  *values(): MapIterator<At> {
    for (const { pointer } of this.#spots.values()) yield { pointer };
  }

  *entries(): MapIterator<[AnyId, At]> {
    for (const [id, { pointer }] of this.#spots) yield [id, { pointer }];
  }

  [Symbol.iterator](): MapIterator<[AnyId, At]> {
    return this.entries();
  }

  forEach(tell: (at: At, id: AnyId, map: ReadonlyMap<AnyId, At>) => void): void {
    for (const [id, at] of this.entries()) tell(at, id, this);
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
