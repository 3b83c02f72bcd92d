/**
 * Ids inside a plan. They come from one counter (`Plan.nextId`), so a number names one thing of one kind, and they are
 * made anew whenever a document is read: no id is ever part of a file, a link or an export.
 */
declare const brand: unique symbol;
type Id<Noun extends string> = number & { readonly [brand]: Noun };

export type HostId = Id<'host'>;
export type GpuId = Id<'gpu'>;
export type GiId = Id<'gi'>;
export type VmId = Id<'vm'>;
export type AnyId = HostId | GpuId | GiId | VmId;

/** Hands out the next ids of a plan, in order. `next` is the first number that is still free. */
export class IdSource {
  next: number;
  constructor(next = 1) {
    this.next = next;
  }
  host(): HostId {
    return this.next++ as HostId;
  }
  gpu(): GpuId {
    return this.next++ as GpuId;
  }
  gi(): GiId {
    return this.next++ as GiId;
  }
  vm(): VmId {
    return this.next++ as VmId;
  }
}
