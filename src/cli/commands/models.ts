/** `models`: the boards, their vGPU variants, and how sure each fact is. */
import { boardLabel, isDrawable, type Board } from '../../model/board.ts';
import { BOARDS, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { certaintyOf } from '../../model/catalogue/certainty.ts';
import { loadEvidence, type Evidence } from '../../model/catalogue/evidence.ts';
import { printJson, type ExitCode, type Io } from '../io.ts';

export async function models(io: Io, options: { readonly json: boolean }): Promise<ExitCode> {
  const evidence = await loadEvidence();
  if (options.json)
    printJson(
      io,
      BOARDS.map((board) => jsonBoard(board, evidence)),
    );
  else io.stdout(table(BOARDS.map((board) => row(board, evidence))));
  return 0;
}

function jsonBoard(board: Board, evidence: Evidence): unknown {
  const known = evidence.boards.get(board.id);
  return {
    ...board,
    label: boardLabel(board),
    startsKnown: isDrawable(board),
    confidence: known?.confidence ?? null,
    sources: known?.sources ?? [],
    notes: known?.notes ?? [],
    profiles: board.profiles.map((profile) => {
      const own = known?.profiles.find((one) => one.name === profile.name);
      return {
        ...profile,
        memoryGiBOtherDrivers: own?.memoryGiBOtherDrivers ?? [],
        confidence: own?.confidence ?? null,
        startsConfidence: own?.startsConfidence ?? null,
        certainty: known === undefined || own === undefined ? null : certaintyOf(profile, known, own),
        sources: own?.sources ?? [],
        notes: own?.notes ?? [],
        computeInstances: profile.computeInstances.map((ci, index) => ({
          ...ci,
          confidence: own?.computeInstances[index] ?? null,
        })),
      };
    }),
    vgpuBoards: VGPU_BOARDS.filter((one) => one.boards.includes(board.id)).map((one) => {
      const own = evidence.vgpuBoards.get(one.id);
      const types = one.types.map((type) => {
        const known = own?.types.find((row) => row.type === type.type);
        return {
          ...type,
          source: known?.source ?? null,
          profileBasis: known?.profileBasis ?? null,
          esxiNameEvidence: known?.esxiNameEvidence ?? [],
          esxiMinReleaseSource: known?.esxiMinReleaseSource ?? null,
          mdevTypeSource: known?.mdevTypeSource ?? null,
        };
      });
      const cited = new Set([
        own?.source,
        ...types.flatMap((type) => [
          type.source,
          ...type.esxiNameEvidence,
          type.esxiMinReleaseSource,
          type.mdevTypeSource,
        ]),
      ]);
      const sources = [...cited].flatMap((id) => {
        const source = evidence.vgpuSources.get(id ?? '');
        return id == null || source === undefined ? [] : [{ id, ...source }];
      });
      return { ...one, source: own?.source ?? null, sources, note: own?.note ?? null, types };
    }),
  };
}

function row(board: Board, evidence: Evidence): string[] {
  const variants = VGPU_BOARDS.filter((one) => one.boards.includes(board.id));
  return [
    board.id,
    boardLabel(board),
    board.memorySlices === null
      ? `${board.computeSlices} x ?`
      : `${board.computeSlices} x ${board.memorySlices}`,
    [...new Set(variants.map((one) => one.family))].join(' ') || '-',
    board.profiles.map((profile) => profile.name).join(' '),
    evidence.boards.get(board.id)?.confidence ?? 'unknown',
  ];
}

const HEADINGS = ['board', 'product', 'slices', 'vGPU family', 'profiles', 'how sure'];

function table(rows: readonly (readonly string[])[]): string {
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  return all
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
