/**
 * Lists of vGPU types, from wherever a host shows what it offers: `sharedPassthruGpuTypes` of vSphere and `govc
 * gpu.host.profile.ls`, the names and folders of mdev_supported_types, creatable_vgpu_types, `nvidia-smi vgpu -s`. They tell
 * the board: every board has its own set of types.
 */
import { BOARDS, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../model/board.ts';
import type { Platform } from '../../model/plan.ts';
import { Remembered } from '../../model/remembered.ts';
import { parseVgpuTypeName } from '../../model/vgpu.ts';
import type { SeenGpu } from '../evidence/evidence.ts';
import { evidenceOf, onHost, seenGpu } from '../nvidiaSmi/seen.ts';
import { extentWhile, type TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';

interface TypeLine {
  /** Registered names without prefix. */
  readonly types: readonly string[];
  readonly platform: Platform | null;
}

const MAX_LINE = 4000;
const NAME = '(?:GRID|NVIDIA) [A-Z0-9][A-Za-z0-9-]{2,40}';
/** "474: (vgpu+mig) GRID A100-1-5C (5120MiB)", "1428 : NVIDIA H200X-141C", "nvidia-476/name:GRID A100-3-20C", "GRID A100-3-20C". */
const REGISTERED = new RegExp(
  `^ *(?:[0-9]{1,5} *: *)?(?:\\(vgpu(?:\\+mig)?\\) *)?(?:[^ :|]{0,120}name: *)?(${NAME})(?: *\\([0-9]{1,7} ?MiB\\))? *$`,
);
/** grid_a100-3-20c, in a list of JSON too. */
const ON_ESXI = /^ *"?((?:grid|nvidia)_[a-z0-9]+-[a-z0-9-]{1,30})"?,? *$/;
/** What `govc gpu.host.profile.ls -json` prints. */
const GOVC_JSON = /^ *\{ *"profiles" *: *\[/;
/** Folders of mdev_supported_types. */
const FOLDERS = /^ *nvidia-[0-9]{1,5}(?: +nvidia-[0-9]{1,5})*\/? *$/;
/** The heading of each GPU of `nvidia-smi vgpu -s`. */
const HEADING = /^ *GPU ([0-9A-F]{8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]) *$/i;

const BY_FOLDER = new Map<string, string>();
for (const { types } of VGPU_BOARDS) {
  for (const { type, mdevType } of types) if (mdevType !== null) BY_FOLDER.set(mdevType, type);
}

/** Null for a line that lists none. */
function readLine(text: string): TypeLine | null {
  if (text.length > MAX_LINE) return null;
  const registered = REGISTERED.exec(text)?.[1];
  if (registered !== undefined) return named([registered], null);
  const esxi = ON_ESXI.exec(text)?.[1];
  if (esxi !== undefined) return named([esxi], 'esxi');
  if (GOVC_JSON.test(text)) {
    return named(
      Array.from(text.matchAll(/"((?:grid|nvidia)_[a-z0-9-]{3,40})"/g), ([, one = '']) => one),
      'esxi',
    );
  }
  if (FOLDERS.test(text)) {
    const folders = text.trim().replace(/\/$/, '').split(/ +/);
    return { types: folders.map((one) => BY_FOLDER.get(one) ?? one), platform: 'kvm' };
  }
  return null;
}

const typeNames = new Remembered<string | null>();

function named(names: readonly string[], platform: Platform | null): TypeLine | null {
  const types: string[] = [];
  for (const name of names) {
    const type = typeNames.of(name, () => parseVgpuTypeName(name));
    if (type === null) return null;
    types.push(type);
  }
  return types.length > 0 ? { types, platform } : null;
}

interface Group {
  readonly line: number;
  readonly pciId: string | null;
  readonly types: { readonly type: string; readonly line: number }[];
}

export const VGPU_TYPE_LIST = {
  format: 'vgpu-types',
  name: 'list of vGPU types',
  aliases: ['vgpu', 'mdev-types'],
  extent: (segment, at) => {
    const first = segment.lines[at]?.text ?? '';
    const next = segment.lines[at + 1]?.text ?? '';
    if (readLine(first) === null && !(HEADING.test(first) && readLine(next) !== null)) return 0;
    return extentWhile(segment, at, ({ text }) => readLine(text) !== null || HEADING.test(text));
  },
  read: (segment) => {
    const groups: Group[] = [];
    let platform: Platform | null = null;
    for (const { line, text } of segment.lines) {
      const pciId = HEADING.exec(text)?.[1];
      if (pciId !== undefined) groups.push({ line, pciId, types: [] });
      const read = readLine(text);
      if (read === null) continue;
      if (groups.length === 0) groups.push({ line, pciId: null, types: [] });
      platform = read.platform ?? platform;
      groups.at(-1)?.types.push(...read.types.map((type) => ({ type, line })));
    }
    const notices: Notice[] = [];
    const gpus = groups.flatMap((group) => gpusOf(group, notices));
    return evidenceOf([onHost(segment, gpus, { platform })], { notices });
  },
} as const satisfies TextReader;

/** A GPU for each family of types in the list; where no PCI ID is said, how many GPUs are of it is not known. */
function gpusOf({ pciId, types }: Group, notices: Notice[]): SeenGpu[] {
  const families = new Map<string, { readonly line: number; readonly types: string[] }>();
  const unknown: { readonly type: string; readonly line: number }[] = [];
  for (const { type, line } of types) {
    const family = /^(.+?)(?:-[0-9])?-[0-9]+[ABCQ](?:ME|NOME|MEALL|GFX)?$/.exec(type)?.[1];
    if (family === undefined || !VGPU_BOARDS.some((board) => board.family === family)) {
      unknown.push({ type, line });
      continue;
    }
    const own = families.get(family) ?? { line, types: [] };
    own.types.push(type);
    families.set(family, own);
  }
  const [first] = unknown;
  if (first !== undefined) {
    const names = [...new Set(unknown.map(({ type }) => type))];
    notices.push({ code: 'types-unknown', at: { line: first.line }, types: names });
  }
  return [...families].map(([family, own]) =>
    seenGpu(
      { line: own.line },
      {
        pciId,
        boards: boardsOffering(family, own.types),
        ...(pciId === null ? { standsForEvery: true } : {}),
      },
    ),
  );
}

const offering = new Remembered<BoardId[]>();

/** The boards of the family that have most of these types, in the order of the catalogue. Time-sliced ones are in no table. */
function boardsOffering(family: string, types: readonly string[]): BoardId[] {
  return offering.of(`${family} ${types.join()}`, () => workOutOffering(family, types));
}

function workOutOffering(family: string, types: readonly string[]): BoardId[] {
  const counts = VGPU_BOARDS.filter((board) => board.family === family).map((board) => ({
    boards: board.boards,
    count: board.types.filter(({ type }) => types.includes(type)).length,
  }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  const found = new Set(counts.filter(({ count }) => count === most).flatMap(({ boards }) => boards));
  return BOARDS.filter(({ id }) => found.has(id)).map(({ id }) => id);
}
