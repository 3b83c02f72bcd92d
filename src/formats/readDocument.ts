import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type AnyId, type GiId } from '../model/ids.ts';
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
import { err, ok, type Result } from '../model/result.ts';
import { parseVgpuTypeName } from '../model/vgpu.ts';
import { badShape, Fields, isObject, Report, type Spot } from './documentFields.ts';
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
  const plan = reader.plan({ pointer: '', value: document });
  if (report.fault !== null) return err(report.fault);
  return ok({ plan, notices: report.notices, places: reader.places });
}

type GiDraft = Omit<GpuInstance, 'id'> & { readonly pointer: string };
type GpuDraft = Omit<Gpu, 'id' | 'instances'> & {
  readonly pointer: string;
  readonly instances: readonly GiDraft[];
};

/** Reads level by level. GPUs and instances are drafts without ids until they are sorted. */
class Reader {
  readonly places = new Map<AnyId, { readonly pointer: string }>();
  readonly #report: Report;
  readonly #ids = new IdSource();
  readonly #instanceByPointer = new Map<string, GiId>();
  readonly #unknownBoards = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
  }

  plan(spot: Spot): Plan {
    const fields = new Fields(this.#report, spot);
    const plan = {
      name: fields.nameOrNull('name', EMPTY_PLAN.name) ?? EMPTY_PLAN.name,
      notes: fields.notes('notes'),
      requests: fields.list('requests').map((request) => this.#request(request)),
      hosts: fields.items('hosts').map((host, n) => this.#host(host, `host-${n + 1}`)),
      // After the hosts, for attachments point at their instances.
      vms: fields.items('vms').map((vm, n) => this.#vm(vm, `vm-${n + 1}`)),
      extra: fields.extra(FIELDS.plan),
    };
    return { ...plan, nextId: this.#ids.next };
  }

  #request(spot: Spot): PlanRequest {
    const fields = new Fields(this.#report, spot);
    if (!fields.has('profile') && !fields.has('needs')) fields.bad('profile', 'a profile, or needs');
    return {
      profile: fields.has('profile') ? readProfileName(fields.key('profile')) : null,
      needs: fields.json('needs'),
      count: fields.integer('count', MAX_COUNT),
      weight: fields.numberOrNull('weight', MAX_WEIGHT),
      group: fields.nameOrNull('group'),
      extra: fields.extra(FIELDS.request),
    };
  }

  #host(spot: Spot, fallback: string): Host {
    const fields = new Fields(this.#report, spot);
    const id = this.#ids.host();
    this.places.set(id, { pointer: spot.pointer });
    return {
      id,
      name: fields.name('name', fallback),
      notes: fields.notes('notes'),
      platform: fields.oneOf('platform', PLATFORMS),
      release: fields.nameOrNull('release'),
      driver: fields.nameOrNull('driver'),
      creation: fields.oneOf('creation', CREATIONS),
      gpus: this.#planned(this.#gpus(fields, 'gpus')),
      observed: fields.has('observed') ? this.#gpus(fields, 'observed') : null,
      extra: fields.extra(FIELDS.host),
    };
  }

  /** Takes down where the planned instances stood, before sorting: only these can be attached to. */
  #planned(gpus: readonly Gpu[]): readonly Gpu[] {
    for (const { id } of gpus.flatMap((gpu) => gpu.instances)) {
      const place = this.places.get(id);
      if (place !== undefined) this.#instanceByPointer.set(place.pointer, id);
    }
    return gpus;
  }

  /** Sorted as a plan has them, then given their ids. */
  #gpus(fields: Fields, field: string): Gpu[] {
    return fields
      .items(field)
      .map((gpu) => this.#gpu(gpu))
      .sort((a, b) => a.index - b.index)
      .map(({ pointer, instances, ...gpu }) => {
        const id = this.#ids.gpu();
        this.places.set(id, { pointer });
        return { id, ...gpu, instances: this.#numbered(instances) };
      });
  }

  #numbered(instances: readonly GiDraft[]): GpuInstance[] {
    return [...instances]
      .sort((a, b) => a.start - b.start)
      .map(({ pointer, ...gi }) => {
        const id = this.#ids.gi();
        this.places.set(id, { pointer });
        return { id, ...gi };
      });
  }

  #gpu(spot: Spot): GpuDraft {
    const fields = new Fields(this.#report, spot);
    return {
      pointer: spot.pointer,
      index: fields.integer('index', MAX_INDEX),
      notes: fields.notes('notes'),
      board: this.#board(fields),
      variant: fields.nameOrNull('variant'),
      uuid: fields.nameOrNull('uuid'),
      pciId: fields.nameOrNull('pciId'),
      kind: fields.oneOf('kind', GPU_KINDS),
      use: fields.oneOf('use', GPU_USES) ?? 'mig',
      instances: fields.items('instances').map((gi) => this.#instance(gi)),
      extra: fields.extra(FIELDS.gpu),
    };
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

  #instance(spot: Spot): GiDraft {
    const fields = new Fields(this.#report, spot);
    return {
      pointer: spot.pointer,
      profile: readProfileName(fields.key('profile')),
      start: fields.integer('start', MAX_INDEX),
      pinned: fields.flag('pinned'),
      reportedId: fields.integerOrNull('reportedId', MAX_INDEX),
      computeInstances: fields.list('computeInstances').map((ci) => this.#computeInstance(ci)),
      extra: fields.extra(FIELDS.instance),
    };
  }

  #computeInstance(spot: Spot): ComputeInstance {
    const fields = new Fields(this.#report, spot);
    return {
      profile: readProfileName(fields.key('profile')),
      start: fields.integerOrNull('start', MAX_INDEX),
      extra: fields.extra(FIELDS.computeInstance),
    };
  }

  #vm(spot: Spot, fallback: string): Vm {
    const fields = new Fields(this.#report, spot);
    const id = this.#ids.vm();
    this.places.set(id, { pointer: spot.pointer });
    return {
      id,
      name: fields.name('name', fallback),
      notes: fields.notes('notes'),
      group: fields.nameOrNull('group'),
      attachments: fields.list('attachments').map((attachment) => this.#attachment(attachment)),
      extra: fields.extra(FIELDS.vm),
    };
  }

  #attachment(spot: Spot): Attachment {
    const fields = new Fields(this.#report, spot);
    return {
      wants: wanted(fields),
      instance: this.#attachedTo(fields),
      extra: fields.extra(FIELDS.attachment),
    };
  }

  #attachedTo(fields: Fields): GiId | null {
    const pointer = fields.textOrNull('instance');
    if (pointer === null) return null;
    const gi = this.#instanceByPointer.get(pointer);
    if (gi === undefined) {
      this.#report.notices.push({
        code: 'instance-not-found',
        at: fields.at('instance'),
        wanted: pointer,
      });
    }
    return gi ?? null;
  }
}

function wanted(fields: Fields): Wanted {
  if (fields.has('type') === fields.has('profile')) fields.bad('type', 'either a type or a profile');
  if (!fields.has('type')) return { kind: 'profile', profile: readProfileName(fields.key('profile')) };
  const type = fields.key('type');
  return { kind: 'type', type: parseVgpuTypeName(type) ?? type };
}
