/** A plan out, in every format this product writes: which formats there are, what each needs, and the text. */
import { assertNever } from '../model/assert.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../model/creationOrder.ts';
import type { GpuId, HostId } from '../model/ids.ts';
import { findHost, type Host, type Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Violation } from '../placement/check.ts';
import { knownPart, type KnownPart } from '../placement/knownPart.ts';
import { violationMessage } from '../placement/messages.ts';
import { creationOrder } from '../placement/order.ts';
import { makeFileName } from '../formats/encode/slug.ts';
import { makeLayout } from '../formats/layout.ts';
import { makeMigLgi } from '../formats/migLgi.ts';
import { makeMigScript, type MigScriptError } from '../formats/migScript.ts';
import { makePlanJson } from '../formats/planJson.ts';
import { encodeShare } from '../formats/share.ts';
import { makeVmCsv } from '../formats/vmCsv.ts';

export const EXPORT_FORMATS = ['script', 'vm-csv', 'plan-json', 'layout', 'mig-lgi', 'share-link'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportFormatInfo {
  /** Runbooks and tables for others take only a legal plan; what keeps a plan takes any, so that nothing is lost. */
  readonly needsValid: boolean;
  /** One host per text. */
  readonly isPerHost: boolean;
  readonly extension: string;
}

export const EXPORT_INFO: Readonly<Record<ExportFormat, ExportFormatInfo>> = {
  script: { needsValid: true, isPerHost: true, extension: 'sh' },
  'vm-csv': { needsValid: true, isPerHost: false, extension: 'csv' },
  'plan-json': { needsValid: false, isPerHost: false, extension: 'json' },
  layout: { needsValid: false, isPerHost: false, extension: 'txt' },
  'mig-lgi': { needsValid: true, isPerHost: true, extension: 'txt' },
  'share-link': { needsValid: false, isPerHost: false, extension: 'txt' },
};

export interface ExportOptions {
  /** For the formats that speak of one host; may be left out where the plan has one. */
  readonly hostId: HostId | null;
  /** `explicit`: `-cgi profile:start`. `driver`: for drivers that do not take starts (R450 era). */
  readonly starts: 'explicit' | 'driver';
}

export interface Exported {
  readonly text: string;
  readonly fileName: string;
  /** What the text leaves out, for nothing is known of it: unknown boards, profiles and types. */
  readonly leftOut: readonly Violation[];
}

export type ExportError =
  | { readonly code: 'plan-illegal'; readonly violations: readonly Violation[] }
  | { readonly code: 'host-needed'; readonly hosts: readonly string[] }
  | { readonly code: 'script'; readonly error: MigScriptError };

/** Writes the plan in a format, or says why it cannot be. Deterministic: the same plan gives the same text. */
export function exportPlan(
  plan: Plan,
  format: ExportFormat,
  options: ExportOptions,
): Result<Exported, ExportError> {
  const info = EXPORT_INFO[format];
  if (!info.needsValid) return ok(named(plan.name, info, anyPlanText(plan, format)));
  const known = knownPart(plan);
  if (!known.ok) return err({ code: 'plan-illegal', violations: known.error });
  const host = info.isPerHost ? hostOf(known.value.plan, options.hostId) : null;
  if (info.isPerHost && host === null) {
    return err({ code: 'host-needed', hosts: plan.hosts.map((one) => one.name) });
  }
  const leftOut = known.value.leftOut.filter((one) => host === null || one.host?.id === host.id);
  // Of a host of which nothing is known there is nothing to write.
  if (
    leftOut.length > 0 &&
    host?.gpus.every(({ use, instances }) => use !== 'mig' || instances.length === 0)
  ) {
    return err({ code: 'plan-illegal', violations: leftOut });
  }
  const exported = validPlanText(plan, { ...known.value, leftOut }, format, host, options);
  return exported.ok ? ok({ ...exported.value, leftOut }) : exported;
}

/** One line per GPU for the comments of a script; a GPU may hold any number of unknown things. */
function leftOutLines(plan: Plan, leftOut: readonly Violation[]): string[] {
  const first = new Map(
    leftOut.flatMap((one) => (one.gpu === null ? [] : [[one.gpu.id, one] as const])).reverse(),
  );
  return [...first.values()]
    .sort((a, b) => (a.gpu?.index ?? 0) - (b.gpu?.index ?? 0))
    .map((one) => `GPU ${one.gpu?.index ?? 0}: left out. ${violationMessage(one, plan)}`);
}

function hostOf(plan: Plan, hostId: HostId | null): Host | null {
  const [only, second] = plan.hosts;
  if (hostId !== null) return findHost(plan, hostId) ?? null;
  return only !== undefined && second === undefined ? only : null;
}

function named(name: string, info: ExportFormatInfo, text: string): Exported {
  return { text, fileName: makeFileName(name, info.extension), leftOut: [] };
}

function anyPlanText(plan: Plan, format: ExportFormat): string {
  if (format === 'layout') return makeLayout(plan);
  return format === 'share-link' ? `#${encodeShare(plan)}\n` : makePlanJson(plan);
}

/** `whole` is the plan with what is left out: what is to be read again later holds all of it. */
function validPlanText(
  whole: Plan,
  { plan, leftOut }: KnownPart,
  format: ExportFormat,
  host: Host | null,
  options: ExportOptions,
): Result<Exported, ExportError> {
  const info = EXPORT_INFO[format];
  switch (format) {
    case 'vm-csv':
      return ok(named(`${plan.name} VMs`, info, makeVmCsv(plan)));
    case 'mig-lgi':
      return ok(
        named(host?.name ?? plan.name, info, host === null ? '' : makeMigLgi(host, { width: 'r510' })),
      );
    case 'script': {
      if (host === null) return err({ code: 'host-needed', hosts: plan.hosts.map((one) => one.name) });
      const orders = options.starts === 'driver' ? ordersOf(host) : new Map<GpuId, CreationOrder>();
      const script = makeMigScript(plan, {
        hostId: host.id,
        starts: options.starts,
        orders,
        sharedPlan: encodeShare(whole),
        leftOut: leftOutLines(whole, leftOut),
      });
      return script.ok
        ? ok(named(host.name, info, script.value))
        : err({ code: 'script', error: script.error });
    }
    case 'plan-json':
    case 'layout':
    case 'share-link':
      return ok(named(plan.name, info, anyPlanText(plan, format)));
    default:
      return assertNever(format);
  }
}

/** The order to create each GPU's instances in where the driver picks the starts. */
export function ordersOf(host: Host): Map<GpuId, CreationOrder> {
  const orders = new Map<GpuId, CreationOrder>();
  for (const gpu of host.gpus) {
    const board = findBoard(gpu.board);
    if (board !== undefined && gpu.use === 'mig') {
      orders.set(gpu.id, creationOrder(board, gpu.instances, gpu.kind));
    }
  }
  return orders;
}
