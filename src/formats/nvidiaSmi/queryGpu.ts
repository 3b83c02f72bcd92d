/** `nvidia-smi --query-gpu=... --format=csv`: one line for each GPU, with a heading or, where that was left out, by what the call asked. */
import type { SeenGpu, SeenVm } from '../evidence/evidence.ts';
import { extentWhile, type Segment, type TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { withoutMigNotice } from './notices.ts';
import { boardsOfPciDevice, boardsOfProduct, vgpuTypeOf } from './product.ts';
import { evidenceOf, indexesAsked, onHost, seenGpu } from './seen.ts';

/** What the fields that matter are called; the first is how the heading prints them. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  index: ['index'],
  name: ['name', 'gpu_name'],
  uuid: ['uuid', 'gpu_uuid'],
  pciId: ['pci.bus_id', 'gpu_bus_id'],
  device: ['pci.device_id'],
  mode: ['mig.mode.current'],
  pendingMode: ['mig.mode.pending'],
  memory: ['memory.total'],
  driver: ['driver_version'],
};

const FIELD_BY_NAME = new Map(
  Object.entries(FIELDS).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

const FIELD = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?: \[[A-Za-z%/]+\])?$/;
const BUS = /^[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]$/i;
const UUID = /^GPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MODE = /^(?:Enabled|Disabled|\[?N\/A\]?|\[Not Supported\])$/;

function wordsOf(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** The field of that name, "memory.total [MiB]" included; null for one that says nothing here. */
function fieldNamed(word: string): string | null {
  return FIELD_BY_NAME.get(word.replace(/ \[.*\]$/, '').toLowerCase()) ?? null;
}

function isHeading(text: string): boolean {
  const words = wordsOf(text);
  return (
    words.length <= 100 &&
    words.every((word) => FIELD.test(word)) &&
    words.some((word) => fieldNamed(word) !== null) &&
    (words.length > 1 || text.includes('.'))
  );
}

/** What the call asks for, where it does. */
function fieldsAsked(segment: Segment): readonly string[] | null {
  const asked = segment.call?.args.find((arg) => arg.startsWith('--query-gpu='));
  return asked === undefined ? null : wordsOf(asked.slice('--query-gpu='.length));
}

/** The fields of a line by the look of its words, where neither heading nor call says: a bus or UUID, and a mode beside. */
function fieldsGuessed(text: string): readonly string[] | null {
  const words = wordsOf(text);
  if (words.length < 2 || words.length > 12) return null;
  const modes = words.flatMap((word, n) => (MODE.test(word) && !/^\d/.test(word) ? [n] : []));
  if (!words.some((word) => BUS.test(word) || UUID.test(word)) || modes.length === 0) return null;
  return words.map((word, n) => {
    if (BUS.test(word)) return 'pci.bus_id';
    if (UUID.test(word)) return 'uuid';
    if (n === modes[0]) return 'mig.mode.current';
    if (n === modes[1]) return 'mig.mode.pending';
    if (/^\d{1,3}$/.test(word) && n === 0) return 'index';
    if (/^\d+ MiB$/.test(word)) return 'memory.total';
    return boardsOfProduct(word).length > 0 ||
      vgpuTypeOf(word) !== null ||
      /^(?:NVIDIA|Tesla|GRID) /.test(word)
      ? 'name'
      : '';
  });
}

/** Words that no sentence has between its commas. */
function isFigure(word: string): boolean {
  return (
    BUS.test(word) || UUID.test(word) || MODE.test(word) || /^(?:\[.{1,40}\]|\d{1,8}(?: MiB)?)$/.test(word)
  );
}

export const QUERY_GPU = {
  format: 'query-gpu-csv',
  name: 'nvidia-smi --query-gpu',
  aliases: ['query-gpu'],
  extent: (segment, at) => {
    const first = segment.lines[at]?.text.trim() ?? '';
    if (first.length > 2000 || !first.includes(',')) return 0;
    const asked = fieldsAsked(segment);
    const fields = isHeading(first) ? wordsOf(first) : (asked ?? fieldsGuessed(first));
    if (fields === null || wordsOf(first).length !== fields.length) return 0;
    return extentWhile(segment, at, ({ line, text }) => {
      const words = wordsOf(text.slice(0, 2000));
      const isFirst = line === segment.lines[at]?.line;
      return words.length === fields.length && (isFirst || isHeading(text.trim()) || words.some(isFigure));
    });
  },
  read: (segment) => {
    const gpus: SeenGpu[] = [];
    const vms: SeenVm[] = [];
    const notices: Notice[] = [];
    const indexes = indexesAsked(segment);
    let fields = fieldsAsked(segment);
    let driver: string | null = null;
    let row = 0;
    for (const { line, text } of segment.lines) {
      if (text.trim() === '') continue;
      if (isHeading(text.trim())) {
        fields = wordsOf(text);
        continue;
      }
      fields ??= fieldsGuessed(text) ?? [];
      const at = { line };
      const words = wordsOf(text);
      const said = (name: string): string | null => {
        const n = fields?.findIndex((field) => fieldNamed(field) === name) ?? -1;
        const word = n < 0 ? '' : (words[n] ?? '');
        return word === '' || /^\[.*\]$|^N\/A$/i.test(word) ? null : word;
      };
      const name = said('name');
      const index = said('index');
      const memory = /^(\d{1,8})(?: MiB)?$/.exec(said('memory') ?? '')?.[1];
      const device = /^0x[0-9A-F]{8}$/i.exec(said('device') ?? '')?.[0] ?? null;
      const [mode, pendingMode] = [said('mode'), said('pendingMode')].map((word) =>
        word === 'Enabled' ? 'on' : word === 'Disabled' ? 'off' : null,
      );
      driver ??= /^\d{3,4}(?:\.\d{1,4}){0,3}$/.exec(said('driver') ?? '')?.[0] ?? null;
      const type = name === null ? null : vgpuTypeOf(name);
      const without = name === null ? null : withoutMigNotice(at, name);
      const nth = row++;
      if (type !== null) {
        vms.push({ at, name: segment.host ?? '', host: null, group: null, wants: [{ kind: 'type', type }] });
      } else if (without !== null) notices.push(without);
      else if (index !== null && !/^\d{1,4}$/.test(index)) {
        notices.push({ code: 'line-not-understood', at, excerpt: excerptOf(text) });
      } else {
        const boards =
          name === null ? [] : boardsOfProduct(name, memory === undefined ? null : Number(memory));
        gpus.push(
          seenGpu(at, {
            index: index === null ? (indexes?.[nth] ?? null) : Number(index),
            uuid: UUID.exec(said('uuid') ?? '')?.[0] ?? null,
            pciId: BUS.exec(said('pciId') ?? '')?.[0] ?? null,
            product: name,
            boards: boards.length === 0 && device !== null ? boardsOfPciDevice(device) : boards,
            mode: mode ?? null,
            pendingMode: pendingMode ?? null,
            layout: mode === 'off' ? { kind: 'instances', isWhole: true, instances: [] } : null,
          }),
        );
      }
    }
    return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus, { driver })], { vms, notices });
  },
} as const satisfies TextReader;
