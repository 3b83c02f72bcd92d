import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type GiId } from '../model/ids.ts';
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
import { badShape, Fields, isObject, Report, Spot } from './documentFields.ts';
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
  const plan = reader.plan(new Fields(report, new Spot(), document));
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
      vms: fields.items('vms', (vm, n) => this.#vm(vm, `vm-${n + 1}`)),
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
    this.places.add(id, fields.spot);
    return {
      id,
      name: fields.name('name', `host-${n + 1}`),
      notes: fields.notes('notes'),
      platform: fields.oneOf('platform', PLATFORMS),
      release: fields.nameOrNull('release'),
      driver: fields.nameOrNull('driver'),
      creation: fields.oneOf('creation', CREATIONS),
      gpus: this.#gpus(fields, 'gpus', n),
      observed: fields.has('observed') ? this.#gpus(fields, 'observed', null) : null,
      extra: fields.extra(FIELDS.host),
    };
  }

  /** Sorted as a plan has them, then given their ids. `host`: which of the document; null for observed GPUs, which no VM is on. */
  #gpus(fields: Fields, field: string, host: number | null): readonly Gpu[] {
    const drafts = fields.items(field, (gpu, n) => this.#gpu(gpu, n));
    return sortedBy(drafts, ({ gpu }) => gpu.index).map(({ gpu, instances, spot, n }) => {
      const id = this.#ids.gpu();
      this.places.add(id, spot);
      const { index, board, variant, uuid, pciId, kind, use, extra } = gpu;
      return {
        ...{ id, index, board, variant, uuid, pciId, kind, use },
        instances: this.#numbered(instances, host, n),
        extra,
      };
    });
  }

  #numbered(drafts: readonly GiDraft[], host: number | null, gpu: number): readonly GpuInstance[] {
    return sortedBy(drafts, ({ gi }) => gi.start).map(({ gi, spot, n }) => {
      const id = this.#ids.gi();
      this.places.add(id, spot);
      if (host !== null) this.#instances.add(id, host, gpu, n);
      const { profile, start, pinned, reportedId, computeInstances, extra } = gi;
      return { id, profile, start, pinned, reportedId, computeInstances, extra };
    });
  }

  #gpu(fields: Fields, n: number): GpuDraft {
    const gpu = {
      index: fields.integer('index', MAX_INDEX),
      board: this.#board(fields),
      variant: fields.nameOrNull('variant'),
      uuid: fields.nameOrNull('uuid'),
      pciId: fields.nameOrNull('pciId'),
      kind: fields.oneOf('kind', GPU_KINDS),
      use: fields.oneOf('use', GPU_USES) ?? 'mig',
    };
    const instances = fields.items('instances', (gi, at) => this.#instance(gi, at));
    return { gpu: { ...gpu, extra: fields.extra(FIELDS.gpu) }, instances, spot: fields.spot, n };
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
    const gi = {
      profile: profileNamed(fields.key('profile')),
      start: fields.integer('start', MAX_INDEX),
      pinned: fields.flag('pinned'),
      reportedId: fields.integerOrNull('reportedId', MAX_INDEX),
      computeInstances: fields.list('computeInstances', computeInstance),
      extra: fields.extra(FIELDS.instance),
    };
    return { gi, spot: fields.spot, n };
  }

  #vm(fields: Fields, fallback: string): Vm {
    const id = this.#ids.vm();
    this.places.add(id, fields.spot);
    return {
      id,
      name: fields.name('name', fallback),
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

/** An instance without its id, and the how-manieth of its list it is in the document. */
interface GiDraft {
  readonly gi: Omit<GpuInstance, 'id'>;
  readonly spot: Spot;
  readonly n: number;
}

interface GpuDraft {
  readonly gpu: Omit<Gpu, 'id' | 'instances'>;
  readonly instances: readonly GiDraft[];
  readonly spot: Spot;
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
