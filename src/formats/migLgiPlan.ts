/** What a text of `nvidia-smi mig -lgi` lists, as a plan. */
import { profileOf, type Board, type BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type AnyId } from '../model/ids.ts';
import { kindsThatExplain } from '../model/instanceId.ts';
import { checkName, cleanName, FreeNames } from '../model/name.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type GpuKind, type Host, type Plan } from '../model/plan.ts';
import type { At } from '../model/source.ts';
import type { LgiGpu, LgiHost, LgiReading } from './migLgiReading.ts';
import { lineOf, sortedByLine } from './migLgiListings.ts';
import type { Notice, Reading } from './reading.ts';

/**
 * Whether the IDs of a listed GPU make it straight or mirrored; null when both would print the same. When neither
 * does, a notice: the text is damaged or made up. A board whose slices are not public explains nothing and is not asked.
 */
export function kindOf(board: Board, gpu: LgiGpu): { kind: GpuKind | null; notice: Notice | null } {
  const rows = gpu.rows.flatMap(({ instanceId, start, size }) =>
    instanceId === null ? [] : [{ instanceId, placement: { start, size } }],
  );
  if (board.memorySlices === null) return { kind: null, notice: null };
  const kinds = kindsThatExplain(board, rows);
  const [only = null] = kinds;
  if (kinds.length === 1) return { kind: only, notice: null };
  const notice: Notice = { code: 'ids-explain-nothing', at: { line: gpu.line }, gpuIndex: gpu.index };
  return { kind: null, notice: kinds.length === 0 ? notice : null };
}

/**
 * A plan of what a text lists: one host per host of the text, the same GPUs as target and as observed state (what was
 * observed carries the printed instance IDs). `boardFor` chooses among `gpu.boards` or knows better; `fallbackHostName`
 * names a host that the text does not. Adds notices for IDs and sizes that the chosen board does not have.
 */
export function planFromLgi(
  reading: LgiReading,
  boardFor: (host: LgiHost, gpu: LgiGpu) => BoardId,
  fallbackHostName: string,
): Reading {
  const notices: Notice[] = [...reading.notices];
  const noted = new Set(
    reading.notices.flatMap((one) => (one.code === 'profile-id-differs' ? [lineOf(one)] : [])),
  );
  const names = hostNames(reading.hosts, fallbackHostName, notices);
  const places = new Map<AnyId, At>();
  const ids = new IdSource();

  const hosts = reading.hosts.map((host, hostAt): Host => {
    const id = ids.host();
    places.set(id, { line: host.line });
    const listed = host.gpus.map((gpu) => {
      const boardId = boardFor(host, gpu);
      const board = findBoard(boardId);
      if (board === undefined)
        notices.push({ code: 'board-unknown', at: { line: gpu.line }, board: boardId });
      else notices.push(...rowNotices(board, gpu, noted));
      const { kind, notice } = board === undefined ? { kind: null, notice: null } : kindOf(board, gpu);
      if (notice !== null) notices.push(notice);
      return { gpu, boardId, kind, rows: [...gpu.rows].sort((a, b) => a.start - b.start || a.line - b.line) };
    });
    const makeGpus = (isObserved: boolean): Gpu[] =>
      listed.map(({ gpu, boardId, kind, rows }) => {
        const gpuId = ids.gpu();
        places.set(gpuId, { line: gpu.line });
        const instances = rows.map((row): GpuInstance => {
          const giId = ids.gi();
          places.set(giId, { line: row.line });
          return {
            id: giId,
            profile: row.profile,
            start: row.start,
            pinned: false,
            reportedId: isObserved ? row.instanceId : null,
            computeInstances: [],
            extra: [],
          };
        });
        return {
          id: gpuId,
          index: gpu.index,
          board: boardId,
          variant: null,
          uuid: null,
          pciId: null,
          kind,
          use: 'mig',
          instances,
          extra: [],
        };
      });
    return {
      id,
      name: names[hostAt] ?? fallbackHostName,
      notes: '',
      platform: null,
      release: null,
      driver: null,
      creation: null,
      // In this order: ids count through the target first.
      gpus: makeGpus(false),
      observed: makeGpus(true),
      extra: [],
    };
  });
  const plan: Plan = { ...EMPTY_PLAN, name: 'Imported from nvidia-smi', hosts, nextId: ids.next };
  return { plan, notices: sortedByLine(notices), places };
}

/** Names that are each other's equal nowhere. What a prompt says comes first, so that a made-up name gives way. */
function hostNames(hosts: readonly LgiHost[], fallback: string, notices: Notice[]): string[] {
  const free = new FreeNames([]);
  const names = new Map<LgiHost, string>();
  const spare = cleanName(fallback, 'host');
  const take = (host: LgiHost, base: string): void => {
    names.set(host, free.take(base));
  };
  for (const host of hosts) {
    if (host.name === null) continue;
    const checked = checkName(host.name);
    take(host, checked.ok ? checked.value : cleanName(host.name, spare));
    if (checked.ok) continue;
    const to = names.get(host) ?? spare;
    notices.push({ code: 'name-cleaned', at: { line: host.line }, from: host.name, to, why: checked.error });
  }
  for (const host of hosts) if (host.name === null) take(host, spare);
  return hosts.map((host) => names.get(host) ?? spare);
}

/** Where the rows of a GPU differ from what its board is known to have. `noted` holds lines already complained of. */
export function rowNotices(board: Board, gpu: LgiGpu, noted: ReadonlySet<number>): Notice[] {
  return gpu.rows.flatMap(({ line, profile, profileId, size }) => {
    const known = profileOf(board, profile);
    if (known === undefined) return [];
    const notices: Notice[] = [];
    if (profileId !== null && known.id !== null && known.id !== profileId && !noted.has(line)) {
      const ids = [known.id];
      notices.push({ code: 'profile-id-differs', at: { line }, profile, printed: profileId, known: ids });
    }
    if (known.memorySlices !== null && known.memorySlices !== size) {
      const sizes = [known.memorySlices];
      notices.push({ code: 'size-differs', at: { line }, profile, printed: size, known: sizes });
    }
    return notices;
  });
}
