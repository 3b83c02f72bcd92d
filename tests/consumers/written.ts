/**
 * What the consumers are given: four real layouts, and plans whose hosts, VMs and own names are those that break out of
 * languages, in every format that has something to write for them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { exportPlan } from '../../src/console/exportPlan.ts';
import type { Audience } from '../../src/console/exports/exportDefinition.ts';
import { EXPORT_FORMATS, EXPORT_ROWS, type ExportFormat } from '../../src/console/exports/exportRows.ts';
import {
  ARTICLE,
  ARTICLE_8U3,
  H100_NODE,
  REAL_PLANS,
  RTX_PRO,
  valid,
} from '../../src/console/exports/realPlans.testing.ts';
import { HOSTILE_NAMES } from '../../src/formats/planArbitrary.testing.ts';
import { renumber } from '../../src/formats/renumber.ts';
import { cleanName } from '../../src/model/name.ts';
import type { Host, Plan, ValidPlan, Vm } from '../../src/model/plan.ts';

/** As a plan takes them, each once. */
const NAMES = [...new Set(HOSTILE_NAMES.map((name) => cleanName(name, 'vm')))];

interface Subject {
  readonly what: string;
  readonly plan: ValidPlan;
  /** The host that texts on one host are of. */
  readonly at: number;
}

/** The article's layout on KVM with mdev. */
const KVM: ValidPlan = valid({
  ...ARTICLE,
  hosts: ARTICLE.hosts.map((host) => ({ ...host, platform: 'kvm', release: 'mdev', notes: '' })),
});

const REAL: readonly Subject[] = [
  ...REAL_PLANS.map(([what, plan]) => ({ what, plan, at: 0 })),
  { what: 'the article on KVM', plan: KVM, at: 0 },
];

/** The host of a plan once for each name: hosts, VMs and the plan are called by all of them, the plan by the one at `turn`. */
function hostile(base: Plan, turn: number): ValidPlan {
  const [host] = base.hosts;
  if (host === undefined) throw new Error('a plan without a host');
  const named = (at: number): string => NAMES[at % NAMES.length] ?? '';
  // The drawing of one GPU is enough.
  const gpus = host.gpus.slice(0, 1);
  // Ids far apart, made canonical afterwards.
  const far = (at: number, id: number): number => (at + 1) * 10_000 + id;
  const copies = NAMES.map((name, at): Host => ({
    ...host,
    id: far(at, host.id) as Host['id'],
    name,
    gpus: gpus.map((gpu) => ({
      ...gpu,
      id: far(at, gpu.id) as typeof gpu.id,
      instances: gpu.instances.map((gi) => ({ ...gi, id: far(at, gi.id) as typeof gi.id })),
    })),
  }));
  const kept = new Set(gpus.flatMap(({ instances }) => instances.map(({ id }) => id)));
  const own = base.vms.filter((vm) =>
    vm.attachments.some(({ instance }) => instance !== null && kept.has(instance)),
  );
  const vms = NAMES.flatMap((_, at) =>
    own.map((vm, nth): Vm => ({
      ...vm,
      id: far(at, vm.id) as Vm['id'],
      name: nth === 0 ? named(at + 1) : `${named(at)} ${nth + 1}`,
      attachments: vm.attachments.map((one) => ({
        ...one,
        instance: one.instance === null ? null : (far(at, one.instance) as typeof one.instance),
      })),
    })),
  );
  return valid(renumber({ ...base, name: named(turn), hosts: copies, vms }));
}

/** For each name a plan called so, of which the host at the same place is written. */
function hostiles(...bases: readonly Plan[]): readonly Subject[] {
  return bases.flatMap((base) =>
    NAMES.map((name, at) => ({
      what: `${base.name} as ${name.slice(0, 40)}`,
      plan: hostile(base, at + 2),
      at,
    })),
  );
}

const HOSTILE: Readonly<Record<Audience, readonly Subject[]>> = {
  'bare-metal': hostiles(ARTICLE),
  vsphere: hostiles(ARTICLE, ARTICLE_8U3),
  kvm: hostiles(KVM, RTX_PRO),
  kubernetes: hostiles(H100_NODE),
  'slurm-containers': hostiles(H100_NODE),
  people: hostiles(ARTICLE),
  keep: hostiles(ARTICLE),
};

export const HOSTILE_PLANS: ReadonlySet<Plan> = new Set(
  Object.values(HOSTILE).flatMap((all) => all.map(({ plan }) => plan)),
);

export interface WrittenText {
  readonly what: string;
  readonly format: ExportFormat;
  readonly text: string;
  /** Where it lies, under the name that the planner gives it. */
  readonly path: string;
  readonly subject: Subject;
}

/** All that there is in these formats, in files of their own; a format that nothing was written in fails the test file. */
export function writtenIn(formats: readonly ExportFormat[]): readonly WrittenText[] {
  const folder = mkdtempSync(join(tmpdir(), 'consumers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const all = formats.flatMap((format) =>
    [...REAL, ...HOSTILE[EXPORT_ROWS[format].audience]].flatMap((subject): WrittenText[] => {
      const made = textOf(subject, format);
      if (made === null) return [];
      const home = join(folder, `${made.at}`);
      mkdirSync(home);
      const path = join(home, made.fileName);
      writeFileSync(path, made.text);
      return [{ what: `${format} of ${subject.what}`, format, text: made.text, path, subject }];
    }),
  );
  for (const format of formats) {
    if (!all.some((one) => one.format === format)) throw new Error(`nothing is written as ${format}`);
  }
  return all;
}

let made = 0;

/** Null where the format has nothing to write for the plan, which tests beside the formats hold to sentences. */
function textOf({ plan, at }: Subject, format: ExportFormat) {
  const host = plan.hosts[at];
  const gpu = host?.gpus[0];
  const held = new Set(gpu?.instances.map(({ id }) => id));
  const vm = plan.vms.find(({ attachments }) =>
    attachments.some(({ instance }) => instance !== null && held.has(instance)),
  );
  const result = exportPlan(plan, format, {
    hostId: host?.id ?? null,
    gpuId: gpu?.id ?? null,
    vmId: vm?.id ?? null,
    starts: 'explicit',
    pageUrl: 'https://planner.example/',
  });
  return result.ok ? { ...result.value, at: made++ } : null;
}

/** Formats with one of these extensions. */
export function formatsWith(...extensions: readonly string[]): readonly ExportFormat[] {
  return EXPORT_FORMATS.filter((format) => extensions.includes(EXPORT_ROWS[format].extension));
}
