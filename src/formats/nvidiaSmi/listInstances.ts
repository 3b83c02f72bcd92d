/** `nvidia-smi mig -lgi` in evidence: the one listing that says where everything is, and what is not there. */
import type { SeenGpu, SeenInstance } from '../evidence/evidence.ts';
import { boardsOfRows, profileIdNotices } from '../migLgi.ts';
import { isBroken, joinRow, readRow } from '../migLgiRow.ts';
import type { LgiRow } from '../migLgiListings.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { evidenceOf, isOfSomeGpus, onHost, seenGpu, seenInstance } from './seen.ts';
import { isBorder, tableExtent } from './tables.ts';

export const LIST_INSTANCES = {
  format: 'mig-lgi',
  name: 'nvidia-smi mig -lgi',
  aliases: ['lgi'],
  extent: (segment, at) => tableExtent(segment, at, 'mig-lgi'),
  read: (segment) => {
    const { lines } = segment;
    const rows = new Map<number, LgiRow[]>();
    const notices: Notice[] = [];
    let isCut = false;
    for (let i = 0; i < lines.length; i++) {
      const { line, text } = lines[i] ?? { line: 0, text: '' };
      if (text.trim() === '' || isBorder(text)) continue;
      let row = readRow(text);
      const next = lines[i + 1]?.text;
      const joined =
        next !== undefined && row.kind !== 'row' && isBroken(text, next) ? joinRow(text, next) : null;
      if (joined !== null) {
        i += 1;
        row = joined;
        if (joined.kind === 'row')
          notices.push({ code: 'row-joined', at: { line }, excerpt: excerptOf(joined.cells.join(' ')) });
      }
      if (row.kind === 'row') {
        const own = rows.get(row.gpu);
        if (own === undefined) rows.set(row.gpu, [{ line, ...row.row }]);
        else own.push({ line, ...row.row });
      } else if (row.kind === 'cut') {
        isCut = true;
        notices.push({ code: 'row-cut', at: { line }, excerpt: excerptOf(text) });
      } else if (row.kind === 'other') {
        notices.push({ code: 'line-not-understood', at: { line }, excerpt: excerptOf(text) });
      }
    }
    for (const own of rows.values()) notices.push(...profileIdNotices(own));
    const gpus = [...rows].map(([index, own]): SeenGpu => {
      const at = { line: own[0]?.line ?? 1 };
      const instances = own.map(({ line, ...row }): SeenInstance => seenInstance({ line }, row));
      const layout = { kind: 'instances', isWhole: !isCut, instances } as const;
      return seenGpu(at, { index, boards: boardsOfRows(own), mode: 'on', layout });
    });
    const args = segment.call?.args ?? [];
    const isOfAll =
      args.some((arg) => /^-{1,2}(?:lgi|list-gpu-instances)$/.test(arg)) && !isOfSomeGpus(segment);
    const at = { line: lines[0]?.line ?? 1 };
    const othersEmpty = isOfAll && !isCut && rows.size > 0 ? at : null;
    return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus, { othersEmpty })], { notices });
  },
} as const satisfies TextReader;
