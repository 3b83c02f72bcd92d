import type { GiId } from '../model/ids.ts';
import type {
  Attachment,
  Extra,
  Gpu,
  GpuInstance,
  Host,
  Json,
  Plan,
  PlanRequest,
  Vm,
} from '../model/plan.ts';
import { pointerTo } from './documentFields.ts';
import { FIELDS, VERSION, type Level } from './documentShape.ts';

/** The whole plan as a document, fields at their default left out. An attachment to an instance that no host has waits. */
export function makeDocument(plan: Plan): Json {
  const pointers = instancePointers(plan);
  return makeTop(
    plan,
    plan.hosts.map(makeHost),
    plan.vms.map((vm) => makeVm(vm, (id) => pointers.get(id))),
  );
}

/** The document with its hosts and VMs as they are given. */
export function makeTop(plan: Plan, hosts: readonly Json[], vms: readonly Json[]): Json {
  return object('plan', plan.extra, {
    format: 'mig-plan',
    version: VERSION,
    name: plan.name,
    notes: unless('', plan.notes),
    requests: list(plan.requests.map(makeRequest)),
    hosts: list(hosts),
    vms: list(vms),
  });
}

/** Undefined stands for "left out". */
type Known<L extends Level> = { readonly [field in (typeof FIELDS)[L][number]]: Json | undefined };

function object<L extends Level>(level: L, extra: Extra, known: Known<L>): Json {
  const names: readonly string[] = FIELDS[level];
  const kept = Object.entries<Json | undefined>(known).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  // Entries, never assignments: an unknown field may be called "__proto__".
  return Object.fromEntries([...kept, ...extra.filter(([name]) => !names.includes(name))]);
}

function unless(usual: Json, value: Json): Json | undefined {
  return value === usual ? undefined : value;
}

function list(members: readonly Json[]): Json | undefined {
  return members.length === 0 ? undefined : members;
}

function instancePointers(plan: Plan): ReadonlyMap<GiId, string> {
  const pointers = new Map<GiId, string>();
  plan.hosts.forEach((host, h) =>
    host.gpus.forEach((gpu, g) =>
      gpu.instances.forEach((gi, i) =>
        pointers.set(gi.id, ['hosts', h, 'gpus', g, 'instances', i].reduce<string>(pointerTo, '')),
      ),
    ),
  );
  return pointers;
}

function makeRequest(request: PlanRequest): Json {
  return object('request', request.extra, {
    profile: unless(null, request.profile),
    needs: unless(null, request.needs),
    count: request.count,
    weight: unless(null, request.weight),
    group: unless(null, request.group),
  });
}

export function makeHost(host: Host): Json {
  return object('host', host.extra, {
    name: host.name,
    notes: unless('', host.notes),
    platform: unless(null, host.platform),
    release: unless(null, host.release),
    driver: unless(null, host.driver),
    creation: unless(null, host.creation),
    gpus: list(host.gpus.map(makeGpu)),
    // An empty list says something else than null: looked, and found none.
    observed: host.observed?.map(makeGpu),
  });
}

function makeGpu(gpu: Gpu): Json {
  return object('gpu', gpu.extra, {
    index: gpu.index,
    board: gpu.board,
    variant: unless(null, gpu.variant),
    uuid: unless(null, gpu.uuid),
    pciId: unless(null, gpu.pciId),
    kind: unless(null, gpu.kind),
    use: unless('mig', gpu.use),
    notes: unless('', gpu.notes),
    instances: list(gpu.instances.map(makeInstance)),
  });
}

function makeInstance(gi: GpuInstance): Json {
  return object('instance', gi.extra, {
    profile: gi.profile,
    start: gi.start,
    pinned: unless(false, gi.pinned),
    reportedId: unless(null, gi.reportedId),
    computeInstances: list(
      gi.computeInstances.map((ci) =>
        object('computeInstance', ci.extra, { profile: ci.profile, start: unless(null, ci.start) }),
      ),
    ),
  });
}

/** `pointerOf`: where in the document an instance stands; undefined for one that no host has. */
export function makeVm(vm: Vm, pointerOf: (id: GiId) => string | undefined): Json {
  const attachment = ({ wants, instance, extra }: Attachment): Json =>
    object('attachment', extra, {
      type: wants.kind === 'type' ? wants.type : undefined,
      profile: wants.kind === 'profile' ? wants.profile : undefined,
      instance: instance === null ? undefined : pointerOf(instance),
    });
  return object('vm', vm.extra, {
    name: vm.name,
    notes: unless('', vm.notes),
    group: unless(null, vm.group),
    attachments: list(vm.attachments.map(attachment)),
  });
}
