/** Boards made up for tests, so that what is expected can be read off the test. */
import type { Board, GiProfile } from './board.ts';

export function makeProfile(change: Partial<GiProfile> & Pick<GiProfile, 'name'>): GiProfile {
  return {
    id: null,
    computeSlices: 1,
    memorySlices: 1,
    starts: [0],
    maxInstances: 1,
    minDriver: null,
    attributes: [],
    memoryGiB: null,
    sm: null,
    engines: { decoders: null, encoders: null, jpeg: null, ofa: null, copyEngines: null },
    computeInstances: [],
    computeInstancesComplete: true,
    ...change,
  };
}

export function makeBoard(profiles: readonly GiProfile[], change: Partial<Board> = {}): Board {
  return {
    id: 'made-up',
    productNames: [],
    architecture: 'Ampere',
    memoryGB: 40,
    computeSlices: 7,
    memorySlices: 8,
    totalSm: null,
    pciDeviceIds: [],
    minDriver: null,
    maxInstances: 7,
    profiles,
    constraints: [],
    ...change,
  };
}
