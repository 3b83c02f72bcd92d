/** Plans for the property tests of every room: legal and illegal ones, with every field of the model in use. */
import fc from 'fast-check';
import { BOARDS, VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import { checkName, cleanName, cleanNotes } from '../model/name.ts';
import {
  CREATIONS,
  EMPTY_PLAN,
  GPU_KINDS,
  GPU_USES,
  PLATFORMS,
  type Attachment,
  type ComputeInstance,
  type Extra,
  type Gpu,
  type GpuInstance,
  type Host,
  type Json,
  type Plan,
  type PlanRequest,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import { FIELDS, type Level } from './documentShape.ts';
import { renumber } from './renumber.ts';

/** What people and attackers call things: each breaks out of some language that an export is written in. */
export const HOSTILE_NAMES: readonly string[] = [
  ...["a'b", '$(reboot)', '`id`', '-rf', '=HYPERLINK("http://x")', '+1', '</script><svg onload=alert(1)>'],
  ...['{{ 7*7 }}', '${x}', '%n', 'yes', '1e3', 'null', 'a: b #c', ']]>', 'x\ny', '‘;Remove-VM *;’'],
  ...['__proto__', 'CON', 'A'.repeat(300), '\u202Egpj.exe'],
];

/** Those of them that a plan takes as they are; the others arrive cleaned. */
export const HOSTILE_BUT_LEGAL_NAMES = HOSTILE_NAMES.filter((name) => {
  const checked = checkName(name);
  return checked.ok && checked.value === name;
});

/** Names that a plan may hold: everyday ones, hostile ones, and any other text cleaned. */
export const nameArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z]{1,6}-[a-z]{2,4}-[0-9]{1,3}$/),
  fc.constantFrom(...HOSTILE_BUT_LEGAL_NAMES),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => cleanName(text, 'vm')),
);

/** JSON values that come back from JSON as they are; fields that an assignment would lose among them. */
export const jsonArbitrary: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['{"__proto__":{"x":[1]},"constructor":null}', '[{"__proto__":"y"},{}]'].map(
        (text) => JSON.parse(text) as Json,
      ),
    ),
  },
);

/** Objects with a prototype, as the readers make them: strict comparison tells the two apart. */
const PLAIN = { noNullPrototype: true } as const;

export interface PlanArbitraryOptions {
  /** Of hosts, VMs and groups; `nameArbitrary` unless given. */
  readonly names?: fc.Arbitrary<string>;
  readonly maxHosts?: number;
  readonly maxVms?: number;
}

/**
 * Plans in canonical numbering (that of `renumber`), so that a plan that was written and read can be compared whole.
 * Boards are mostly of the catalogue and starts mostly legal one by one; whether a whole plan is legal is chance.
 */
export function planArbitrary(options: PlanArbitraryOptions = {}): fc.Arbitrary<Plan> {
  const { names = nameArbitrary, maxHosts = 3, maxVms = 6 } = options;
  return fc
    .record({
      name: names,
      notes: notesArbitrary,
      requests: fc.array(requestArbitrary(names), { maxLength: 2 }),
      hosts: fc.array(hostArbitrary(names), { maxLength: maxHosts }),
      vms: fc.array(vmArbitrary(names), { maxLength: maxVms }),
      extra: extraArbitrary('plan'),
    })
    .map(assembled);
}

/** Holds the ordinal of an instance until there are instances to count. */
interface LooseAttachment extends Omit<Attachment, 'instance'> {
  readonly pick: number | null;
}
interface LooseVm extends Omit<Vm, 'id' | 'attachments'> {
  readonly attachments: readonly LooseAttachment[];
}

/** Gives every part an id of its own and ties attachments to the instances they picked. */
function assembled({
  hosts,
  vms,
  ...plan
}: Omit<Plan, 'hosts' | 'vms' | 'nextId'> & { hosts: readonly Host[]; vms: readonly LooseVm[] }): Plan {
  let last = 0;
  const own = (gpu: Gpu): Gpu => ({
    ...gpu,
    id: ++last as GpuId,
    instances: gpu.instances.map((gi) => ({ ...gi, id: ++last as GiId })),
  });
  const withIds = hosts.map((host) => ({
    ...host,
    id: ++last as HostId,
    gpus: host.gpus.map(own),
    observed: host.observed?.map(own) ?? null,
  }));
  const instances = withIds.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  const picked = (pick: number | null): GiId | null =>
    pick === null ? null : (instances[pick % Math.max(1, instances.length)]?.id ?? null);
  return renumber({
    ...plan,
    hosts: withIds,
    vms: vms.map((vm) => ({
      ...vm,
      id: ++last as VmId,
      attachments: vm.attachments.map(({ pick, ...rest }) => ({ ...rest, instance: picked(pick) })),
    })),
    nextId: EMPTY_PLAN.nextId,
  });
}

const UNNUMBERED = 0;

const notesArbitrary = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => cleanNotes(text)),
  fc.constant('first line\nsecond line\n'),
);

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null, freq: 3 });
}

function extraArbitrary(level: Level): fc.Arbitrary<Extra> {
  const known: readonly string[] = FIELDS[level];
  const fieldNames = fc.oneof(
    fc.constantFrom('$schema', '__proto__', 'constructor', '', 'a/b', 'm~n', '12', '3', 'colour', 'toString'),
    fc.string({ maxLength: 8 }),
  );
  const some = fc
    .array(fc.tuple(fieldNames, jsonArbitrary), { maxLength: 3 })
    // In the order that an object has its fields: whole numbers first.
    .map((pairs) =>
      Object.entries(Object.fromEntries(pairs.filter(([fieldName]) => !known.includes(fieldName)))),
    );
  return fc.oneof({ weight: 3, arbitrary: fc.constant<Extra>([]) }, { weight: 1, arbitrary: some });
}

const catalogueProfiles = [
  ...new Set(BOARDS.flatMap((board) => board.profiles.map((profile) => profile.name))),
];
const profileArbitrary = fc.oneof(
  fc.constantFrom(...catalogueProfiles),
  fc.constantFrom('9g.99gb', '1c.3g.20gb', '1g.12gb+gfx,me', 'odd profile', '1g.5gb@2=x'),
);
const typeArbitrary = fc.constantFrom(
  ...new Set(VGPU_BOARDS.flatMap((board) => board.types.map((type) => type.type))),
  'NO SUCH TYPE',
);

function requestArbitrary(names: fc.Arbitrary<string>): fc.Arbitrary<PlanRequest> {
  return fc
    .record({
      profile: orNull(profileArbitrary),
      needs: orNull(jsonArbitrary),
      count: fc.nat({ max: 400 }),
      weight: orNull(fc.constantFrom(0, 1, 2.5, 1e-7)),
      group: orNull(names),
      extra: extraArbitrary('request'),
    })
    .map((request) =>
      request.profile === null && request.needs === null ? { ...request, needs: {} } : { ...request },
    );
}

const computeInstanceArbitrary: fc.Arbitrary<ComputeInstance> = fc.record(
  { profile: profileArbitrary, start: orNull(fc.nat({ max: 6 })), extra: extraArbitrary('computeInstance') },
  PLAIN,
);

function instanceArbitrary(
  profileAndStart: fc.Arbitrary<readonly [string, number]>,
): fc.Arbitrary<GpuInstance> {
  return fc
    .record({
      id: fc.constant(UNNUMBERED as GiId),
      profileAndStart,
      pinned: fc.boolean(),
      reportedId: orNull(fc.nat({ max: 14 })),
      computeInstances: fc.oneof(
        { weight: 4, arbitrary: fc.constant<ComputeInstance[]>([]) },
        { weight: 1, arbitrary: fc.array(computeInstanceArbitrary, { maxLength: 3 }) },
      ),
      extra: extraArbitrary('instance'),
    })
    .map(({ profileAndStart: [profile, start], ...rest }) => ({ ...rest, profile, start }));
}

const anyProfileAndStart = fc.tuple(profileArbitrary, fc.oneof(fc.nat({ max: 12 }), fc.constant(4095)));

function gpuArbitrary(names: fc.Arbitrary<string>): fc.Arbitrary<Gpu> {
  const drawable = BOARDS.filter((board) => board.profiles.some((profile) => profile.starts !== null));
  const known = fc.constantFrom(...drawable).chain((board) => {
    const positions = board.profiles.flatMap((profile) =>
      (profile.starts ?? []).map((start) => [profile.name, start] as const),
    );
    return gpuOn(
      names,
      board.id,
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...positions) }, anyProfileAndStart),
    );
  });
  return fc.oneof({ weight: 5, arbitrary: known }, gpuOn(names, 'b999-sxm9', anyProfileAndStart));
}

function gpuOn(
  names: fc.Arbitrary<string>,
  board: string,
  profileAndStart: fc.Arbitrary<readonly [string, number]>,
): fc.Arbitrary<Gpu> {
  return fc.record({
    id: fc.constant(UNNUMBERED as GpuId),
    index: fc.nat({ max: 9 }),
    board: fc.constant(board),
    variant: orNull(names),
    uuid: orNull(fc.constantFrom('GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77', 'not a uuid')),
    notes: notesArbitrary,
    pciId: orNull(fc.constantFrom('00000000:41:00.0', 'not an id')),
    kind: orNull(fc.constantFrom(...GPU_KINDS)),
    use: fc.oneof({ weight: 3, arbitrary: fc.constant('mig' as const) }, fc.constantFrom(...GPU_USES)),
    instances: fc.array(instanceArbitrary(profileAndStart), { maxLength: 4 }),
    extra: extraArbitrary('gpu'),
  });
}

function hostArbitrary(names: fc.Arbitrary<string>): fc.Arbitrary<Host> {
  return fc.record({
    id: fc.constant(UNNUMBERED as HostId),
    name: names,
    notes: notesArbitrary,
    platform: orNull(fc.constantFrom(...PLATFORMS)),
    release: orNull(fc.constantFrom('7.0', '8.0 U3', '1.34')),
    driver: orNull(fc.constantFrom('450.80.02', 'R550')),
    creation: orNull(fc.constantFrom(...CREATIONS)),
    gpus: fc.array(gpuArbitrary(names), { maxLength: 3 }),
    observed: orNull(fc.array(gpuArbitrary(names), { maxLength: 2 })),
    extra: extraArbitrary('host'),
  });
}

const wantedArbitrary: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), type: typeArbitrary }, PLAIN),
  fc.record({ kind: fc.constant('profile' as const), profile: profileArbitrary }, PLAIN),
);

function vmArbitrary(names: fc.Arbitrary<string>): fc.Arbitrary<LooseVm> {
  return fc.record({
    name: names,
    notes: notesArbitrary,
    group: orNull(names),
    attachments: fc.array(
      fc.record({
        wants: wantedArbitrary,
        pick: orNull(fc.nat({ max: 40 })),
        extra: extraArbitrary('attachment'),
      }),
      { minLength: 0, maxLength: 3 },
    ),
    extra: extraArbitrary('vm'),
  });
}
