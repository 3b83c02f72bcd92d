/**
 * Writes the catalogue from the facts: `npm run catalogue`.
 * src/model/catalogue/facts/*.json (compiled by hand, with sources) -> core.generated.ts (geometry and planning data,
 * loaded with the page) and evidence.generated.ts (sources and confidence, loaded when asked).
 * Rows are arrays in the order that src/model/catalogue/rows.ts gives; a missing fact stays null.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type {
  BoardRow,
  ConstraintRow,
  EvidenceData,
  ProfileRow,
  VgpuBoardRow,
} from '../src/model/catalogue/rows.ts';

const folder = new URL('../src/model/catalogue/', import.meta.url);
/** Another folder may be named, so that a test can compare without writing over what it tests. */
const target = process.argv[2] === undefined ? folder : pathToFileURL(`${process.argv[2]}/`);

/* oxlint-disable typescript/no-explicit-any -- the facts are hand-written JSON; tests compare field by field */
type Facts = any;
const gpus: Facts = JSON.parse(readFileSync(new URL('facts/gpus.json', folder), 'utf8'));
const vgpu: Facts = JSON.parse(readFileSync(new URL('facts/vgpu.json', folder), 'utf8'));

const profileRow = (p: Facts): ProfileRow => [
  p.name,
  p.giProfileId,
  p.computeSlices,
  p.placements?.size ?? p.memorySlices,
  p.placements?.starts ?? null,
  p.maxInstances,
  p.minDriver ?? null,
  p.attributes,
  p.memoryGiB,
  p.sm,
  [p.decoders, p.encoders, p.jpeg, p.ofa, p.copyEngines],
  // A list that is not said to be incomplete is complete.
  p.computeInstanceProfilesComplete ?? true,
  p.computeInstanceProfiles.map((ci: Facts) => [
    ci.name === p.name ? 0 : ci.name,
    ci.ciProfileId,
    ci.computeSlices,
    ci.sm,
    ci.maxInstances,
    ci.isDefault ? 1 : 0,
  ]),
];

/** Notes say nothing a rule could use; they go with the evidence. */
const constraintRows = (board: Facts): ConstraintRow[] =>
  (board.constraints ?? []).flatMap((c: Facts): ConstraintRow[] => {
    switch (c.kind) {
      case 'mutuallyExclusive':
        return [['x', c.profiles, c.why]];
      case 'allMediaExclusive': {
        // "*+me.all" tolerates "*-me": the attributes are what the rule is about.
        const attribute = String(c.profiles[0]).replace(/^\*\+?/, '');
        const allows = String(c.allows[0]).replace(/^\*\+?/, '');
        return [['m', attribute, allows, c.why]];
      }
      case 'engineTotals':
        return [
          ['e', [c.totals.decoders, c.totals.encoders, c.totals.jpeg, c.totals.ofa], c.why ?? c.confidence],
        ];
      case 'note':
        return [];
      default:
        throw new Error(`constraint kind not known: ${String(c.kind)}`);
    }
  });

const boards: BoardRow[] = gpus.gpus.map((g: Facts) => [
  g.id,
  g.productNames,
  g.architecture,
  g.memoryGB,
  g.computeSlices,
  g.memorySlices,
  g.totalSmInMig,
  g.pciDeviceIds,
  g.minDriver,
  g.maxInstances,
  g.profiles.map(profileRow),
  constraintRows(g),
]);

const STATUS: Record<string, 0 | 1 | 2> = {
  prefix_seen_for_this_family: 2,
  prefix_by_pattern: 1,
  unknown: 0,
};

const vgpuBoards: VgpuBoardRow[] = vgpu.boards.map((b: Facts) => [
  b.board,
  b.product,
  b.vgpu_family,
  b.gpuIds,
  b.pciDeviceIds ?? [],
  b.vm_mmio_gb_required_esxi,
  b.mig_backed.map((t: Facts) => {
    const status = STATUS[t.esxi.status];
    if (status === undefined) throw new Error(`ESXi name status not known: ${String(t.esxi.status)}`);
    return [
      t.type,
      t.gi_profile,
      t.framebuffer_mb,
      t.max_vgpus_per_gpu,
      t.vgpus_per_gi,
      t.esxi.name,
      status,
      t.esxi_min_release,
      t.kvm_type,
    ];
  }),
]);

/** Every distinct text once; rows refer to it by number. */
const texts: string[] = [];
const numberOf = new Map<string, number>();
const text = (value: string): number => {
  const known = numberOf.get(value);
  if (known !== undefined) return known;
  numberOf.set(value, texts.length);
  return texts.push(value) - 1;
};

const NOTE_FIELDS = ['minDriverNote', 'pciDeviceIdsNote', 'note', 'driverNotes', 'contradiction'];
const noteTexts = (g: Facts): string[] => [
  ...(g.aliasOf === undefined ? [] : [`taken over from ${g.aliasOf}`]),
  ...NOTE_FIELDS.flatMap((field) => (g[field] === undefined ? [] : [String(g[field])])),
  ...(g.constraints ?? []).flatMap((c: Facts) => [`${c.why ?? c.kind} (${c.confidence})`]),
  ...(g.driverRules ?? []).map((r: Facts) => `${r.rule} (${r.confidence})`),
  ...(g.driverVariants ?? []).map(
    (v: Facts) => `${v.driver}: ${v.profiles}; ${v.placements} (${v.confidence})`,
  ),
  ...(g.placementModel ? [`${g.placementModel.why} (${g.placementModel.confidence})`] : []),
  ...(g.placementGrid ? [`${g.placementGrid.unit} (${g.placementGrid.confidence})`] : []),
];

const evidence: EvidenceData = {
  texts,
  boards: gpus.gpus.map((g: Facts) => [
    g.id,
    text(g.confidence),
    g.sources.map(text),
    noteTexts(g).map(text),
    g.profiles.map((p: Facts) => [
      p.name,
      text(p.confidence),
      p.sources.map(text),
      p.placementsConfidence === undefined ? null : text(p.placementsConfidence),
      p.memoryGiBOtherDrivers ?? [],
      [p.note, p.minDriverNote].flatMap((note) => (note === undefined ? [] : [text(note)])),
      p.computeInstanceProfiles.map((ci: Facts) => text(ci.confidence)),
    ]),
  ]),
  vgpuSources: Object.entries<Facts>(vgpu.sources).map(([id, s]) => [id, s.what, s.url, s.how_read]),
  vgpuBoards: vgpu.boards.map((b: Facts) => [
    b.board,
    text(b.source),
    b.note === undefined ? null : text(b.note),
    b.mig_backed.map((t: Facts) => [
      t.type,
      text(t.source),
      t.gi_profile_basis === undefined ? null : text(String(t.gi_profile_basis)),
      (t.esxi.evidence ?? []).map(text),
      t.esxi_min_release_source === null ? null : text(t.esxi_min_release_source),
      t.kvm_type_source === null ? null : text(t.kvm_type_source),
    ]),
  ]),
};

const head = '// Written by `npm run catalogue` from facts/*.json. Change the facts, not this file.\n';
const line = (value: unknown): string => JSON.stringify(value);

writeFileSync(
  new URL('core.generated.ts', target),
  `${head}import type { BoardRow, VgpuBoardRow } from './rows.ts';\n\n` +
    `export const BOARD_ROWS: readonly BoardRow[] = [\n${boards.map((b) => `  ${line(b)},\n`).join('')}];\n\n` +
    `export const VGPU_ROWS: readonly VgpuBoardRow[] = [\n${vgpuBoards.map((b) => `  ${line(b)},\n`).join('')}];\n`,
);
writeFileSync(
  new URL('evidence.generated.ts', target),
  `${head}import type { EvidenceData } from './rows.ts';\n\n` +
    `export const EVIDENCE: EvidenceData = {\n` +
    Object.entries(evidence)
      .map(
        ([key, rows]) =>
          `  ${key}: [\n${(rows as unknown[]).map((row) => `    ${line(row)},\n`).join('')}  ],\n`,
      )
      .join('') +
    `};\n`,
);
