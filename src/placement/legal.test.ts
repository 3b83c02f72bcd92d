import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import { slicesIn } from '../model/geometry.ts';
import type { GiId } from '../model/ids.ts';
import type { GpuInstance } from '../model/plan.ts';
import { allLegalStarts, checkPlacement, isLegalSet, legalStarts, type GpuState } from './legal.ts';
import { isAccepted, RAW_BOARDS, type Piece } from './oracle.testing.ts';

/** A GPU from "3g.20gb@0 2g.10gb@4"; ids count from 1 in that order. */
function gpu(layout: string, board = 'a100-pcie-40gb'): GpuState {
  const instances = layout
    .split(' ')
    .filter((part) => part !== '')
    .map((part, index): GpuInstance => {
      const [profile = '', start = '0'] = part.split('@');
      return {
        id: (index + 1) as GiId,
        profile,
        start: Number(start),
        pinned: false,
        reportedId: null,
        computeInstances: [],
        extra: [],
      };
    });
  return { board, use: 'mig', instances };
}

// R6 of the facts, first half: what a model of "any free interval" accepts and the driver refuses.
test.each([
  ['1g.5gb', 7, 'not-a-start'],
  ['2g.10gb', 1, 'not-a-start'],
  ['2g.10gb', 3, 'not-a-start'],
  ['2g.10gb', 5, 'not-a-start'],
  ['2g.10gb', 6, 'not-a-start'],
  ['1g.10gb', 1, 'not-a-start'],
  ['3g.20gb', 1, 'not-a-start'],
  ['3g.20gb', 2, 'not-a-start'],
  ['3g.20gb', 3, 'not-a-start'],
  ['4g.20gb', 4, 'not-a-start'],
])('an empty A100 refuses %s at %i: %s', (profile, start, code) => {
  const result = checkPlacement(gpu(''), profile, start);
  expect(result.ok ? 'accepted' : result.error.code).toBe(code);
});

test.each([
  ['1g.5gb@6', '7g.40gb', 0, 'overlap', [1]],
  ['1g.5gb+me@0', '1g.5gb+me', 1, 'maximum', [1]],
  ['3g.20gb@0 3g.20gb@4', '2g.10gb', 0, 'overlap', [1]],
  ['3g.20gb@0 3g.20gb@4', '1g.5gb', 3, 'overlap', [1]],
  ['2g.10gb@0 1g.5gb@2', '4g.20gb', 0, 'overlap', [1, 2]],
])('%s refuses %s at %i: %s by %j', (layout, profile, start, code, blockedBy) => {
  const result = checkPlacement(gpu(layout), profile, start);
  expect(result.ok ? null : result.error).toMatchObject({ code, blockedBy });
});

// R6, second half: what such a model refuses and the driver accepts.
test.each([
  ['1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5', '1g.10gb', 6],
  ['4g.20gb@0', '3g.20gb', 4],
  ['', '3g.20gb', 0],
  ['2g.10gb@0 2g.10gb@2 2g.10gb@4', '1g.5gb', 6],
  ['2g.10gb@0 2g.10gb@2 2g.10gb@4', '1g.10gb', 6],
])('%s takes %s at %i', (layout, profile, start) => {
  expect(checkPlacement(gpu(layout), profile, start).ok).toBe(true);
});

test.each([
  ['a30-24gb', '2g.12gb+me@0', '1g.6gb+me', 'excluded'],
  ['a30-24gb', '1g.6gb+me@0', '2g.12gb+me', 'excluded'],
  ['rtx-pro-6000-server', '1g.24gb+me.all@0', '1g.24gb', 'excluded'],
  ['rtx-pro-6000-server', '1g.24gb@0', '1g.24gb+me.all', 'excluded'],
  ['rtx-pro-6000-server', '1g.24gb+me@0', '1g.24gb+me.all', 'excluded'],
  ['rtx-pro-6000-server', '2g.48gb+me.all@0', '1g.24gb+me.all', 'excluded'],
])('%s with %s takes no %s: %s', (board, layout, profile, code) => {
  const { starts, why } = legalStarts(gpu(layout, board), profile);
  expect(starts).toEqual([]);
  expect(why).toMatchObject({ code, blockedBy: [1] });
});

test('a rule of the set says which, how many, and who is in the way', () => {
  const why = (layout: string, profile: string, board = 'a100-pcie-40gb') =>
    legalStarts(gpu(layout, board), profile).why;
  expect(why('1g.5gb+me@0 1g.5gb@1', '1g.5gb+me')).toEqual({
    code: 'maximum',
    profile: '1g.5gb+me',
    max: 1,
    blockedBy: [1],
  });
  expect(why('1g.6gb+me@0 1g.6gb@1', '2g.12gb+me', 'a30-24gb')).toEqual({
    code: 'excluded',
    profile: '2g.12gb+me',
    blockedBy: [1],
    why: 'only one JPEG and one OFA engine exist (4g.24gb reports 1/1)',
  });
  // One optical-flow engine: who has it is in the way, and not who has decoders, of which there are more.
  expect(why('1g.24gb@0 1g.24gb+me@3', '1g.24gb+me', 'rtx-pro-6000-server')).toEqual({
    code: 'excluded',
    profile: '1g.24gb+me',
    blockedBy: [2],
    why: 'sum of engines over instances may not exceed the 4g profile; only binding for +me (one OFA) and +me.all',
  });
  // All decoders: everybody who has one.
  expect(why('1g.24gb@0 1g.24gb-me@3 1g.24gb@6', '1g.24gb+me.all', 'rtx-pro-6000-server')).toMatchObject({
    code: 'excluded',
    blockedBy: [1, 3],
  });
});

test('with +me.all in place an RTX PRO 6000 still takes what has no media engine', () => {
  expect(legalStarts(gpu('1g.24gb+me.all@0', 'rtx-pro-6000-server'), '1g.24gb-me').starts).toEqual([3, 6, 9]);
});

test.each([
  ['unknown board', { ...gpu(''), board: 'l40s' }, '3g.20gb', { code: 'board-unknown', board: 'l40s' }],
  ['MIG off', { ...gpu(''), use: 'off' as const }, '3g.20gb', { code: 'mig-off', use: 'off' }],
  ['reserved', { ...gpu(''), use: 'reserved' as const }, '3g.20gb', { code: 'mig-off', use: 'reserved' }],
  [
    'a name of another board',
    gpu('', 'a100-80gb'),
    '2g.10gb',
    { code: 'not-a-profile', board: 'a100-80gb', similar: ['2g.20gb'] },
  ],
  ['starts not public', gpu('', 'rtx-pro-5000-48gb'), '1g.24gb', { code: 'starts-unknown' }],
])('%s says so', (_what, state, profile, error) => {
  expect(legalStarts(state, profile)).toMatchObject({ starts: [], why: error });
  const result = checkPlacement(state, profile, 0);
  expect(result.ok ? null : result.error).toMatchObject(error);
});

test('a full GPU says how little is free, a split one that its starts are taken', () => {
  expect(legalStarts(gpu('4g.20gb@0 2g.10gb@4 1g.5gb@6'), '3g.20gb').why).toMatchObject({
    code: 'no-start-free',
    free: 1,
    size: 4,
  });
  // Five slices free and no place for a 3g: the core of the product.
  expect(legalStarts(gpu('1g.5gb@2 1g.10gb@4'), '3g.20gb').why).toMatchObject({
    code: 'no-start-free',
    free: 5,
    starts: [0, 4],
    blockedBy: [1, 2],
  });
});

test('an instance that is being moved is not in its own way', () => {
  const state = gpu('3g.20gb@0 3g.20gb@4');
  expect(legalStarts(state, '3g.20gb', 1 as GiId).starts).toEqual([0]);
  expect(checkPlacement(state, '3g.20gb', 0, 1 as GiId).ok).toBe(true);
});

/** Random instances on a random board, legal or not. */
const anyState = fc.nat({ max: BOARDS.length - 1 }).chain((index) => {
  const board = BOARDS[index];
  const names = board?.profiles.map((profile) => profile.name) ?? [];
  const piece = fc.record({ profile: fc.constantFrom(...names), start: fc.nat({ max: 12 }) });
  return fc.record({ board: fc.constant(board?.id ?? ''), pieces: fc.array(piece, { maxLength: 5 }) });
});

const seed = 20261122;
test(`what is shown as legal is what is accepted, and both are what the facts say, seed ${seed}`, () => {
  fc.assert(
    fc.property(anyState, ({ board, pieces }) => {
      const raw = RAW_BOARDS.find((one) => one.id === board);
      if (raw === undefined) throw new Error(`no facts of ${board}`);
      // Only the pieces that the facts accept one after the other stand; the rest are what is asked for.
      const standing: Piece[] = [];
      for (const piece of pieces) if (isAccepted(raw, [...standing, piece])) standing.push(piece);
      const state = gpu(standing.map((piece) => `${piece.profile}@${piece.start}`).join(' '), board);
      const masks = allLegalStarts(findBoard(board) ?? raise(), state.instances);
      raw.profiles.forEach((profile, index) => {
        const { starts, why } = legalStarts(state, profile.name);
        expect(slicesIn(masks[index] ?? 0)).toEqual(starts);
        expect(why === null).toBe(starts.length > 0);
        for (let start = -1; start <= 13; start++) {
          const accepted = isAccepted(raw, [...standing, { profile: profile.name, start }]);
          expect(checkPlacement(state, profile.name, start).ok, `${profile.name}@${start}`).toBe(accepted);
          expect(starts.includes(start)).toBe(accepted);
        }
      });
    }),
    { seed, numRuns: 150 },
  );
});

function raise(): never {
  throw new Error('no such board');
}

test('compute slices never bind once memory slices do not overlap (R3)', () => {
  for (const board of BOARDS) {
    for (const profile of board.profiles) {
      for (const start of profile.starts ?? []) {
        const perRow = (board.memorySlices ?? 1) / Math.min(board.computeSlices, board.memorySlices ?? 1);
        const row = Math.floor(start / Math.floor(perRow));
        expect(row + profile.computeSlices, `${board.id} ${profile.name}@${start}`).toBeLessThanOrEqual(
          board.computeSlices,
        );
      }
    }
  }
});

test('a whole GPU is legal where each instance is accepted beside those before it, seed 20261129', () => {
  const boardArbitrary = fc.constantFrom(...BOARDS);
  const gpuArbitrary = boardArbitrary.chain((board) =>
    fc.record({
      board: fc.constantFrom(board.id, board.id, board.id, 'no-such-board'),
      use: fc.constantFrom('mig' as const, 'mig' as const, 'mig' as const, 'off' as const),
      instances: fc.array(
        fc
          .record({
            profile: fc.constantFrom(...board.profiles.map(({ name }) => name), '1g.5gb'),
            start: fc.nat(board.memorySlices ?? 8),
          })
          .map(({ profile, start }): GpuInstance => ({
            ...{ id: 1 as GiId, profile, start, pinned: false, reportedId: null },
            ...{ computeInstances: [], extra: [] },
          })),
        { maxLength: 4 },
      ),
    }),
  );
  const answers = { true: 0, false: 0 };
  fc.assert(
    fc.property(gpuArbitrary, (state) => {
      const isAcceptedEach = state.instances.every(
        ({ profile, start }, n) =>
          checkPlacement({ ...state, instances: state.instances.slice(0, n) }, profile, start).ok,
      );
      // Of an empty GPU that takes no instance nothing is asked.
      if (state.instances.length === 0) return;
      answers[`${isAcceptedEach}`]++;
      expect(isLegalSet(state)).toBe(isAcceptedEach);
    }),
    { seed: 20261129, numRuns: 3000 },
  );
  expect(Math.min(answers.true, answers.false)).toBeGreaterThan(100);
});
