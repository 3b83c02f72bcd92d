import { expect, test } from 'vitest';
import { findBoard } from './catalogue/catalogue.ts';
import { driverModels, driverStart, makeModelName, type DriverModel } from './driverStart.ts';
import { emptyOccupancy, geometryOf, occupancyOf, positionAt, withPosition } from './geometry.ts';

/** The starts a model gives to a list of creations; null where it refuses, after which nothing is created. */
function create(boardId: string, profiles: readonly string[], model: DriverModel): (number | null)[] {
  const board = findBoard(boardId);
  if (board === undefined) throw new Error(`no board ${boardId}`);
  const geometry = geometryOf(board);
  let occupancy = emptyOccupancy(geometry);
  const starts: (number | null)[] = [];
  for (const profile of profiles) {
    const index = geometry.profileIndexByName.get(profile) ?? -1;
    const start = driverStart(board, occupancy, index, model);
    starts.push(start);
    const position = start === null ? undefined : positionAt(geometry, profile, start);
    if (position === undefined) break;
    occupancy = withPosition(occupancy, position);
  }
  return starts;
}

const MODELS = driverModels(null);

test('the list reads displayed starts, so three models can differ, and two on a known kind', () => {
  expect(MODELS.map((m) => `${m.variant} ${m.kind}`)).toEqual([
    'list straight',
    'fewest-lost straight',
    'fewest-lost mirrored',
  ]);
  expect(driverModels('mirrored').map((m) => `${m.variant} ${m.kind}`)).toEqual([
    'list mirrored',
    'fewest-lost mirrored',
  ]);
});

// Orders that public transcripts print (facts/mig-rules.md section 4); every model must reproduce each of them.
test.each<[board: string, profiles: string[], starts: (number | null)[]]>([
  ['a100-pcie-40gb', Array<string>(7).fill('1g.5gb'), [6, 4, 5, 0, 1, 2, 3]],
  ['h100-sxm5-80gb', Array<string>(7).fill('1g.10gb'), [6, 4, 5, 0, 1, 2, 3]],
  ['a100-pcie-40gb', ['3g.20gb', '3g.20gb'], [4, 0]],
  ['a100-pcie-40gb', ['3g.20gb', '1g.5gb', '2g.10gb', '1g.5gb'], [4, 0, 2, 1]],
  ['h100-pcie-80gb', ['3g.40gb', '1g.10gb', '1g.10gb', '1g.10gb'], [4, 0, 1, 2]],
  ['a100-pcie-40gb', ['2g.10gb', ...Array<string>(5).fill('1g.5gb')], [4, 6, 0, 1, 2, 3]],
  ['a100-pcie-40gb', ['1g.5gb', '2g.10gb', '4g.20gb'], [6, 4, 0]],
  ['a100-80gb', ['2g.20gb', '2g.20gb', '2g.20gb', '1g.10gb+me'], [4, 0, 2, 6]],
  ['a100-80gb', ['2g.20gb', '2g.20gb', '1g.10gb'], [4, 0, 6]],
  // NVIDIA's known issue: the 3g finds no place when it comes last.
  ['a100-pcie-40gb', ['1g.5gb', '1g.5gb', '2g.10gb', '3g.20gb'], [6, 4, 0, null]],
  ['a30-24gb', ['1g.6gb', '1g.6gb', '2g.12gb'], [0, 1, 2]],
  ['rtx-pro-6000-server', Array<string>(4).fill('1g.24gb'), [0, 3, 6, 9]],
  ['rtx-pro-6000-server', ['2g.48gb', '1g.24gb', '1g.24gb'], [0, 6, 9]],
])('%s creates %j at %j under every model', (board, profiles, starts) => {
  for (const model of MODELS)
    expect(create(board, profiles, model), `${model.variant} ${model.kind}`).toEqual(starts);
});

test('the models part where no transcript separates them: the double-memory 1g on an empty GPU', () => {
  const first = MODELS.map((model) => create('a100-pcie-40gb', ['1g.10gb'], model)[0]);
  expect(first).toEqual([4, 6, 6]);
});

test('a model is called by its list, or by what it counts and the kind of GPU', () => {
  expect(MODELS.map(makeModelName)).toEqual([
    'list',
    'fewest-lost on straight GPUs',
    'fewest-lost on mirrored GPUs',
  ]);
});

// On a tie of what is lost the lowest GPU-instance ID decides, and that is where straight and mirrored part.
test('fewest-lost takes the lower ID of two starts that cost the same', () => {
  const at = (kind: DriverModel['kind'], profiles: readonly string[]): (number | null)[] =>
    create('a100-pcie-40gb', profiles, { variant: 'fewest-lost', kind });
  expect(at('straight', ['4g.20gb', '1g.10gb'])).toEqual([0, 6]);
  expect(at('straight', ['2g.10gb', '2g.10gb', '2g.10gb'])).toEqual([4, 0, 2]);
  expect(at('mirrored', ['2g.10gb', '2g.10gb', '2g.10gb'])).toEqual([4, 0, 2]);
});

test.each(MODELS)('a full GPU, and a profile that the board does not have, are refused: %j', (model) => {
  expect(create('a100-pcie-40gb', ['7g.40gb', '1g.5gb'], model)).toEqual([0, null]);
  expect(create('a100-pcie-40gb', ['9g.99gb'], model)).toEqual([null]);
});

test('straight and mirrored part where two starts cost the same: each kind has its own lowest ID', () => {
  const board = findBoard('a100-pcie-40gb')!;
  const geometry = geometryOf(board);
  const standing = [0, 1, 2, 4, 6].map((start) => ({ profile: '1g.5gb', start }));
  const occupancy = occupancyOf(geometry, standing);
  const next = (kind: DriverModel['kind']): number | null =>
    driverStart(board, occupancy, geometry.profileIndexByName.get('1g.5gb')!, {
      variant: 'fewest-lost',
      kind,
    });
  // IDs 10 and 12 on a straight GPU, 14 and 8 on a mirrored one.
  expect([next('straight'), next('mirrored')]).toEqual([3, 5]);
});
