/** A plan in one format whose writer is at hand: the part of the plan that the text is of, and the text. */
import { findHost, type Gpu, type Host, type Plan, type ValidPlan, type Vm } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Violation } from '../placement/check.ts';
import { knownPart } from '../placement/knownPart.ts';
import { makeFileName, makeSlug } from '../formats/encode/slug.ts';
import { encodeShare } from '../formats/share.ts';
import type {
  ExportContext,
  ExportDefinition,
  ExportError,
  ExportOptions,
  ExportScope,
  TableOnClipboard,
  Written,
} from './exports/exportDefinition.ts';

export interface Exported {
  /** What the file holds; of a PNG the SVG to make it of. */
  readonly text: string;
  readonly file: 'text' | 'png';
  /** The fragment of the link to put into a PNG; null for a text, which has it where it can carry it. */
  readonly planForPng: string | null;
  readonly clipboard: TableOnClipboard | null;
  readonly fileName: string;
  /** What the text leaves out, for nothing is known of it: unknown boards, profiles and types. */
  readonly leftOut: readonly Violation[];
  /** What the format cannot carry, a sentence each. */
  readonly remarks: readonly string[];
}

/** Writes the plan, or says why it cannot be. Deterministic: the same plan gives the same text. */
export function writeExport(
  plan: Plan,
  definition: ExportDefinition,
  options: ExportOptions,
): Result<Exported, ExportError> {
  const sharedPlan = once(() => encodeShare(plan));
  if (!definition.needsValid) {
    const part = partOf(plan, definition, options);
    if (!part.ok) return part;
    const context = { plan, whole: plan, ...part.value, leftOut: [], options, sharedPlan };
    return exported(definition, definition.write(context), context);
  }
  const known = knownPart(plan);
  if (!known.ok) return err({ code: 'plan-illegal', violations: known.error });
  const part = partOf(known.value.plan, definition, options);
  if (!part.ok) return part;
  const { host } = part.value;
  const leftOut = known.value.leftOut.filter((one) => host === null || one.host?.id === host.id);
  // Of a host of which nothing is known there is nothing to write.
  if (
    leftOut.length > 0 &&
    host?.gpus.every(({ use, instances }) => use !== 'mig' || instances.length === 0)
  ) {
    return err({ code: 'plan-illegal', violations: leftOut });
  }
  const valid: ValidPlan = known.value.plan;
  const context = { plan: valid, whole: plan, ...part.value, leftOut, options, sharedPlan };
  return exported(definition, definition.write(context), context);
}

function exported(
  definition: ExportDefinition,
  written: Result<Written, ExportError>,
  context: ExportContext,
): Result<Exported, ExportError> {
  if (!written.ok) return written;
  const { leftOut, sharedPlan } = context;
  const { text, title, remarks = [], clipboard = null } = written.value;
  const { file = 'text', extension } = definition;
  const planForPng = file === 'png' ? sharedPlan() : null;
  const fileName = makeFileName(`${title}${twinMark(context, definition.scope)}`, extension);
  return ok({ text, file, planForPng, clipboard, fileName, leftOut, remarks });
}

/**
 * " 2" for the second host (or VM) whose name is the same in letters and digits: "esx 1" beside "esx-1". The file of the one
 * would take the place of the other's.
 */
function twinMark({ whole, host, vm }: ExportContext, scope: ExportScope): string {
  const [all, own]: [readonly (Host | Vm)[], Host | Vm | null] =
    scope === 'vm' ? [whole.vms, vm] : [whole.hosts, host];
  if (own === null) return '';
  const slug = makeSlug(own.name);
  const before = all.slice(
    0,
    all.findIndex(({ id }) => id === own.id),
  );
  const twins = before.filter(({ name }) => makeSlug(name) === slug).length;
  return twins === 0 ? '' : ` ${twins + 1}`;
}

interface Part {
  readonly host: Host | null;
  readonly gpu: Gpu | null;
  readonly vm: Vm | null;
}

/** The host, GPU or VM that the text speaks of: the one that is asked for, or the only one. */
function partOf(plan: Plan, { scope }: ExportDefinition, options: ExportOptions): Result<Part, ExportError> {
  const nothing: Part = { host: null, gpu: null, vm: null };
  switch (scope) {
    case 'plan':
      return ok(nothing);
    case 'host': {
      const host = options.hostId === null ? onlyOf(plan.hosts) : (findHost(plan, options.hostId) ?? null);
      return host === null
        ? err({ code: 'host-needed', hosts: plan.hosts.map((one) => one.name) })
        : ok({ ...nothing, host });
    }
    case 'gpu': {
      const all = plan.hosts
        .filter((host) => options.hostId === null || host.id === options.hostId)
        .flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
      const wanted = options.gpuId ?? null;
      const found = wanted === null ? onlyOf(all) : (all.find(({ gpu }) => gpu.id === wanted) ?? null);
      return found === null
        ? err({ code: 'gpu-needed', gpus: all.map(({ host, gpu }) => `${gpu.index} on ${host.name}`) })
        : ok({ ...nothing, ...found });
    }
    case 'vm': {
      const wanted = options.vmId ?? null;
      const vm = wanted === null ? onlyOf(plan.vms) : (plan.vms.find(({ id }) => id === wanted) ?? null);
      return vm === null
        ? err({ code: 'vm-needed', vms: plan.vms.map(({ name }) => name) })
        : ok({ ...nothing, vm, host: hostOfVm(plan, vm) });
    }
  }
}

function hostOfVm(plan: Plan, vm: Vm): Host | null {
  const on = new Set(vm.attachments.map(({ instance }) => instance));
  return (
    plan.hosts.find((host) => host.gpus.some((gpu) => gpu.instances.some(({ id }) => on.has(id)))) ?? null
  );
}

function onlyOf<T>(all: readonly T[]): T | null {
  const [only, second] = all;
  return only !== undefined && second === undefined ? only : null;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
