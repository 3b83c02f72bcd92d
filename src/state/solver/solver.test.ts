/** The line between the page and its solver, with tasks of our own and a clock that is told what time it is. */
import { describe, expect, test } from 'vitest';
import type { Search } from '../../placement/solver/search.ts';
import { createSolver } from './client.ts';
import type { Connect, FromSolver, Port, PortEvents, ToSolver } from './protocol.ts';
import { createServer } from './serve.ts';

/** Counts to `to`, a unit of work each; knows from the start where it ends. */
function* count({ to }: { readonly to: number }): Search<number> {
  for (let work = 1; work < to; work++) yield { best: work, bound: to, isProven: false, work };
  return { best: to, bound: to, isProven: true, work: to };
}

// A task that breaks is one that never gets as far as saying something.
// oxlint-disable-next-line require-yield
function* breaks({ text }: { readonly text: string }): Search<number> {
  throw new Error(text);
}

/** What came over the line, told by the other end. */
const arrived: unknown[] = [];
// oxlint-disable-next-line require-yield
function* notes({ plan }: { readonly plan: object }): Search<number> {
  arrived.push(plan);
  return { best: arrived.length, bound: null, isProven: true, work: 1 };
}

const TASKS = { count, breaks, notes };
type Tasks = typeof TASKS;

interface Line {
  readonly connect: Connect;
  /** Lets everybody have so many turns. */
  readonly turns: (count: number) => Promise<void>;
  readonly asked: ToSolver[];
}

/** A server whose clock goes on by one at each look, so that a slice of 5 is a handful of steps. */
function line({ isDeaf = false, isReady = true } = {}): Line {
  const waiting: (() => void)[] = [];
  const asked: ToSolver[] = [];
  let time = 0;
  const connect: Connect = ({ onMessage }): Port => {
    let isClosed = false;
    const post = (message: FromSolver): void => {
      if (!isClosed) onMessage(structuredClone(message));
    };
    const receive = createServer({
      tasks: TASKS,
      post,
      now: () => time++,
      rest: () => new Promise((resume) => waiting.push(resume)),
      sliceMs: 5,
      sayMs: 5,
    });
    if (isReady) post({ type: 'ready' });
    return {
      post: (message) => {
        asked.push(message);
        if (!isDeaf || message.type === 'start') receive(structuredClone(message));
      },
      close: () => {
        isClosed = true;
      },
    };
  };
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn++) {
      for (const resume of waiting.splice(0)) resume();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { connect, turns, asked };
}

const never = (): void => undefined;

test('progress comes before the answer, and the answer is the last word', async () => {
  const { connect, turns } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const heard: (number | null)[] = [];
  const run = solver.start('count', { to: 30 }, { onProgress: ({ best }) => heard.push(best) });
  await turns(20);
  const ending = await run.ended;
  expect(ending).toEqual({ how: 'done', outcome: { best: 30, bound: 30, isProven: true, work: 30 } });
  expect(heard.length).toBeGreaterThan(2);
  expect([...heard].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(heard);
});

test('a cancelled run says what it had', async () => {
  const { connect, turns } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const run = solver.start('count', { to: 1_000_000 });
  await turns(3);
  run.cancel();
  await turns(1);
  const ending = await run.ended;
  expect(ending.how).toBe('cancelled');
  expect(ending.outcome.bound).toBe(1_000_000);
  expect(ending.outcome.best).toBeGreaterThan(3);
  expect(ending.outcome.isProven).toBe(false);
});

test('a run over its budget says what it had, and one without any knows nothing', async () => {
  const { connect, turns } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const some = solver.start('count', { to: 1_000_000 }, { budget: 12 });
  const none = solver.start('count', { to: 5 }, { budget: 0 });
  await turns(10);
  expect(await some.ended).toEqual({
    how: 'budget',
    outcome: { best: 12, bound: 1_000_000, isProven: false, work: 12 },
  });
  expect(await none.ended).toEqual({
    how: 'budget',
    outcome: { best: null, bound: null, isProven: false, work: 0 },
  });
});

test('runs go on side by side: a short one is not kept waiting by a long one', async () => {
  const { connect, turns } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const long = solver.start('count', { to: 1_000_000 });
  const short = solver.start('count', { to: 8 });
  await turns(4);
  expect((await short.ended).how).toBe('done');
  long.cancel();
  await turns(1);
  expect((await long.ended).how).toBe('cancelled');
});

test('a task that throws is a fault with its words, and others are not touched', async () => {
  const { connect, turns } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const good = solver.start('count', { to: 20 });
  const bad = solver.start('breaks', { text: 'no such board' });
  await turns(8);
  expect(await bad.ended).toMatchObject({ how: 'fault', fault: { code: 'broken', text: 'no such board' } });
  expect((await good.ended).how).toBe('done');
});

describe('a solver that breaks down', () => {
  test('ends its runs with what was last heard, and the next question gets a new one', async () => {
    const { connect, turns } = line();
    const events: PortEvents[] = [];
    const solver = createSolver<Tasks>({
      ways: [
        (given) => {
          events.push(given);
          return connect(given);
        },
      ],
      afterGrace: never,
    });
    const run = solver.start('count', { to: 1_000_000 });
    await turns(4);
    events[0]?.onFailure('out of memory');
    const ending = await run.ended;
    expect(ending).toMatchObject({ how: 'fault', fault: { code: 'broken', text: 'out of memory' } });
    expect(ending.outcome.best).toBeGreaterThan(0);
    const next = solver.start('count', { to: 3 });
    await turns(4);
    expect((await next.ended).outcome.best).toBe(3);
    expect(events).toHaveLength(2);
  });

  test('before it was ready, the next way is taken, with all that was asked', async () => {
    const { connect, turns } = line();
    let fail: (text: string) => void = never;
    const dead: Connect = ({ onFailure }) => {
      fail = onFailure;
      return { post: never, close: never };
    };
    const throws: Connect = () => {
      throw new Error('not from a file');
    };
    const solver = createSolver<Tasks>({ ways: [throws, dead, connect], afterGrace: never });
    const run = solver.start('count', { to: 9 });
    const other = solver.start('count', { to: 4 });
    fail('404');
    await turns(6);
    expect((await run.ended).outcome.best).toBe(9);
    expect((await other.ended).outcome.best).toBe(4);
  });

  test('and where there is no other way, the runs end with a fault', async () => {
    const throws: Connect = () => {
      throw new Error('not from a file');
    };
    const solver = createSolver<Tasks>({ ways: [throws], afterGrace: never });
    const ending = await solver.start('count', { to: 9 }).ended;
    expect(ending).toMatchObject({ how: 'fault', fault: { code: 'unreachable' } });
  });
});

test('one that does not hear a cancel is ended after its grace, and the other runs begin again', async () => {
  const deaf = line({ isDeaf: true });
  const later: (() => void)[] = [];
  const solver = createSolver<Tasks>({ ways: [deaf.connect], afterGrace: (then) => later.push(then) });
  const long = solver.start('count', { to: 1_000_000 });
  const other = solver.start('count', { to: 40 });
  await deaf.turns(3);
  long.cancel();
  for (const then of later) then();
  const ending = await long.ended;
  expect(ending.how).toBe('cancelled');
  expect(ending.outcome.best).toBeGreaterThan(0);
  await deaf.turns(20);
  expect((await other.ended).outcome.best).toBe(40);
  expect(deaf.asked.filter(({ id, type }) => type === 'start' && id === 2)).toHaveLength(2);
});

test('what cannot be copied to a worker is a fault, not a question that nobody answers', async () => {
  const { connect } = line();
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: never });
  const args = { to: 3, how: never };
  expect((await solver.start('count', args).ended).how).toBe('fault');
});

test('of a plan that has changed only the change goes over the line, and a new solver is told all of it', async () => {
  arrived.splice(0);
  const plan = { hosts: [{ gpus: [1, 2] }, { gpus: [3] }], nextId: 4 };
  const edited = { ...plan, hosts: [plan.hosts[0], { gpus: [3, 4] }], nextId: 5 };
  const lines: Line[] = [];
  const connect: Connect = (events) => {
    const next = line({ isDeaf: lines.length === 0 });
    lines.push(next);
    return next.connect(events);
  };
  const later: (() => void)[] = [];
  const solver = createSolver<Tasks>({ ways: [connect], afterGrace: (then) => later.push(then) });
  await solver.start('notes', { plan }).ended;
  await solver.start('notes', { plan: edited }).ended;
  expect(arrived).toEqual([plan, edited]);
  const [first, second] = arrived as (typeof plan)[];
  expect(second?.hosts[0]).toBe(first?.hosts[0]);
  expect(JSON.stringify(lines[0]?.asked[1])).not.toContain('[1,2]');
  // It hears no cancel and is ended: the next one has seen no plan.
  const long = solver.start('count', { to: 1_000_000 });
  long.cancel();
  for (const then of later) then();
  await solver.start('notes', { plan: edited }).ended;
  expect(arrived[2]).toEqual(edited);
  expect(lines).toHaveLength(2);
});
