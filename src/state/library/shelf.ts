/** Reading and writing plans, each in one transaction. A plan is written only over the revision that the writer has seen. */
import type { Result } from '../../model/result.ts';
import type { PlanDatabase, StorageFault, StoreName, Transaction } from './database.ts';
import type { HistoryRecord } from './historyRecord.ts';
import {
  asPlanRecord,
  asVersionRecord,
  type PlanRecord,
  type TextRecord,
  type VersionRecord,
} from './records.ts';

export const MAX_VERSIONS = 10;
/** A version is kept when the last one is older than this. */
const VERSION_EVERY_MS = 5 * 60_000;
/** Deleted plans that can still be brought back. */
export const MAX_DELETED = 20;

const ALL: StoreName[] = ['plans', 'texts', 'versions', 'histories'];

/** A version that is kept whatever its age: the plan before something took its place. */
export type KeptVersion = Pick<VersionRecord, 'name' | 'size' | 'drawing' | 'text'>;

export interface Writing {
  readonly id: string;
  /** The revision that this is a change of; 0: a plan that was never saved. */
  readonly base: number;
  readonly outline: Pick<PlanRecord, 'name' | 'size' | 'drawing'>;
  readonly text: string;
  /** Null: none is kept, and an older one goes. */
  readonly history: ((revision: number) => HistoryRecord) | null;
  /** Null: none at all is added, not even one that is due, for there is no room. */
  readonly versions: readonly KeptVersion[] | null;
  readonly now: number;
}

export type Written =
  | { readonly kind: 'written'; readonly revision: number }
  /** Someone else has written since. Nothing was changed. */
  | { readonly kind: 'newer'; readonly revision: number }
  /** It was deleted since. Nothing was changed. */
  | { readonly kind: 'gone' };

/** A plan as it is in the database; whether its text can be read is for the reader to say. */
export interface StoredPlan {
  readonly record: PlanRecord;
  readonly text: string | null;
  readonly history: unknown;
}

export function createShelf(database: PlanDatabase) {
  const readRecord = async (tx: Transaction, id: string): Promise<PlanRecord | null> =>
    asPlanRecord(await tx.objectStore('plans').get(id));

  const versionKeys = (planId: string): IDBKeyRange => IDBKeyRange.bound([planId], [planId, []]);

  const keepVersions = async (
    tx: Transaction,
    before: PlanRecord,
    { versions, now }: Pick<Writing, 'versions' | 'now'>,
  ): Promise<number> => {
    const store = tx.objectStore('versions');
    // One from the future says nothing: the clock was set back since.
    const age = now - before.versionAt;
    const isDue = age >= VERSION_EVERY_MS || age < 0;
    if (versions === null) return before.versionAt;
    if (!isDue && versions.length === 0) return before.versionAt;
    const old = isDue ? asText(await tx.objectStore('texts').get(before.id)) : null;
    const kept: KeptVersion[] = [
      ...(old === null ? [] : [{ name: before.name, size: before.size, drawing: before.drawing, text: old }]),
      ...versions,
    ];
    const keys = await store.getAllKeys(versionKeys(before.id));
    const newest = keys.at(-1);
    const last = newest === undefined ? null : asVersionRecord(await store.get(newest));
    let lastText = last?.text ?? null;
    let part = newest !== undefined && newest[1] === before.revision ? newest[2] + 1 : 0;
    for (const version of kept) {
      if (version.text === lastText) continue;
      lastText = version.text;
      const isStored = version.text === old;
      const record: VersionRecord = {
        ...version,
        planId: before.id,
        revision: before.revision,
        part: part++,
        changedAt: isStored ? before.changedAt : now,
      };
      await store.put(record);
    }
    const all = await store.getAllKeys(versionKeys(before.id));
    for (const key of all.slice(0, Math.max(0, all.length - MAX_VERSIONS))) await store.delete(key);
    return now;
  };

  const deleteForGood = async (tx: Transaction, id: string): Promise<void> => {
    await tx.objectStore('plans').delete(id);
    await tx.objectStore('texts').delete(id);
    await tx.objectStore('histories').delete(id);
    await tx.objectStore('versions').delete(versionKeys(id));
  };

  /** Deleted plans beyond the limit go for good, the one deleted first first. */
  const emptyBin = async (tx: Transaction): Promise<void> => {
    const plans = await tx.objectStore('plans').getAll();
    const deleted = plans.flatMap((one) => {
      const record = asPlanRecord(one);
      return record === null || record.deletedAt === null ? [] : [{ id: record.id, at: record.deletedAt }];
    });
    deleted.sort((a, b) => b.at - a.at);
    for (const { id } of deleted.slice(MAX_DELETED)) await deleteForGood(tx, id);
  };

  const setDeleted = (id: string, deletedAt: number | null): Promise<Result<boolean, StorageFault>> =>
    database.change(ALL, async (tx) => {
      const record = await readRecord(tx, id);
      if (record === null) return false;
      await tx.objectStore('plans').put({ ...record, deletedAt });
      if (deletedAt !== null) await emptyBin(tx);
      return true;
    });

  return {
    /** Every plan, the last changed first; deleted ones too, which say so. */
    list: (): Promise<Result<readonly PlanRecord[], StorageFault>> =>
      database.change(['plans', 'texts'], async (tx) => {
        const records = (await tx.objectStore('plans').getAll()).flatMap((one) => asPlanRecord(one) ?? []);
        const known = new Set(records.map(({ id }) => id));
        // A text whose record is gone is still somebody's plan.
        const stray = (await tx.objectStore('texts').getAllKeys()).filter((id) => !known.has(id));
        return [...records, ...stray.map(strayRecord)].sort((a, b) => b.changedAt - a.changedAt);
      }),

    /** Null where there is no such plan. A deleted one is read as any other. */
    read: (id: string): Promise<Result<StoredPlan | null, StorageFault>> =>
      database.change(ALL, async (tx) => {
        const text = asText(await tx.objectStore('texts').get(id));
        const record = (await readRecord(tx, id)) ?? (text === null ? null : strayRecord(id));
        if (record === null) return null;
        return { record, text, history: await tx.objectStore('histories').get(id) };
      }),

    /** The record alone: which revision there is now. */
    look: (id: string): Promise<Result<PlanRecord | null, StorageFault>> =>
      database.change(['plans'], (tx) => readRecord(tx, id)),

    /** Compare and set: writes over `base` or not at all. */
    write: (writing: Writing): Promise<Result<Written, StorageFault>> =>
      database.change(ALL, async (tx): Promise<Written> => {
        const { id, base, outline, text, history, now } = writing;
        const before = await readRecord(tx, id);
        if (before === null ? base !== 0 : before.deletedAt !== null) return { kind: 'gone' };
        if (before !== null && before.revision !== base) return { kind: 'newer', revision: before.revision };
        const versionAt = before === null ? 0 : await keepVersions(tx, before, writing);
        const revision = base + 1;
        const record: PlanRecord = { id, ...outline, revision, changedAt: now, versionAt, deletedAt: null };
        const textRecord: TextRecord = { id, text };
        await tx.objectStore('texts').put(textRecord);
        await tx.objectStore('plans').put(record);
        if (history === null) await tx.objectStore('histories').delete(id);
        else await tx.objectStore('histories').put(history(revision));
        return { kind: 'written', revision };
      }),

    /** False where there is no such plan. It stays until so many others have been deleted after it. */
    delete: (id: string, now: number) => setDeleted(id, now),
    restore: (id: string) => setDeleted(id, null),

    /** Nothing of them is left: the only way to make room where there is none. */
    deleteForGood: (ids: readonly string[]): Promise<Result<null, StorageFault>> =>
      database.change(ALL, async (tx) => {
        for (const id of ids) await deleteForGood(tx, id);
        return null;
      }),

    /** The kept versions of a plan, the newest first. */
    versions: (planId: string): Promise<Result<readonly VersionRecord[], StorageFault>> =>
      database.change(['versions'], async (tx) => {
        const all = await tx.objectStore('versions').getAll(versionKeys(planId));
        return all.flatMap((one) => asVersionRecord(one) ?? []).reverse();
      }),

    /** A text that cannot be read as a plan, kept as it is: it is listed, and can be saved as a file. */
    keepText: (record: PlanRecord, text: string): Promise<Result<null, StorageFault>> =>
      database.change(ALL, async (tx) => {
        const textRecord: TextRecord = { id: record.id, text };
        await tx.objectStore('texts').put(textRecord);
        await tx.objectStore('plans').put(record);
        return null;
      }),

    close: database.close,
  };
}

export type Shelf = ReturnType<typeof createShelf>;

/** What is certain of a plan of which only the text is there. */
function strayRecord(id: string): PlanRecord {
  return {
    id,
    name: 'Plan without a name',
    revision: 0,
    changedAt: 0,
    size: null,
    drawing: [],
    versionAt: 0,
    deletedAt: null,
  };
}

function asText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('text' in value)) return null;
  return typeof value.text === 'string' ? value.text : null;
}
