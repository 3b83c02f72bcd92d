/** The generated catalogue against the facts, field by field, and the facts against what the rules assume of them. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BOARDS, boardTitle, findBoard, typesNamed, VGPU_BOARDS } from './catalogue.ts';
import { loadEvidence } from './evidence.ts';

/* oxlint-disable typescript/no-explicit-any, typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return, typescript/no-unsafe-argument -- hand-written JSON, held against typed data */
const here = (name: string): URL => new URL(name, import.meta.url);
const gpus: any = JSON.parse(readFileSync(here('facts/gpus.json'), 'utf8'));
const vgpu: any = JSON.parse(readFileSync(here('facts/vgpu.json'), 'utf8'));

test('has the 26 boards and 34 vGPU boards of the facts, in their order', () => {
  expect(BOARDS.map((board) => board.id)).toEqual(gpus.gpus.map((g: any) => g.id));
  expect(VGPU_BOARDS.map((board) => board.id)).toEqual(vgpu.boards.map((b: any) => b.board));
  expect([BOARDS.length, VGPU_BOARDS.length]).toEqual([26, 34]);
});

test.each<[string, any]>(gpus.gpus.map((g: any) => [g.id, g]))(
  '%s: every planning fact is the fact of the file',
  (id, g: any) => {
    const board = findBoard(id);
    expect(board).toMatchObject({
      productNames: g.productNames,
      architecture: g.architecture,
      memoryGB: g.memoryGB,
      computeSlices: g.computeSlices,
      memorySlices: g.memorySlices,
      totalSm: g.totalSmInMig,
      pciDeviceIds: g.pciDeviceIds,
      minDriver: g.minDriver,
      maxInstances: g.maxInstances,
    });
    expect(board?.profiles).toEqual(
      g.profiles.map((p: any) => ({
        name: p.name,
        id: p.giProfileId,
        computeSlices: p.computeSlices,
        memorySlices: p.memorySlices,
        starts: p.placements?.starts ?? null,
        maxInstances: p.maxInstances,
        minDriver: p.minDriver ?? null,
        attributes: p.attributes,
        memoryGiB: p.memoryGiB,
        sm: p.sm,
        engines: {
          decoders: p.decoders,
          encoders: p.encoders,
          jpeg: p.jpeg,
          ofa: p.ofa,
          copyEngines: p.copyEngines,
        },
        computeInstancesComplete: p.computeInstanceProfilesComplete ?? true,
        computeInstances: p.computeInstanceProfiles.map((ci: any) => ({
          name: ci.name,
          id: ci.ciProfileId,
          computeSlices: ci.computeSlices,
          sm: ci.sm,
          maxInstances: ci.maxInstances,
          isDefault: ci.isDefault,
        })),
      })),
    );
    const rules = (g.constraints ?? []).filter((c: any) => c.kind !== 'note');
    expect(board?.constraints.length).toBe(rules.length);
  },
);

test('the size of a placement is the number of memory slices of its profile', () => {
  for (const g of gpus.gpus) {
    for (const p of g.profiles) if (p.placements !== null) expect(p.placements.size).toBe(p.memorySlices);
  }
});

test.each<[string, any]>(vgpu.boards.map((b: any) => [b.board, b]))(
  '%s: every vGPU type is the type of the file',
  (id, b: any) => {
    const board = VGPU_BOARDS.find((one) => one.id === id);
    expect(board).toMatchObject({
      product: b.product,
      family: b.vgpu_family,
      boards: b.gpuIds,
      pciDeviceIds: b.pciDeviceIds ?? [],
      mmioGiB: b.vm_mmio_gb_required_esxi,
    });
    const status: Record<string, string> = {
      prefix_seen_for_this_family: 'prefix-seen',
      prefix_by_pattern: 'by-pattern',
      unknown: 'unknown',
    };
    expect(board?.types).toEqual(
      b.mig_backed.map((t: any) => ({
        type: t.type,
        profile: t.gi_profile,
        framebufferMiB: t.framebuffer_mb,
        maxPerGpu: t.max_vgpus_per_gpu,
        maxPerInstance: t.vgpus_per_gi,
        esxiName: t.esxi.name,
        esxiNameStatus: status[t.esxi.status],
        esxiMinRelease: t.esxi_min_release,
        mdevType: t.kvm_type,
      })),
    );
  },
);

test('every vGPU board that joins a board names profiles which that board has', () => {
  for (const board of VGPU_BOARDS) {
    for (const id of board.boards) {
      const profiles = findBoard(id)?.profiles.map((profile) => profile.name) ?? [];
      for (const type of board.types) expect(profiles, `${board.id} ${type.type}`).toContain(type.profile);
    }
  }
});

test('the evidence carries every source and confidence of the facts', async () => {
  const evidence = await loadEvidence();
  for (const g of gpus.gpus) {
    const board = evidence.boards.get(g.id);
    expect(board?.confidence).toBe(g.confidence);
    expect(board?.sources).toEqual(g.sources);
    expect(board?.profiles.map((p) => [p.name, p.confidence, p.sources, p.startsConfidence])).toEqual(
      g.profiles.map((p: any) => [p.name, p.confidence, p.sources, p.placementsConfidence ?? null]),
    );
    expect(board?.profiles.map((p) => p.computeInstances)).toEqual(
      g.profiles.map((p: any) => p.computeInstanceProfiles.map((ci: any) => ci.confidence)),
    );
  }
  for (const b of vgpu.boards) {
    const board = evidence.vgpuBoards.get(b.board);
    expect(board?.source).toBe(b.source);
    expect(
      board?.types.map((t) => [
        ...[t.type, t.source, t.profileBasis, t.esxiNameEvidence],
        ...[t.esxiMinReleaseSource, t.mdevTypeSource],
      ]),
    ).toEqual(
      b.mig_backed.map((t: any) => [
        ...[t.type, t.source, t.gi_profile_basis ?? null, t.esxi.evidence ?? []],
        ...[t.esxi_min_release_source, t.kvm_type_source],
      ]),
    );
  }
  expect([...evidence.vgpuSources.keys()]).toEqual(Object.keys(vgpu.sources));
});

test('every rule of a board is the rule of the file, with its reason', () => {
  const rule = (c: any): unknown => {
    if (c.kind === 'mutuallyExclusive')
      return { kind: 'mutually-exclusive', profiles: c.profiles, why: c.why };
    if (c.kind === 'allMediaExclusive')
      return { kind: 'all-media', attribute: 'me.all', allows: '-me', why: c.why };
    return { kind: 'engine-totals', totals: c.totals, why: c.why ?? c.confidence };
  };
  for (const g of gpus.gpus) {
    const rules = (g.constraints ?? []).filter((c: any) => c.kind !== 'note');
    expect(findBoard(g.id)?.constraints, g.id).toMatchObject(rules.map(rule));
    expect(findBoard(g.id)?.constraints).toHaveLength(rules.length);
  }
  const kinds = new Set(BOARDS.flatMap(({ constraints }) => constraints.map(({ kind }) => kind)));
  expect([...kinds].toSorted()).toEqual(['all-media', 'engine-totals', 'mutually-exclusive']);
});

test('boards of one name are told apart by their memory, and no others', () => {
  const titles = BOARDS.map(boardTitle);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.filter((title) => title.startsWith('GB200'))).toEqual(['GB200 186GB', 'GB200 189GB']);
  expect(boardTitle(findBoard('a100-pcie-40gb')!)).toBe('A100-PCIE-40GB');
  expect(findBoard('nobody')).toBeUndefined();
});

test.each<[string, readonly string[], (string | null)[]]>([
  ['A100-3-20C', [], ['3g.20gb']],
  // Of several variants of one board it is one thing.
  ['A100D-3-40C', [], ['3g.40gb']],
  // Of two boards it is two, and of a board that is named the one.
  ['DC-1-8C', [], ['1g.24gb+gfx', '1g.16gb+gfx']],
  ['DC-1-8C', ['rtx-pro-4500-32gb'], ['1g.16gb+gfx']],
  ['DC-1-8C', ['a30-24gb', 'rtx-pro-6000-server'], ['1g.24gb+gfx']],
  ['DC-1-8C', ['a30-24gb'], ['1g.24gb+gfx', '1g.16gb+gfx']],
  ['A100X-9-99C', [], []],
  ['6000D-2-84C', [], [null]],
])('types named %s on %j are of %j', (name, on, profiles) => {
  const types = typesNamed(name, on);
  expect(types.map(({ profile }) => profile)).toEqual(profiles);
  expect(types.every(({ type }) => type === name)).toBe(true);
});

test('a type of a table is found by its name, whichever it is', () => {
  for (const { boards, types } of VGPU_BOARDS)
    for (const type of types)
      expect(typesNamed(type.type, boards).map(({ profile }) => profile)).toContain(type.profile);
});

test('the core stays a few kilobytes on the wire', () => {
  expect(gzipSync(readFileSync(here('core.generated.ts')), { level: 9 }).length).toBeLessThan(6 * 1024);
});

// Where the facts are kept beside the project, the copy in the catalogue must not drift from them.
const original = new URL('../../../../shared/facts/', import.meta.url);
test.runIf(existsSync(original)).each(['gpus.json', 'vgpu.json'])(
  '%s is the file it was copied from',
  (file) => {
    expect(readFileSync(here(`facts/${file}`), 'utf8')).toBe(readFileSync(new URL(file, original), 'utf8'));
  },
);
