/** Changes made to the plan that they start from: what comes out has to be the other plan. Reads only what they say. */
import type { Gpu, GpuInstance, Host, Plan, Vm } from '../../model/plan.ts';
import type { Change, PlanChanges } from './change.ts';

type Fields = readonly { readonly field: string; readonly after: unknown }[];

function withFieldsOf<T extends object>(thing: T, fields: Fields): T {
  return { ...thing, ...Object.fromEntries(fields.map(({ field, after }) => [field, after])) };
}

/** With the ids that the plan after has. */
export function applied({ before, hosts, changes, instances: matched }: PlanChanges): Plan {
  const of = <A extends Change['about']>(about: A) =>
    changes.filter((one): one is Extract<Change, { about: A }> => one.about === about);
  const gpuPairs = hosts.flatMap(({ gpus }) => gpus);
  const hostIds = new Map(hosts.map((one) => [one.before?.id, one.after?.id]));
  const gpuIds = new Map(gpuPairs.map((one) => [one.before?.gpu.id, one.after?.gpu.id]));

  const instances = new Map<number, { readonly on: number; readonly gi: GpuInstance }>();
  for (const { gpus } of before.hosts)
    for (const gpu of gpus)
      for (const gi of gpu.instances) {
        const [id, on] = [matched.afterOf(gi.id)?.gi.id, gpuIds.get(gpu.id)];
        if (id !== undefined) instances.set(id, { on: on ?? -1, gi: { ...gi, id } });
      }
  for (const one of of('instance')) {
    if (one.after === null) continue;
    const { gi, gpu } = one.after;
    const start = gi.start;
    const known = instances.get(gi.id);
    if (one.before === null || known === undefined) instances.set(gi.id, { on: gpu.id, gi });
    else if (one.kind === 'moved')
      instances.set(gi.id, { on: gpu.id, gi: { ...withFieldsOf(known.gi, one.fields), start } });
    else instances.set(gi.id, { ...known, gi: withFieldsOf(known.gi, one.fields) });
  }

  const ofHost = new Map<number, Gpu[]>();
  const put = (host: number, gpu: Gpu): void => {
    ofHost.set(host, [...(ofHost.get(host) ?? []), gpu]);
  };
  const changedGpu = new Map(of('gpu').map((one) => [one.before?.gpu.id, one]));
  for (const host of before.hosts)
    for (const gpu of host.gpus) {
      const change = changedGpu.get(gpu.id);
      const [id, hostId] = [gpuIds.get(gpu.id), hostIds.get(host.id)];
      if (change?.kind === 'removed' || id === undefined || hostId === undefined) continue;
      put(hostId, { ...withFieldsOf(gpu, change?.fields ?? []), id });
    }
  for (const one of of('gpu'))
    if (one.before === null && one.after !== null) put(one.after.host.id, one.after.gpu);

  const changedHost = new Map(of('host').map((one) => [one.before?.id, one]));
  const kept = before.hosts.flatMap((host): Host[] => {
    const change = changedHost.get(host.id);
    const id = hostIds.get(host.id);
    if (change?.kind === 'removed' || id === undefined) return [];
    return [{ ...withFieldsOf(host, change?.fields ?? []), id }];
  });
  const fresh = of('host').flatMap((one) => (one.before === null && one.after !== null ? one.after : []));
  const all = [...instances.values()];

  const changedVm = new Map(of('vm').map((one) => [one.before?.id, one]));
  const vms = before.vms.flatMap((vm): Vm[] => {
    const change = changedVm.get(vm.id);
    if (change?.kind === 'removed') return [];
    const attachments = new Map(
      vm.attachments.map((one, index) => [
        index,
        { ...one, instance: one.instance === null ? null : (matched.afterOf(one.instance)?.gi.id ?? null) },
      ]),
    );
    for (const { index, after } of change?.vgpus ?? []) {
      if (after === null) attachments.delete(index);
      else
        attachments.set(index, {
          wants: after.wants,
          extra: after.extra,
          instance: after.at?.gi.id ?? null,
        });
    }
    return [
      {
        ...withFieldsOf(vm, change?.fields ?? []),
        id: change?.after?.id ?? vm.id,
        attachments: [...attachments.values()],
      },
    ];
  });
  const freshVms = of('vm').flatMap((one) => (one.before === null && one.after !== null ? one.after : []));

  const changedRequest = new Map(of('request').map((one) => [one.before, one]));
  const requests = before.requests.flatMap((request) => {
    const change = changedRequest.get(request);
    if (change?.kind === 'removed') return [];
    return [withFieldsOf(request, change?.fields ?? [])];
  });
  const freshRequests = of('request').flatMap((one) =>
    one.before === null && one.after !== null ? one.after : [],
  );
  return {
    ...withFieldsOf(
      before,
      of('plan').flatMap(({ fields }) => fields),
    ),
    requests: [...requests, ...freshRequests],
    hosts: [...kept, ...fresh].map((host) => ({
      ...host,
      gpus: (ofHost.get(host.id) ?? []).map((gpu) => ({
        ...gpu,
        instances: all.filter(({ on }) => on === gpu.id).map(({ gi }) => gi),
      })),
    })),
    vms: [...vms, ...freshVms],
  };
}

/** What a plan says, told by its names and places: in one order, without ids, which an unchanged VM has from the plan before. */
export function sayingOf(plan: Plan): unknown {
  const text = (value: unknown): string => JSON.stringify(value);
  const sorted = <T>(items: readonly T[]): T[] =>
    [...items].sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
  const bare = (gpus: readonly Gpu[], keepsIds: boolean) =>
    gpus.map((gpu) => ({
      ...gpu,
      id: 0,
      instances: sorted(gpu.instances.map((gi) => ({ ...gi, id: keepsIds ? gi.id : 0 }))),
    }));
  const known = new Set(
    plan.hosts.flatMap(({ gpus }) => gpus.flatMap((gpu) => gpu.instances.map(({ id }) => id))),
  );
  return {
    ...{ notes: plan.notes, extra: plan.extra, requests: sorted(plan.requests) },
    hosts: sorted(
      plan.hosts.map(({ id: _, ...host }) => ({
        ...host,
        gpus: sorted(bare(host.gpus, true)),
        observed: host.observed === null ? null : bare(host.observed, false),
      })),
    ),
    vms: sorted(
      plan.vms.map(({ id: _, ...vm }) => ({
        ...vm,
        attachments: vm.attachments.map((one) => ({
          ...one,
          instance: one.instance !== null && known.has(one.instance) ? one.instance : null,
        })),
      })),
    ),
  };
}
