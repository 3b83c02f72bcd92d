/** `fits`: how many more of each profile fit, now and after repacking: in the plan, on each host and on each GPU. */
import { ok, type Result } from '../../model/result.ts';
import { boardName, gpuName } from '../../placement/messages.ts';
import { repackedFigure, staysMessage } from '../../placement/solver/fitsMessages.ts';
import {
  boardsWithoutStarts,
  fitsTable,
  placesOfHost,
  placesOfPlan,
  type FitsRow,
} from '../../placement/solver/fitsTable.ts';
import { jsonNotices, noticeLines, readPlan } from '../input.ts';
import { printable, printJson, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface FitsOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  readonly json: boolean;
}

export function fits(io: Io, file: string, options: FitsOptions): Result<ExitCode, Unusable> {
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const { reading } = input.value;
  const { plan } = reading;
  const whole = fitsTable(plan, placesOfPlan(plan));
  const unknown = boardsWithoutStarts(plan);
  if (options.json) {
    printJson(io, {
      profiles: jsonRows(whole.rows),
      hosts: plan.hosts.map((host) => ({
        host: host.name,
        profiles: jsonRows(fitsTable(plan, placesOfHost(host)).rows),
        gpus: placesOfHost(host).map((place) => ({
          gpu: place.gpu.index,
          profiles: jsonRows(fitsTable(plan, [place]).rows),
        })),
      })),
      stays: whole.stays,
      boardsWithoutStarts: unknown,
      notices: jsonNotices(reading),
    });
    return ok(0);
  }
  io.stderr(printable(noticeLines(reading)));
  const lines = [
    ...table(whole.rows),
    ...(whole.rows.length === 0 ? ['nothing fits: no GPU can take any'] : []),
  ];
  for (const host of plan.hosts) {
    const places = placesOfHost(host);
    lines.push(`${host.name}: ${oneLine(fitsTable(plan, places).rows)}`);
    for (const place of places) lines.push(`  ${gpuName(place)}: ${oneLine(fitsTable(plan, [place]).rows)}`);
  }
  const stays = staysMessage(whole.stays);
  if (stays !== '') lines.push(stays);
  for (const board of unknown) lines.push(`${boardName(board)}: no public source has its starts`);
  io.stdout(printable(lines.map((line) => `${line}\n`).join('')));
  return ok(0);
}

/** A block for each board: its profiles with both figures below each other. */
function table(rows: readonly FitsRow[]): string[] {
  const cells = rows.map(({ board, profile, now, repacked }) => ({
    board,
    cells: [profile, String(now), repackedFigure(repacked)] as const,
  }));
  const width = Math.max(0, ...cells.map((row) => row.cells[0].length));
  return [...new Set(cells.map(({ board }) => board))].flatMap((board) => [
    `${board.padEnd(width + 2)}  now  repacked`,
    ...cells
      .filter((row) => row.board === board)
      .map(
        ({ cells: [name, now, after] }) =>
          `  ${name.padEnd(width)}  ${now.padStart(3)}  ${after.padStart(8)}`,
      ),
  ]);
}

/** "1g.5gb 3 (5), 2g.10gb 1": the second figure where it is another. */
function oneLine(rows: readonly FitsRow[]): string {
  const parts = rows.flatMap(({ profile, now, repacked }) => {
    const after = repackedFigure(repacked);
    if (after === '0') return [];
    return [after === String(now) ? `${profile} ${now}` : `${profile} ${now} (${after} repacked)`];
  });
  return parts.length === 0 ? 'nothing fits' : parts.join(', ');
}

function jsonRows(rows: readonly FitsRow[]): object[] {
  return rows.map(({ board, profile, now, repacked: { count, bound } }) => ({
    ...{ board, profile, now },
    ...{ repacked: count, bound, proven: count === bound },
  }));
}
