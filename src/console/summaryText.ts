/** A summary of a plan as a text for a terminal or a ticket: what the page shows in figures and charts. */
import { boardName, counted } from '../placement/messages.ts';
import { repackedFigure, staysMessage } from '../placement/solver/fitsMessages.ts';
import type { PackingProof } from '../placement/summary/fewest.ts';
import type { SummaryFigures } from '../placement/summary/figures.ts';
import type { Summary } from '../placement/summary/summary.ts';
import {
  causeMessage,
  percent,
  proofMessage,
  proofWord,
  sliceName,
} from '../placement/summary/summaryMessages.ts';

type Row = readonly string[];

/** The lines, without line ends. Names of the plan stand in it as they are: a terminal needs `printable`. */
export function summaryLines(summary: Summary): string[] {
  const { figures, vms, proof, hosts, boards } = summary;
  const lines = [
    summary.name,
    ...columns([
      ['GPUs', `${figures.gpusInUse} of ${figures.gpus} in use, on ${counted(hosts.length, 'host')}`],
      ['Compute', slices(figures, 'compute')],
      ['Memory', slices(figures, 'memory')],
      ['Instances', `${figures.instances}, ${figures.instancesWithVm} with a VM`],
      ['VMs', `${vms.placed} of ${vms.total} placed, ${vms.waiting} waiting`],
      ...(proof === null ? [] : [['Proof', proofMessage(proof)]]),
      ...(figures.gpusUncounted === 0
        ? []
        : [
            [
              'Not counted',
              `${counted(figures.gpusUncounted, 'GPU')} with MIG mode off, reserved, or of unknown slices`,
            ],
          ]),
    ]),
  ];
  if (boards.length > 0) {
    const rows = boards.map((one) => [
      boardName(one.board),
      String(one.hosts),
      ...figureCells(one.figures, one.proof),
    ]);
    lines.push('', 'By board', ...columns([['board', 'hosts', ...FIGURE_HEADS], ...rows]));
  }
  if (hosts.length > 0) {
    const rows = hosts.map((one) => [one.name, ...figureCells(one.figures, one.proof)]);
    lines.push('', 'By host', ...columns([['host', ...FIGURE_HEADS], ...rows]));
  }
  for (const { board, profiles } of boards) {
    if (profiles.length === 0) continue;
    const rows = profiles.map(({ profile, instances, instancesWithVm, now, repacked }) => [
      profile,
      String(instances),
      String(instancesWithVm),
      now === null ? 'not known' : String(now),
      repacked === null ? '–' : repackedFigure(repacked),
    ]);
    const heads = ['profile', 'instances', 'with a VM', 'more fit now', 'after repacking'];
    lines.push('', `Profiles of ${boardName(board)}`, ...columns([heads, ...rows]));
  }
  const stays = summary.stays === null ? '' : staysMessage(summary.stays);
  if (stays !== '') lines.push('', stays);
  lines.push(...strandedLines(summary), ...waitingLines(summary));
  return lines;
}

function strandedLines({ stranded, boards }: Summary): string[] {
  if (stranded.length === 0) return ['', 'Stranded: nothing'];
  const isOneBoard = boards.length === 1;
  return [
    '',
    'Stranded, and why',
    ...stranded.map((group) => {
      const board = isOneBoard ? '' : ` of ${boardName(group.board)}`;
      return `  ${sliceName(group)} on ${counted(group.gpus, 'GPU')}${board}: ${causeMessage(group)}`;
    }),
  ];
}

function waitingLines({ waiting }: Summary): string[] {
  if (waiting === null || waiting.length === 0) return ['', 'Waiting: nobody'];
  return [
    '',
    'Waiting, and why',
    ...waiting.map(({ vms, names, why }) => {
      const others = vms > names.length ? `, and ${vms - names.length} more` : '';
      return `  ${counted(vms, 'VM')} (${names.join(', ')}${others}): ${why}`;
    }),
  ];
}

const FIGURE_HEADS = ['GPUs', 'in use', 'compute', '', 'memory', '', 'stranded c, m', 'vGPUs', 'fewest GPUs'];

function figureCells(figures: SummaryFigures, proof: PackingProof | null): string[] {
  const { computeUsed, computeTotal, memoryUsed, memoryTotal, computeStranded, memoryStranded } = figures;
  return [
    String(figures.gpus),
    String(figures.gpusInUse),
    `${computeUsed}/${computeTotal}`,
    percent(computeUsed, computeTotal),
    `${memoryUsed}/${memoryTotal}`,
    percent(memoryUsed, memoryTotal),
    `${computeStranded}, ${memoryStranded}`,
    String(figures.vgpus),
    proof === null ? '–' : proofWord(proof),
  ];
}

/** "98 of 112 slices (88 %), 4 stranded, 10 of use to more". */
function slices(figures: SummaryFigures, kind: 'compute' | 'memory'): string {
  const [used, total, lost] =
    kind === 'compute'
      ? [figures.computeUsed, figures.computeTotal, figures.computeStranded]
      : [figures.memoryUsed, figures.memoryTotal, figures.memoryStranded];
  return `${used} of ${total} slices used (${percent(used, total)}), ${lost} stranded, ${total - used - lost} free`;
}

/** Below each other, two spaces in and between; the first is text, figures behind it stand at the right. */
function columns(rows: readonly Row[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, Array.from(cell).length)),
    [],
  );
  return rows.map((row) =>
    `  ${row
      .map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - Array.from(cell).length));
        return column === 0 || row.length === 2 ? cell + pad : pad + cell;
      })
      .join('  ')}`.trimEnd(),
  );
}
