/**
 * The catalogue: 26 MIG boards and 34 boards of the vGPU tables, from facts/*.json. Loaded with the page; where each
 * fact comes from and how sure it is, is evidence.ts, loaded when somebody asks.
 */
import {
  boardLabel,
  type Board,
  type BoardConstraint,
  type BoardId,
  type CiProfile,
  type GiProfile,
} from '../board.ts';
import type { EsxiNameStatus, VgpuBoard, VgpuType } from '../vgpu.ts';
import { BOARD_ROWS, VGPU_ROWS } from './core.generated.ts';
import type { BoardRow, CiRow, ConstraintRow, ProfileRow, VgpuBoardRow, VgpuTypeRow } from './rows.ts';

function ciProfile(row: CiRow, giName: string): CiProfile {
  const [name, id, computeSlices, sm, maxInstances, isDefault] = row;
  return {
    name: name === 0 ? giName : name,
    id,
    computeSlices,
    sm,
    maxInstances,
    isDefault: isDefault === 1,
  };
}

function giProfile(row: ProfileRow): GiProfile {
  const [name, id, computeSlices, memorySlices, starts, maxInstances, minDriver, attributes, memoryGiB, sm] =
    row;
  const [, , , , , , , , , , engines, computeInstancesComplete, computeInstances] = row;
  const [decoders, encoders, jpeg, ofa, copyEngines] = engines;
  return {
    name,
    id,
    computeSlices,
    memorySlices,
    starts,
    maxInstances,
    minDriver,
    attributes,
    memoryGiB,
    sm,
    engines: { decoders, encoders, jpeg, ofa, copyEngines },
    computeInstances: computeInstances.map((ci) => ciProfile(ci, name)),
    computeInstancesComplete,
  };
}

function constraint(row: ConstraintRow): BoardConstraint {
  switch (row[0]) {
    case 'x':
      return { kind: 'mutually-exclusive', profiles: row[1], why: row[2] };
    case 'm':
      return { kind: 'all-media', attribute: row[1], allows: row[2], why: row[3] };
    case 'e': {
      const [decoders, encoders, jpeg, ofa] = row[1];
      return { kind: 'engine-totals', totals: { decoders, encoders, jpeg, ofa }, why: row[2] };
    }
  }
}

function board(row: BoardRow): Board {
  const [id, productNames, architecture, memoryGB, computeSlices, memorySlices] = row;
  const [, , , , , , totalSm, pciDeviceIds, minDriver, maxInstances, profiles, constraints] = row;
  return {
    id,
    productNames,
    architecture,
    memoryGB,
    computeSlices,
    memorySlices,
    totalSm,
    pciDeviceIds,
    minDriver,
    maxInstances,
    profiles: profiles.map(giProfile),
    constraints: constraints.map(constraint),
  };
}

const ESXI_NAME_STATUS: readonly EsxiNameStatus[] = ['unknown', 'by-pattern', 'prefix-seen'];

function vgpuType(row: VgpuTypeRow): VgpuType {
  const [
    type,
    profile,
    framebufferMiB,
    maxPerGpu,
    maxPerInstance,
    esxiName,
    status,
    esxiMinRelease,
    mdevType,
  ] = row;
  const esxiNameStatus = ESXI_NAME_STATUS[status] ?? 'unknown';
  return {
    type,
    profile,
    framebufferMiB,
    maxPerGpu,
    maxPerInstance,
    esxiName,
    esxiNameStatus,
    esxiMinRelease,
    mdevType,
  };
}

function vgpuBoard(row: VgpuBoardRow): VgpuBoard {
  const [id, product, family, boards, pciDeviceIds, mmioGiB, types] = row;
  return { id, product, family, boards, pciDeviceIds, mmioGiB, types: types.map(vgpuType) };
}

/** All MIG boards, in the order of the facts: family by family, small to large. */
export const BOARDS: readonly Board[] = BOARD_ROWS.map(board);

/** All boards of NVIDIA's vGPU tables; those with an empty `boards` are known to these tables only. */
export const VGPU_BOARDS: readonly VgpuBoard[] = VGPU_ROWS.map(vgpuBoard);

const labels = BOARDS.map(boardLabel);

/** Where boards are chosen: the label, and the memory beside it where two boards have one name (GB200 of 186 and 189 GB). */
export function boardTitle(board: Board): string {
  const label = boardLabel(board);
  return labels.indexOf(label) === labels.lastIndexOf(label) ? label : `${label} ${board.memoryGB}GB`;
}

const typesByName = new Map<string, { readonly boards: readonly BoardId[]; readonly type: VgpuType }[]>();
for (const { boards, types } of VGPU_BOARDS) {
  for (const type of types) {
    const namesakes = typesByName.get(type.type);
    if (namesakes === undefined) typesByName.set(type.type, [{ boards, type }]);
    else namesakes.push({ boards, type });
  }
}

/**
 * The vGPU types of that name on these boards, or on any where none of these has one: "DC-1-8C" is one thing on an RTX
 * PRO 6000 and another on an RTX PRO 4500. Each profile once; empty when no table has the name.
 */
export function typesNamed(name: string, on: readonly BoardId[]): VgpuType[] {
  const namesakes = typesByName.get(name) ?? [];
  const here = namesakes.filter(({ boards }) => boards.some((id) => on.includes(id)));
  const byProfile = new Map<string | null, VgpuType>();
  for (const { type } of here.length > 0 ? here : namesakes) {
    if (!byProfile.has(type.profile)) byProfile.set(type.profile, type);
  }
  return [...byProfile.values()];
}

const boardById = new Map(BOARDS.map((one) => [one.id, one]));

/** The board with that id, or undefined when the catalogue does not have it. */
export function findBoard(id: BoardId): Board | undefined {
  return boardById.get(id);
}
