import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import type { Gpu, Plan } from '../model/plan.ts';
import { planArbitrary } from './planArbitrary.testing.ts';
import { makePlanJson, parsePlanJson } from './planJson.ts';
import { renumber } from './renumber.ts';

/** Other ids for everything, as a plan has them after edits. */
function withOtherIds(plan: Plan): Plan {
  const other = (id: number): number => 10_000 - 7 * id;
  const gpus = (of: readonly Gpu[]): Gpu[] =>
    of.map((gpu) => ({
      ...gpu,
      id: other(gpu.id) as GpuId,
      instances: gpu.instances.map((gi) => ({ ...gi, id: other(gi.id) as GiId })),
    }));
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      id: other(host.id) as HostId,
      gpus: gpus(host.gpus),
      observed: host.observed && gpus(host.observed),
    })),
    vms: plan.vms.map((vm) => ({
      ...vm,
      id: other(vm.id) as VmId,
      attachments: vm.attachments.map((attachment) => ({
        ...attachment,
        instance: attachment.instance === null ? null : (other(attachment.instance) as GiId),
      })),
    })),
    nextId: 20_000,
  };
}

const seed = 20261125;
test(`gives the ids that reading the document gives, seed ${seed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const edited = withOtherIds(plan);
      expect(renumber(edited)).toEqual(plan);
      expect(parsePlanJson(makePlanJson(edited))).toMatchObject({ ok: true, value: { plan } });
    }),
    { seed, numRuns: 100 },
  );
});
