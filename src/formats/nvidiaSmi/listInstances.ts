/** `nvidia-smi mig -lgi` in evidence: the one listing that says where everything is, and what is not there. */
import { profileOf, type BoardId } from '../../model/board.ts';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import type { SeenGpu, SeenInstance } from '../evidence/evidence.ts';
import { isBroken, joinRow, profilesNamed, readRow, rowMeant, type LgiRow } from '../migLgiRow.ts';
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
      // A bar alone is what a narrow terminal broke off.
      if (isBorder(text) || /^[ |]*$/.test(text)) continue;
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
        const meant = rowMeant(text);
        if (meant === null)
          notices.push({ code: 'line-not-understood', at: { line }, excerpt: excerptOf(text) });
        else {
          // What is there and was not read must not be taken for missing.
          isCut = true;
          notices.push({ code: 'row-misspelt', at: { line }, excerpt: excerptOf(text), meant });
        }
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

/**
 * The boards that have all these profile names, in the order of the catalogue. Where some of them also have the printed profile IDs and
 * sizes, only those: "1g.10gb" is ID 15 of size 2 on one board and ID 19 of size 1 on another.
 */
function boardsOfRows(rows: readonly LgiRow[]): BoardId[] {
  // A GPU has few different rows, however many a text repeats.
  const kinds = new Map(rows.map((row) => [`${row.profile} ${row.profileId} ${row.size}`, row]));
  const named = BOARDS.filter((board) =>
    [...kinds.values()].every((row) => profileOf(board, row.profile) !== undefined),
  );
  const agreeing = named.filter((board) =>
    [...kinds.values()].every((row) => {
      const profile = profileOf(board, row.profile);
      const hasId = row.profileId === null || profile?.id === null || profile?.id === row.profileId;
      return hasId && (profile?.memorySlices === null || profile?.memorySlices === row.size);
    }),
  );
  return (agreeing.length > 0 ? agreeing : named).map((board) => board.id);
}

/** A profile ID that no board has under that name: the name is trusted, the ID is not. */
function profileIdNotices(rows: readonly LgiRow[]): Notice[] {
  const notices: Notice[] = [];
  for (const { line, profile, profileId } of rows) {
    const known = [...new Set(profilesNamed(profile).flatMap(({ id }) => (id === null ? [] : [id])))];
    if (profileId === null || known.length === 0 || known.includes(profileId)) continue;
    notices.push({ code: 'profile-id-differs', at: { line }, profile, printed: profileId, known });
  }
  return notices;
}
