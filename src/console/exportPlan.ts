/** A plan out, in every format this product writes: which formats there are, what each needs, and the text. */
import { assertNever } from '../model/assert.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../model/creationOrder.ts';
import type { GpuId, HostId } from '../model/ids.ts';
import { findHost, type Host, type Plan, type ValidPlan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { validatePlan, type Violation } from '../placement/check.ts';
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
  const valid = validatePlan(plan);
  if (!valid.ok) return err({ code: 'plan-illegal', violations: valid.error });
  const host = info.isPerHost ? hostOf(plan, options.hostId) : null;
  if (info.isPerHost && host === null) {
    return err({ code: 'host-needed', hosts: plan.hosts.map((one) => one.name) });
  }
  return validPlanText(valid.value, format, host, options, info);
}

function hostOf(plan: Plan, hostId: HostId | null): Host | null {
  const [only, second] = plan.hosts;
  if (hostId !== null) return findHost(plan, hostId) ?? null;
  return only !== undefined && second === undefined ? only : null;
}

function named(name: string, info: ExportFormatInfo, text: string): Exported {
  return { text, fileName: makeFileName(name, info.extension) };
}

function anyPlanText(plan: Plan, format: ExportFormat): string {
  if (format === 'layout') return makeLayout(plan);
  return format === 'share-link' ? `#${encodeShare(plan)}\n` : makePlanJson(plan);
}

function validPlanText(
  plan: ValidPlan,
  format: ExportFormat,
  host: Host | null,
  options: ExportOptions,
  info: ExportFormatInfo,
): Result<Exported, ExportError> {
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
        sharedPlan: encodeShare(plan),
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
