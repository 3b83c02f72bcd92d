import { describe, expect, test } from 'vitest';
import type { Gpu, Host, Plan } from '../../model/plan.ts';
import { placeInstance } from '../instanceEdits.ts';
import { planOf } from '../standing.testing.ts';
import { NO_STATE, stateOf } from './states.ts';
import { isBetterOffer, offerOn, suggestPlace, tableOf, type Offer } from './suggest.ts';

/** "2: 4g.20gb@0", the GPU by its index. */
function suggested(plan: Plan, profile: string): string | null {
  const place = suggestPlace(plan, profile);
  if (place === null) return null;
  const gpu = plan.hosts.flatMap((host) => host.gpus).find(({ id }) => id === place.gpuId);
  // What is suggested is accepted.
  expect(placeInstance(plan, place.gpuId, profile, place.start).ok).toBe(true);
  return `${gpu?.index}: ${place.start}`;
}

function withHost(plan: Plan, fields: Partial<Host>): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, ...fields })) };
}

describe('where the next instance goes', () => {
  test.each([
    ['a 3g leaves the left half to a 4g', ['', ''], '3g.20gb', '0: 4'],
    ['a 3g goes beside a 4g, not to an idle GPU', ['', '4g.20gb@0'], '3g.20gb', '1: 4'],
    ['a 1g goes where it spoils nothing more', ['', '3g.20gb@4', '1g.5gb@6'], '1g.5gb', '2: 5'],
    ['a 1g does not take the only place of a 4g', ['3g.20gb@4', '3g.20gb@4 1g.5gb@0'], '1g.5gb', '1: 1'],
    ['a 7g takes an empty GPU', ['1g.5gb@6', ''], '7g.40gb', '1: 0'],
    ['a 4g has no place', ['1g.5gb@3', '2g.10gb@0'], '4g.20gb', null],
    ['an illegal GPU is left alone', ['3g.20gb@0 2g.10gb@2', ''], '2g.10gb', '1: 4'],
    ['an unknown profile has no place', [''], '9g.99gb', null],
  ] as const)('%s', (_, layouts, profile, place) => {
    expect(suggested(planOf(layouts), profile)).toBe(place);
  });

  test('GPUs that are off and drivers that are too old are passed over', () => {
    const plan = planOf(['', '']);
    const [host] = plan.hosts;
    const off = withHost(plan, {
      gpus: (host?.gpus ?? []).map((gpu, index) => (index === 0 ? { ...gpu, use: 'off' } : gpu)),
    });
    expect(suggested(off, '3g.20gb')).toBe('1: 4');
    // 1g.10gb came with R525.
    expect(suggested(withHost(plan, { driver: 'R470' }), '1g.10gb')).toBeNull();
    expect(suggested(withHost(plan, { driver: 'R470' }), '3g.20gb')).toBe('0: 4');
  });

  test('at power-on nobody chooses: the start is that of the driver, and the GPU is chosen by what that costs', () => {
    // Beside the 2g the right half stays whole for a 3g; fewest lost, the driver goes to 6 all the same.
    const layouts = ['2g.10gb@0'];
    const chosen = suggested(planOf(layouts), '1g.10gb');
    const driven = suggested(withHost(planOf(layouts), { creation: 'power-on' }), '1g.10gb');
    expect([chosen, driven]).toEqual(['0: 2', '0: 6']);
  });

  test('at power-on a mirrored GPU is one of its own: on a tie its driver goes to the other end', () => {
    const on = (kind: Gpu['kind']): string | null => {
      const plan = planOf(['2g.10gb@0']);
      const gpus = (plan.hosts[0]?.gpus ?? []).map((gpu) => ({ ...gpu, kind }));
      return suggested(withHost(plan, { creation: 'power-on', gpus }), '1g.5gb');
    };
    expect([on('straight'), on('mirrored'), on(null)]).toEqual(['0: 2', '0: 6', '0: 2']);
  });

  test('an offer says what the others lose and what is free, in GB', () => {
    const offered = (layout: string, board: string, profile: string): Offer | null => {
      const [host] = planOf([layout], board).hosts;
      const gpu = host?.gpus[0];
      const table = gpu === undefined ? null : tableOf(gpu);
      if (host === undefined || gpu === undefined || table === null) throw new Error('no table');
      const index = table.states.geometry.profileIndexByName.get(profile) ?? -1;
      return offerOn({ host, gpu }, table, stateOf(table.states, gpu.instances), index);
    };
    // 40 GB in eight slices. Of slices the seven profiles lose 7 x 1, 1 x 1, 4 x 2, 3 x 2, 2 x 4, 1 x 4 and 1 x 8.
    expect(offered('', 'a100-pcie-40gb', '7g.40gb')).toEqual({ start: 0, cost: 42 * 5, free: 40 });
    // 24 GB in four slices: 4 x 1, 1 x 1, 2 x 2, 1 x 2 and 1 x 4.
    expect(offered('', 'a30-24gb', '4g.24gb')).toEqual({ start: 0, cost: 15 * 6, free: 24 });
    // Two slices are left beside a 2g.
    expect(offered('2g.12gb@0', 'a30-24gb', '1g.6gb')).toMatchObject({ free: 12 });
    expect(offered('4g.24gb@0', 'a30-24gb', '1g.6gb')).toBeNull();
  });

  test('of two hosts the better place wins, and of equal ones the first in the order of the plan', () => {
    const [one] = planOf(['', '', '']).hosts;
    if (one === undefined) throw new Error('no host');
    const hosts = (...layouts: string[]): Plan => {
      const plan = planOf(layouts);
      return {
        ...plan,
        hosts: (plan.hosts[0]?.gpus ?? []).map((gpu, n) => ({
          ...one,
          id: (500 + n) as Host['id'],
          gpus: [gpu],
        })),
      };
    };
    expect(suggested(hosts('', '4g.20gb@0', ''), '3g.20gb')).toBe('1: 4');
    expect(suggested(hosts('4g.20gb@0', ''), '3g.20gb')).toBe('0: 4');
    expect(suggested(hosts('', '', ''), '3g.20gb')).toBe('0: 4');
    expect(suggested(hosts('7g.40gb@0', '', ''), '3g.20gb')).toBe('1: 4');
    expect(suggested(hosts('4g.20gb@0', '7g.40gb@0', ''), '3g.20gb')).toBe('0: 4');
    expect(suggested(hosts('7g.40gb@0', '7g.40gb@0'), '3g.20gb')).toBeNull();
    // The same twice: what is kept of a host is the answer for this profile alone.
    const plan = hosts('', '4g.20gb@0');
    expect([suggested(plan, '3g.20gb'), suggested(plan, '1g.5gb'), suggested(plan, '3g.20gb')]).toEqual([
      '1: 4',
      suggested(hosts('', '4g.20gb@0'), '1g.5gb'),
      '1: 4',
    ]);
  });

  test('a profile that the table does not speak of, and a layout that is none of its states, have no place', () => {
    const gpu = planOf(['']).hosts[0]?.gpus[0];
    const host = planOf(['']).hosts[0];
    const table = gpu === undefined ? null : tableOf(gpu);
    if (gpu === undefined || host === undefined || table === null) throw new Error('no table');
    const empty = stateOf(table.states, []);
    // Whatever stands there.
    const offers = table.states.occupancies.map((_, state) => offerOn({ host, gpu }, table, state, 99));
    expect(offers.every((offer) => offer === null)).toBe(true);
    expect(offerOn({ host, gpu }, table, NO_STATE, 0)).toBeNull();
    expect(offerOn({ host, gpu }, table, empty, 0)).not.toBeNull();
    expect(tableOf({ board: 'a100-pcie-40gb', use: 'off' })).toBeNull();
    expect(tableOf({ board: 'nobody', use: 'mig' })).toBeNull();
  });

  test('the better offer costs less, or as much on the fuller GPU', () => {
    const offer = (cost: number, free: number) => ({ start: 0, cost, free });
    expect(isBetterOffer(offer(1, 9), offer(2, 1))).toBe(true);
    expect(isBetterOffer(offer(2, 1), offer(1, 9))).toBe(false);
    expect(isBetterOffer(offer(1, 1), offer(1, 2))).toBe(true);
    expect(isBetterOffer(offer(1, 2), offer(1, 2))).toBe(false);
    expect(isBetterOffer(offer(1, 3), offer(1, 2))).toBe(false);
  });

  test('of two boards the one whose others lose less memory: a 1g.10gb goes to the half-full A100 80GB', () => {
    const [small] = planOf(['']).hosts;
    const [large] = planOf(['4g.40gb@0 2g.20gb@4'], 'a100-80gb').hosts;
    if (small === undefined || large === undefined) throw new Error('no hosts');
    const gpus = [
      ...small.gpus,
      ...large.gpus.map((gpu) => ({ ...gpu, id: (gpu.id + 100) as typeof gpu.id, index: 1 })),
    ];
    expect(suggested({ ...planOf([]), hosts: [{ ...small, gpus }] }, '1g.10gb')).toBe('1: 6');
  });
});
