// How long a link gets, and that the link of a whole fleet is as sound as that of a single GPU.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../model/plan.ts';
import { checkPlan } from '../placement/check.ts';
import { fleet, type FleetOptions } from './fleet.testing.ts';
import { makeLayout, parseLayout } from './layout.ts';
import { decodeShare, encodeShare, withoutNames } from './share.ts';

/** Where the page may stand: links are as long as people see them. */
const PREFIX = 'https://planner.example.org/mig-planner/#';
const FIXTURE = join(import.meta.dirname, '../../tests/fixtures/share/64-gpus-275-vms.layout');

function linkOf(plan: Plan): string {
  const link = encodeShare(plan);
  const read = decodeShare(link);
  expect(read.ok && read.value.plan).toStrictEqual(plan);
  return link;
}

const pinned = parseLayout(readFileSync(FIXTURE, 'utf8'));
const PLAN = pinned.ok ? pinned.value.plan : fleet(0, 0);
const LINK = encodeShare(PLAN);

test('64 GPUs with 275 named VMs: a legal plan, the same as it is generated, in at most 2,200 characters', () => {
  expect(makeLayout(fleet(64, 275))).toBe(readFileSync(FIXTURE, 'utf8'));
  expect(checkPlan(PLAN)).toEqual([]);
  expect(PLAN.hosts.flatMap((host) => host.gpus)).toHaveLength(64);
  expect(PLAN.vms).toHaveLength(275);
  expect(PLAN.vms.every((vm) => /^[a-z]+-(prod|dev)-[0-9]{1,3}$/.test(vm.name))).toBe(true);
  expect(`#${linkOf(PLAN)}`.length).toBeLessThanOrEqual(2200);
  expect(`${PREFIX}${LINK}`.length).toBeLessThanOrEqual(1300);
});

const OTHER = ['billing', 'search', 'fraud', 'genomics', 'render', 'robotics'];
test.each<[gpus: number, vms: number, what: string, options: FleetOptions, limit: number]>([
  [4, 14, 'a small plan', {}, 240],
  [64, 275, 'VMs along the instances', {}, 1300],
  [64, 275, 'teams nobody has heard of', { teams: OTHER }, 1300],
  [64, 275, 'VMs by name', { order: 'names' }, 1950],
  [64, 275, 'VMs in no order', { order: 'chance' }, 2050],
  [64, 275, 'VMs in no order, of teams nobody has heard of', { order: 'chance', teams: OTHER }, 2100],
  [256, 1126, 'VMs along the instances', {}, 4200],
])('%i GPUs with %i VMs, %s', (gpus, vms, _what, options, limit) => {
  for (const seed of [1, 7, 42]) {
    const plan = fleet(gpus, vms, { ...options, seed });
    expect(checkPlan(plan)).toEqual([]);
    expect(plan.vms).toHaveLength(vms);
    expect(linkOf(plan).length).toBeLessThanOrEqual(limit);
  }
  expect(encodeShare(withoutNames(fleet(gpus, vms, options))).length).toBeLessThan(limit);
});

test('cut anywhere it says that it was cut, with or without the page before it', () => {
  for (let end = 'p='.length; end < LINK.length; end++) {
    const cut = decodeShare(LINK.slice(0, end));
    expect(cut.ok ? null : cut.error.code).toBe('link-cut');
    const inUrl = decodeShare(`${PREFIX}${LINK.slice(0, end)}`);
    expect(inUrl.ok ? null : inUrl.error.code).toBe('link-cut');
  }
});

const seed = 20261221;
test(`changed in one place it never opens as another plan, seed ${seed}`, () => {
  const at = fc.nat({ max: LINK.length - 1 });
  const char = fc.constantFrom(
    ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=#% +/'),
  );
  const swapped = (n: number): string =>
    LINK.slice(0, n) + LINK.charAt(n + 1) + LINK.charAt(n) + LINK.slice(n + 2);
  const changed = fc.oneof(
    fc.tuple(at, char).map(([n, other]) => LINK.slice(0, n) + other + LINK.slice(n + 1)),
    fc.tuple(at, char).map(([n, other]) => LINK.slice(0, n) + other + LINK.slice(n)),
    at.map((n) => LINK.slice(0, n) + LINK.slice(n + 1)),
    at.map(swapped),
    fc.tuple(at, at).map(([n, m]) => LINK.slice(0, Math.min(n, m)) + LINK.slice(Math.max(n, m))),
  );
  let refused = 0;
  fc.assert(
    fc.property(changed, (link) => {
      const read = decodeShare(link);
      // A blank at its end, or the same character once more, leaves the link what it is.
      if (read.ok) expect(read.value.plan).toStrictEqual(PLAN);
      else refused++;
    }),
    { seed, numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(1800);
});
