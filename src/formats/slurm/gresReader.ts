/**
 * Slurm: lines of slurm.conf and gres.conf, and what `scontrol show node` prints. They count devices of a type on a node;
 * types that name a MIG profile are taken, whole GPUs are not.
 */
import type { At } from '../../model/source.ts';
import type { SeenCount, SeenHost } from '../evidence/evidence.ts';
import { evidenceOf } from '../nvidiaSmi/seen.ts';
import { extentWhile, type Segment, type TextReader } from '../paste/textReader.ts';
import { MAX_ROWS, type Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { expandHosts } from './hostList.ts';

const LINE = /^\s*(?:NodeName=\S|Name=gpu\b|AutoDetect=|GresTypes=|Gres=\S|CfgTRES=)/i;
/** Rows of `sinfo -o "%N %G"`: a list of nodes and what each of them has, in columns that its heading names or alone. */
const SINFO_ROW = /^\s*(?:\S+\s+){0,12}?gpu:\S+(?:\s|$)/;
const SINFO_HEADING = /^\s*(?=.*\bGRES\b)(?=.*\b(?:NODELIST|HOSTNAMES)\b)[A-Z_:()% ]+$/;
const PART = /^\s+\S+=/;
const PROFILE = /(?:\dc\.)?\dg\.\d{1,4}gb(?:[+-][a-z0-9.]{1,12})?/i;

/** Of a node: a line of few characters may name a thousand, and several lines the same ones. */
const MAX_MENTIONS = 10 * MAX_ROWS;

export const SLURM_GRES = {
  format: 'slurm-gres',
  name: 'Gres lines of Slurm',
  aliases: ['slurm', 'gres'],
  extent: (segment, at) =>
    isSinfo(segment.lines[at]?.text ?? '')
      ? extentWhile(segment, at, ({ text }) => isSinfo(text))
      : LINE.test(segment.lines[at]?.text ?? '')
        ? extentWhile(segment, at, ({ text }) => LINE.test(text) || PART.test(text) || /^\s*#/.test(text))
        : 0,
  read: (segment) => {
    const notices: Notice[] = [];
    const nodes = new Map<string | null, { at: At; counts: Map<string, SeenCount> }>();
    let names: readonly (string | null)[] = [segment.host];
    let mentions = 0;
    const add = (at: At, profile: string, count: number): void => {
      mentions += names.length;
      for (const name of names) {
        let node = nodes.get(name);
        if (node === undefined) nodes.set(name, (node = { at, counts: new Map() }));
        const before = node.counts.get(profile);
        node.counts.set(profile, { at: before?.at ?? at, profile, count: (before?.count ?? 0) + count });
      }
    };
    const table = sinfoRows(segment);
    for (const { at, nodes: list, gres } of table ?? []) {
      const hosts = list === null ? [segment.host] : expandHosts(list);
      if (hosts === null) continue;
      names = hosts;
      // A node is in a row for each of its partitions, with the same devices.
      for (const host of hosts) nodes.delete(host);
      mentions += hosts.length;
      for (const [profile, count] of devicesIn(gres)) add(at, profile, count);
      if (mentions > MAX_MENTIONS) {
        const error = { code: 'too-many-rows', at, excerpt: excerptOf(gres), max: MAX_ROWS } as const;
        return { kind: 'unreadable', error };
      }
    }
    for (const { line, text } of table === null ? segment.lines : []) {
      const at = { line };
      const said = text.replace(/(?:^|\s)#.*/, '');
      const list = /\bNodeName=(\S+)/i.exec(said)?.[1];
      if (list !== undefined) {
        const hosts = expandHosts(list);
        if (hosts === null) notices.push({ code: 'line-not-understood', at, excerpt: excerptOf(text) });
        names = hosts ?? [];
        mentions += names.length;
      }
      const gres = /\bGres=(\S+)/i.exec(said)?.[1];
      if (gres !== undefined) {
        for (const [profile, count] of devicesIn(gres)) add(at, profile, count);
      } else if (/\bName=gpu\b/i.test(said)) {
        const profile = PROFILE.exec(/\bType=(\S+)/i.exec(said)?.[1] ?? '')?.[0];
        const count = /\bCount=(\d{1,4})\b/i.exec(said)?.[1];
        if (profile !== undefined) add(at, profile, Number(count ?? 1));
      }
      if (mentions > MAX_MENTIONS) {
        const error = { code: 'too-many-rows', at, excerpt: excerptOf(text), max: MAX_ROWS } as const;
        return { kind: 'unreadable', error };
      }
    }
    const hosts = [...nodes].map(([name, { at, counts }]): SeenHost => ({
      at,
      name,
      platform: null,
      release: null,
      driver: null,
      gpus: [],
      total: {
        at,
        gpus: null,
        product: null,
        boards: [],
        isWhole: true,
        counts: [...counts.values()],
        withoutProfile: null,
      },
    }));
    return evidenceOf(hosts, { notices });
  },
} as const satisfies TextReader;

function isSinfo(text: string): boolean {
  return text.length < 4000 && (SINFO_HEADING.test(text) || (SINFO_ROW.test(text) && PROFILE.test(text)));
}

/** `nodes` is a list of Slurm's, null where the row has none; null where the lines are no such table. */
function sinfoRows({
  lines,
}: Segment): { readonly at: At; readonly nodes: string | null; readonly gres: string }[] | null {
  if (!isSinfo(lines[0]?.text ?? '')) return null;
  let column = 0;
  return lines.flatMap(({ line, text }) => {
    const cells = text.trim().split(/\s+/);
    if (SINFO_HEADING.test(text)) {
      column = cells.findIndex((cell) => /NODELIST|HOSTNAMES/.test(cell));
      return [];
    }
    const gres = cells.find((cell) => cell.startsWith('gpu:'));
    if (gres === undefined) return [];
    const nodes = cells[column] ?? null;
    return [{ at: { line }, nodes: nodes === gres ? null : nodes, gres }];
  });
}

/** "gpu:3g.20gb:1,gpu:a100_3g.20gb:2(S:0)": each with its profile. */
function devicesIn(gres: string): [profile: string, count: number][] {
  return gres.split(',').flatMap((one): [string, number][] => {
    const [name, type = '', count] = one.replace(/\(.*$/, '').split(':');
    const profile = PROFILE.exec(type)?.[0];
    if (name !== 'gpu' || profile === undefined || !/^\d{0,4}$/.test(count ?? '')) return [];
    return [[profile, count === undefined || count === '' ? 1 : Number(count)]];
  });
}
