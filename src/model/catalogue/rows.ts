/** Shapes of the generated rows: arrays in a fixed order, so that the catalogue stays a few kilobytes on the wire. */

export type EngineRow = readonly [
  decoders: number | null,
  encoders: number | null,
  jpeg: number | null,
  ofa: number | null,
  copyEngines: number | null,
];

export type CiRow = readonly [
  /** 0: the name of its GPU-instance profile. */
  name: string | 0,
  id: number | null,
  computeSlices: number,
  sm: number | null,
  maxInstances: number,
  isDefault: 0 | 1,
];

export type ProfileRow = readonly [
  name: string,
  id: number | null,
  computeSlices: number,
  memorySlices: number | null,
  starts: readonly number[] | null,
  maxInstances: number,
  minDriver: string | null,
  attributes: readonly string[],
  memoryGiB: number | null,
  sm: number | null,
  engines: EngineRow,
  computeInstancesComplete: boolean,
  computeInstances: readonly CiRow[],
];

export type ConstraintRow =
  | readonly [kind: 'x', profiles: readonly string[], why: string]
  | readonly [kind: 'm', attribute: string, allows: string, why: string]
  | readonly [
      kind: 'e',
      totals: readonly [number | null, number | null, number | null, number | null],
      why: string,
    ];

export type BoardRow = readonly [
  id: string,
  productNames: readonly string[],
  architecture: string,
  memoryGB: number,
  computeSlices: number,
  memorySlices: number | null,
  totalSm: number | null,
  pciDeviceIds: readonly string[],
  minDriver: string | null,
  maxInstances: number,
  profiles: readonly ProfileRow[],
  constraints: readonly ConstraintRow[],
];

export type VgpuTypeRow = readonly [
  type: string,
  profile: string | null,
  framebufferMiB: number | null,
  maxPerGpu: number | null,
  maxPerInstance: number | null,
  esxiName: string | null,
  /** 0 unknown, 1 by pattern, 2 prefix seen for this family. */
  esxiNameStatus: 0 | 1 | 2,
  esxiMinRelease: string | null,
  mdevType: string | null,
];

export type VgpuBoardRow = readonly [
  id: string,
  product: string | null,
  family: string,
  boards: readonly string[],
  pciDeviceIds: readonly string[],
  mmioGiB: number | null,
  types: readonly VgpuTypeRow[],
];

/** Numbers point into `texts`. */
export interface EvidenceData {
  readonly texts: readonly string[];
  readonly boards: readonly (readonly [
    id: string,
    confidence: number,
    sources: readonly number[],
    notes: readonly number[],
    profiles: readonly (readonly [
      name: string,
      confidence: number,
      sources: readonly number[],
      startsConfidence: number | null,
      memoryGiBOtherDrivers: readonly number[],
      notes: readonly number[],
      /** In the order of the compute-instance profiles of the board's row. */
      computeInstances: readonly number[],
    ])[],
  ])[];
  readonly vgpuSources: readonly (readonly [id: string, what: string, url: string | null, howRead: string])[];
  readonly vgpuBoards: readonly (readonly [
    id: string,
    source: number,
    note: number | null,
    types: readonly (readonly [
      type: string,
      source: number,
      profileBasis: number | null,
      esxiNameEvidence: readonly number[],
      esxiMinReleaseSource: number | null,
      mdevTypeSource: number | null,
    ])[],
  ])[];
}
