// Round trips prove as much as the generated plans hold: every field of the model has to come up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Extra, Plan } from '../model/plan.ts';
import { planArbitrary } from './planArbitrary.testing.ts';

const seed = 20261223;
const PLANS = fc.sample(planArbitrary(), { seed, numRuns: 300 });

const hosts = (plan: Plan) => plan.hosts;
const gpus = (plan: Plan) => plan.hosts.flatMap((host) => host.gpus);
const observed = (plan: Plan) => plan.hosts.flatMap((host) => host.observed ?? []);
const instances = (plan: Plan) => gpus(plan).flatMap((gpu) => gpu.instances);
const computeInstances = (plan: Plan) => instances(plan).flatMap((gi) => gi.computeInstances);
const attachments = (plan: Plan) => plan.vms.flatMap((vm) => vm.attachments);
const hasExtra = ({ extra }: { readonly extra: Extra }): boolean => extra.length > 0;

test.each<[what: string, isIn: (plan: Plan) => boolean]>([
  ['a name beyond ASCII', (plan) => /[^\p{ASCII}]/u.test(plan.name)],
  ['a hostile name', (plan) => plan.vms.some((vm) => /[<$'`]/.test(vm.name))],
  ['notes of the plan', (plan) => plan.notes.includes('\n')],
  ['notes of a host', (plan) => hosts(plan).some((host) => host.notes !== '')],
  ['notes of a GPU', (plan) => hosts(plan).some((host) => host.gpus.some((gpu) => gpu.notes !== ''))],
  ['notes of a VM', (plan) => plan.vms.some((vm) => vm.notes !== '')],
  ['a request for a profile', (plan) => plan.requests.some((one) => one.profile !== null)],
  ['needs', (plan) => plan.requests.some((one) => one.needs !== null)],
  [
    'a weight and a group of a request',
    (plan) => plan.requests.some((one) => one.weight !== null && one.group !== null),
  ],
  [
    'platform, release, driver and creation',
    (plan) =>
      hosts(plan).some(
        (one) =>
          one.platform !== null && one.release !== null && one.driver !== null && one.creation !== null,
      ),
  ],
  ['nothing observed', (plan) => hosts(plan).some((host) => host.observed === null)],
  [
    'observed instances with their IDs',
    (plan) => observed(plan).some((gpu) => gpu.instances.some((gi) => gi.reportedId !== null)),
  ],
  [
    'variant, UUID, PCI id and kind',
    (plan) =>
      gpus(plan).some(
        (gpu) => gpu.variant !== null && gpu.uuid !== null && gpu.pciId !== null && gpu.kind !== null,
      ),
  ],
  ['each use of a GPU', (plan) => new Set(gpus(plan).map((gpu) => gpu.use)).size === 3],
  ['a board that nobody knows', (plan) => gpus(plan).some((gpu) => gpu.board === 'b999-sxm9')],
  ['a pin', (plan) => instances(plan).some((gi) => gi.pinned)],
  ['several compute instances', (plan) => instances(plan).some((gi) => gi.computeInstances.length > 1)],
  [
    'a compute instance whose start is not known',
    (plan) => computeInstances(plan).some((ci) => ci.start === null),
  ],
  ['several attachments', (plan) => plan.vms.some((vm) => vm.attachments.length > 1)],
  [
    'an attachment that waits beside one that does not',
    (plan) => plan.vms.some((vm) => new Set(vm.attachments.map((one) => one.instance === null)).size === 2),
  ],
  [
    'a wanted type and a wanted profile',
    (plan) => new Set(attachments(plan).map((one) => one.wants.kind)).size === 2,
  ],
  ['a group of VMs', (plan) => plan.vms.some((vm) => vm.group !== null)],
  ['unknown fields of the plan', hasExtra],
  ['unknown fields of a host', (plan) => hosts(plan).some(hasExtra)],
  ['unknown fields of a GPU', (plan) => gpus(plan).some(hasExtra)],
  ['unknown fields of an observed GPU', (plan) => observed(plan).some(hasExtra)],
  ['unknown fields of an instance', (plan) => instances(plan).some(hasExtra)],
  ['unknown fields of a compute instance', (plan) => computeInstances(plan).some(hasExtra)],
  ['unknown fields of a VM', (plan) => plan.vms.some(hasExtra)],
  ['unknown fields of an attachment', (plan) => attachments(plan).some(hasExtra)],
  ['unknown fields of a request', (plan) => plan.requests.some(hasExtra)],
  [
    'a field named __proto__',
    (plan) =>
      [plan, ...hosts(plan), ...gpus(plan)].some(({ extra }) => extra.some(([name]) => name === '__proto__')),
  ],
  ['a field named __proto__ deep inside', (plan) => JSON.stringify(plan.requests).includes('"__proto__":')],
])(`generated plans have %s, seed ${seed}`, (_, isIn) => {
  expect(PLANS.filter(isIn).length).toBeGreaterThan(0);
});
