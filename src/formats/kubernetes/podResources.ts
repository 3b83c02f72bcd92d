/** What pods write to be given what the plan has for them. The scheduler chooses node and device: no place is in here. */
import { vmsByInstance, type Host, type Plan, type Vm } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { encodeYaml, yamlMap } from '../encode/yaml.ts';
import { deviceNames } from '../parted/writeParted.ts';
import { hostDevices, resourceName, strategyOfAll } from './strategy.ts';

/** One document for each VM that has instances, then one for each profile of the plan. */
export function makePodResources(plan: Plan, comments: readonly string[]): string {
  const strategy = strategyOfAll(plan.hosts);
  const places = new Map(
    plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => gpu.instances.map((gi) => [gi.id, { host, gpu, gi }] as const)),
    ),
  );
  const documents: string[] = [];
  for (const vm of plan.vms) {
    const counts = new Map<string, number>();
    const where: string[] = [];
    for (const { instance } of vm.attachments) {
      const place = instance === null ? undefined : places.get(instance);
      if (place === undefined) continue;
      const [name = place.gi.profile] = deviceNames(place.gi);
      const resource = resourceName(name, strategy);
      counts.set(resource, (counts.get(resource) ?? 0) + 1);
      where.push(`${place.host.name} GPU ${place.gpu.index}, ${place.gi.profile} at slice ${place.gi.start}`);
    }
    if (counts.size > 0)
      documents.push(
        resources(
          [...counts],
          [
            `${vm.name}: planned on ${where.join('; ')}`,
            ...cutNote(vm, places),
            ...sharedNote(vm, vmsByInstance(plan)),
          ],
        ),
      );
  }
  for (const [profile, count] of profilesOf(plan.hosts)) {
    documents.push(
      resources([[resourceName(profile, strategy), 1]], [`one ${profile}, of ${count} in the plan`]),
    );
  }
  const head = encodeYaml(yamlMap([]), comments).replace(/\{\}\n$/, '');
  return head + documents.join('---\n');
}

/** A vGPU may share an instance; a device of a pod is its own. */
function sharedNote(vm: Vm, served: ReturnType<typeof vmsByInstance>): string[] {
  const others = vm.attachments.flatMap(({ instance }) =>
    instance === null ? [] : (served.get(instance) ?? []).filter(({ id }) => id !== vm.id),
  );
  return others.length === 0
    ? []
    : [
        `in the plan it shares that with ${others.map(({ name }) => name).join(', ')}; a pod has a device for itself, so one of them waits`,
      ];
}

function cutNote(
  vm: Vm,
  places: ReadonlyMap<
    Vm['attachments'][number]['instance'] & number,
    { readonly gi: Host['gpus'][number]['instances'][number] }
  >,
): string[] {
  const isCut = vm.attachments.some(({ instance }) => {
    const place = instance === null ? undefined : places.get(instance);
    return place !== undefined && deviceNames(place.gi).length > 1;
  });
  return isCut ? ['the instance is cut: this is its first compute instance alone'] : [];
}

function profilesOf(hosts: readonly Host[]): Map<ProfileName, number> {
  const counts = new Map<ProfileName, number>();
  for (const [name, count] of hosts.flatMap(hostDevices)) counts.set(name, (counts.get(name) ?? 0) + count);
  return counts;
}

function resources(counts: readonly (readonly [string, number])[], comments: readonly string[]): string {
  return encodeYaml(yamlMap([['resources', yamlMap([['limits', yamlMap(counts)]])]]), comments);
}
