import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type GiId, type GpuId, type HostId } from '../model/ids.ts';
import {
  CREATIONS,
  EMPTY_PLAN,
  GPU_KINDS,
  GPU_USES,
  PLATFORMS,
  type Attachment,
  type ComputeInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type PlanRequest,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { Remembered } from '../model/remembered.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseVgpuTypeName } from '../model/vgpu.ts';
import { badShape, Fields, isObject, Report } from './documentFields.ts';
import { DocumentPlaces, InstancesOfDocument } from './documentPlaces.ts';
import { MAX_COUNT, MAX_INDEX, MAX_WEIGHT, MIGRATIONS, FIELDS, type Migration } from './documentShape.ts';
import { readProfileName } from './names.ts';
import type { FormatError, Reading } from './reading.ts';

/**
 * Reads a parsed document: the one gate for files and links, so that a link cannot bring what a file could not. Pointers
 * in errors, notices and places are those of `value` (of the migrated document, where the version is an older one).
 * Ids are numbered in this order: each host, its GPUs each with its instances, its observed GPUs likewise; then VMs.
 * Errors: `not-a-plan`, `too-new`, `bad-shape`, `too-many-items`.
 */
export function readDocument(
  value: unknown,
  migrations: readonly Migration[] = MIGRATIONS,
): Result<Reading, FormatError> {
  if (!isObject(value)) return err({ code: 'not-a-plan', found: null });
  const { format, version } = value;
  if (format !== 'mig-plan') {
    return err({ code: 'not-a-plan', found: typeof format === 'string' ? format : null });
  }
  const report = new Report();
  const newest = migrations.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err(badShape('/version', 'a whole number from 1', version));
  }
  if (version > newest) return err({ code: 'too-new', version, newest });
  if (version < newest) report.notices.push({ code: 'older-version', version });
  const document = migrations.slice(version - 1).reduce((older, migrate) => migrate(older), value);
  const reader = new Reader(report);
  const plan = reader.plan(new Fields(report, document));
  if (report.fault !== null) return err(report.fault);
  return ok({ plan, notices: report.notices, places: reader.places });
}

/** Reads level by level. GPUs and instances wait for their ids until they are sorted. */
class Reader {
  readonly places = new DocumentPlaces();
  readonly #report: Report;
  readonly #ids = new IdSource();
  readonly #instances = new InstancesOfDocument();
  readonly #unknownBoards = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
  }

  plan(fields: Fields): Plan {
    const plan = {
      name: fields.nameOrNull('name', EMPTY_PLAN.name) ?? EMPTY_PLAN.name,
      notes: fields.notes('notes'),
      requests: fields.list('requests', (request) => this.#request(request)),
      hosts: fields.items('hosts', (host, n) => this.#host(host, n)),
      // After the hosts, for attachments point at their instances.
      vms: fields.items('vms', (vm, n) => this.#vm(vm, n)),
      extra: fields.extra(FIELDS.plan),
    };
    return { ...plan, nextId: this.#ids.next };
  }

  #request(fields: Fields): PlanRequest {
    if (!fields.has('profile') && !fields.has('needs')) fields.bad('profile', 'a profile, or needs');
    return {
      profile: fields.has('profile') ? profileNamed(fields.key('profile')) : null,
      needs: fields.json('needs'),
      count: fields.integer('count', MAX_COUNT),
      weight: fields.numberOrNull('weight', MAX_WEIGHT),
      group: fields.nameOrNull('group'),
      extra: fields.extra(FIELDS.request),
    };
  }

  #host(fields: Fields, n: number): Host {
    const id = this.#ids.host();
    this.places.add(null, 'hosts', n);
    return {
      id,
      name: fields.name('name', `host-${n + 1}`),
      notes: fields.notes('notes'),
      platform: fields.oneOf('platform', PLATFORMS),
      release: fields.nameOrNull('release'),
      driver: fields.nameOrNull('driver'),
      creation: fields.oneOf('creation', CREATIONS),
      gpus: this.#gpus(fields, 'gpus', { id, n }),
      observed: fields.has('observed') ? this.#gpus(fields, 'observed', { id, n }) : null,
      extra: fields.extra(FIELDS.host),
    };
  }

  /** Sorted as a plan has them, then given their ids. */
  #gpus(fields: Fields, list: 'gpus' | 'observed', host: { id: HostId; n: number }): readonly Gpu[] {
    const drafts = fields.items(list, (gpu, n) => this.#gpu(gpu, n));
    return sortedBy(drafts, ({ gpu }) => gpu.index).map(({ gpu, instances, n }) => {
      gpu.id = this.#ids.gpu();
      this.places.add(host.id, list, n);
      for (const { gi, n: at } of instances) {
        gi.id = this.#ids.gi();
        this.places.add(gpu.id, 'instances', at);
        // No VM is on an instance that was only observed.
        if (list === 'gpus') this.#instances.add(gi.id, host.n, n, at);
      }
      return gpu;
    });
  }

  #gpu(fields: Fields, n: number): GpuDraft {
    const gpu: Draft<Gpu> = {
      id: NO_GPU,
      index: fields.integer('index', MAX_INDEX),
      notes: fields.notes('notes'),
      board: this.#board(fields),
      variant: fields.nameOrNull('variant'),
      uuid: fields.nameOrNull('uuid'),
      pciId: fields.nameOrNull('pciId'),
      kind: fields.oneOf('kind', GPU_KINDS),
      use: fields.oneOf('use', GPU_USES) ?? 'mig',
      instances: [],
      extra: [],
    };
    const instances = sortedBy(
      fields.items('instances', (gi, at) => this.#instance(gi, at)),
      ({ gi }) => gi.start,
    );
    gpu.instances = instances.map(({ gi }) => gi);
    gpu.extra = fields.extra(FIELDS.gpu);
    return { gpu, instances, n };
  }

  /** Each unknown board is named once, where it first stands. */
  #board(fields: Fields): string {
    const board = fields.key('board');
    if (findBoard(board) === undefined && !this.#unknownBoards.has(board)) {
      this.#unknownBoards.add(board);
      this.#report.notices.push({ code: 'board-unknown', at: fields.at('board'), board });
    }
    return board;
  }

  #instance(fields: Fields, n: number): GiDraft {
    const gi: Draft<GpuInstance> = {
      id: NO_GI,
      profile: profileNamed(fields.key('profile')),
      start: fields.integer('start', MAX_INDEX),
      pinned: fields.flag('pinned'),
      reportedId: fields.integerOrNull('reportedId', MAX_INDEX),
      computeInstances: fields.list('computeInstances', computeInstance),
      extra: fields.extra(FIELDS.instance),
    };
    return { gi, n };
  }

  #vm(fields: Fields, n: number): Vm {
    const id = this.#ids.vm();
    this.places.add(null, 'vms', n);
    return {
      id,
      name: fields.name('name', `vm-${n + 1}`),
      notes: fields.notes('notes'),
      group: fields.nameOrNull('group'),
      attachments: fields.list('attachments', (attachment) => this.#attachment(attachment)),
      extra: fields.extra(FIELDS.vm),
    };
  }

  #attachment(fields: Fields): Attachment {
    return {
      wants: wanted(fields),
      instance: this.#attachedTo(fields),
      extra: fields.extra(FIELDS.attachment),
    };
  }

  #attachedTo(fields: Fields): GiId | null {
    const pointer = fields.textOrNull('instance');
    if (pointer === null) return null;
    const gi = this.#instances.at(pointer);
    if (gi === null) {
      this.#report.notices.push({
        code: 'instance-not-found',
        at: fields.at('instance'),
        wanted: pointer,
      });
    }
    return gi;
  }
}

/** One that gets its id when its list is sorted; nobody else has it before. */
type Draft<T> = { -readonly [K in keyof T]: T[K] };
const NO_GPU = 0 as GpuId;
const NO_GI = 0 as GiId;

/** `n`: the how-manieth of its list in the document. */
interface GiDraft {
  readonly gi: Draft<GpuInstance>;
  readonly n: number;
}

interface GpuDraft {
  readonly gpu: Draft<Gpu>;
  readonly instances: readonly GiDraft[];
  readonly n: number;
}

/** The same list where it is in order, as what we have written ourselves is. */
function sortedBy<T>(list: readonly T[], key: (one: T) => number): readonly T[] {
  const isSorted = list.every((one, n) => n === 0 || key(list[n - 1] ?? one) <= key(one));
  return isSorted ? list : [...list].sort((a, b) => key(a) - key(b));
}

const profiles = new Remembered<ProfileName>();
const types = new Remembered<string>();

function profileNamed(text: string): ProfileName {
  return profiles.of(text, () => readProfileName(text));
}

function computeInstance(fields: Fields): ComputeInstance {
  return {
    profile: profileNamed(fields.key('profile')),
    start: fields.integerOrNull('start', MAX_INDEX),
    extra: fields.extra(FIELDS.computeInstance),
  };
}

function wanted(fields: Fields): Wanted {
  if (fields.has('type') === fields.has('profile')) fields.bad('type', 'either a type or a profile');
  if (!fields.has('type')) return { kind: 'profile', profile: profileNamed(fields.key('profile')) };
  const type = fields.key('type');
  return { kind: 'type', type: types.of(type, () => parseVgpuTypeName(type) ?? type) };
}
