import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { planDatabase } from './database.ts';

let count = 0;
const freshName = (): string => `database-test-${++count}`;
const look = (database: ReturnType<typeof planDatabase>) =>
  database.change(['plans'], (tx) => tx.objectStore('plans').count());

/** A connection of another tab, as the browser gives it. */
function connect(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason'));
  });
}

test.each([
  ['forbids it', 'SecurityError', { code: 'blocked' }],
  ['has it switched off', 'InvalidStateError', { code: 'blocked' }],
  ['is out of order', 'UnknownError', { code: 'failed', detail: 'UnknownError: why' }],
])('a browser that %s is told apart, and asked again the next time', async (_, name, error) => {
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('why', name);
  });
  const database = planDatabase(freshName());
  expect(await look(database)).toEqual({ ok: false, error });
  spy.mockRestore();
  expect(await look(database)).toEqual({ ok: true, value: 0 });
});

test('a browser without a database', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const found = await look(planDatabase(freshName()));
  vi.unstubAllGlobals();
  expect(found).toEqual({ ok: false, error: { code: 'blocked' } });
});

test('a database of a newer page is left alone', async () => {
  const name = freshName();
  (await connect(name, 2)).close();
  expect(await look(planDatabase(name, 1))).toEqual({ ok: false, error: { code: 'newer-page' } });
});

test('an older tab that holds the database is said, and is no longer in the way once it is closed', async () => {
  const name = freshName();
  const old = await connect(name, 1);
  const database = planDatabase(name, 2);
  expect(await look(database)).toEqual({ ok: false, error: { code: 'older-tab' } });
  expect(await look(database)).toEqual({ ok: false, error: { code: 'older-tab' } });
  old.close();
  await expect.poll(() => look(database)).toEqual({ ok: true, value: 0 });
});

test('a newer page need not wait for this one, which then says why it saves nothing', async () => {
  const name = freshName();
  const database = planDatabase(name, 1);
  expect(await look(database)).toEqual({ ok: true, value: 0 });
  (await connect(name, 2)).close();
  expect(await look(database)).toEqual({ ok: false, error: { code: 'newer-page' } });
});

test('a connection that the browser has closed is opened again', async () => {
  const database = planDatabase(freshName());
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await look(database);
  const connection = spy.mock.contexts.at(-1) as IDBDatabase;
  spy.mockRestore();
  connection.close();
  expect(await look(database)).toEqual({ ok: true, value: 0 });
});

test('a transaction is kept whole or not at all', async () => {
  const database = planDatabase(freshName());
  const put = database.change(['plans'], async (tx) => {
    await tx.objectStore('plans').put({ id: 'a' });
    throw new DOMException('', 'QuotaExceededError');
  });
  expect(await put).toEqual({ ok: false, error: { code: 'full' } });
  expect(await look(database)).toEqual({ ok: true, value: 0 });
});
