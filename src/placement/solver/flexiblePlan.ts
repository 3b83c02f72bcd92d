/** The GPUs of an answer as a plan: hosts by board, and a VM for each member of a group, so that the plan can be checked for it. */
import { IdSource } from '../../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Gpu, type Host, type Plan, type Vm } from '../../model/plan.ts';
import type { FlexibleAnswer, FlexibleQuestion, PlacedGpu } from './flexible.ts';

/** GPUs of a host where the fleet does not say how many there are. */
const USUAL_PER_HOST = 8;
/** Of the name of a group that goes into the names of its VMs, which have a limit. */
const GROUP_LENGTH = 64;

/** A plan with just these hosts. Instances of requests without a group have no VM: they are there for whoever comes. */
export function flexiblePlan({ fleet, requests }: FlexibleQuestion, { placed }: FlexibleAnswer): Plan {
  const ids = new IdSource();
  const vms: Vm[] = [];
  const members = new Map<string, number>();
  const hosts: Host[] = [];
  fleet.forEach(({ board }, index) => {
    for (const [nth, gpus] of byHost(placed.filter((gpu) => gpu.fleet === index))) {
      const hostId = ids.host();
      const made: Gpu[] = gpus.map(({ instances }, at) => {
        const gpuId = ids.gpu();
        const own = instances.map(({ profile, start, request }) => {
          const gi = makeInstance(ids.gi(), board.profiles[profile]?.name ?? '', start);
          const group = requests[request]?.group ?? null;
          if (group !== null) {
            const member = (members.get(group) ?? 0) + 1;
            members.set(group, member);
            vms.push({
              id: ids.vm(),
              name: `${group.slice(0, GROUP_LENGTH)}-${member}`,
              notes: '',
              group,
              attachments: [{ wants: { kind: 'profile', profile: gi.profile }, instance: gi.id, extra: [] }],
              extra: [],
            });
          }
          return gi;
        });
        return {
          id: gpuId,
          index: at,
          notes: '',
          board: board.id,
          variant: null,
          uuid: null,
          pciId: null,
          kind: null,
          use: 'mig' as const,
          instances: own,
          extra: [],
        };
      });
      hosts.push({
        id: hostId,
        name: `${board.id}-${String(nth + 1).padStart(2, '0')}`,
        notes: '',
        platform: null,
        release: null,
        driver: null,
        creation: null,
        gpus: made,
        observed: null,
        extra: [],
      });
    }
  });
  return { ...EMPTY_PLAN, requests, hosts, vms: withOwnNames(vms), nextId: ids.next };
}

function byHost(gpus: readonly PlacedGpu[]): [number, PlacedGpu[]][] {
  const hosts = new Map<number, PlacedGpu[]>();
  gpus.forEach((gpu, nth) => {
    const host = gpu.host ?? Math.floor(nth / USUAL_PER_HOST);
    const own = hosts.get(host);
    if (own === undefined) hosts.set(host, [gpu]);
    else own.push(gpu);
  });
  return [...hosts].sort(([a], [b]) => a - b);
}

/** Groups "a" and "a-1" may both come to "a-1-1": whoever comes second gets a longer name. */
function withOwnNames(vms: readonly Vm[]): Vm[] {
  const taken = new Set<string>();
  return vms.map((vm) => {
    let name = vm.name;
    for (let more = 2; taken.has(name); more++) name = `${vm.name} (${more})`;
    taken.add(name);
    return name === vm.name ? vm : { ...vm, name };
  });
}
