/** Scripts for whoever has a shell on the host: bare metal, KVM, ESXi. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { err, ok } from '../../model/result.ts';
import type { Violation } from '../../placement/check.ts';
import { violationMessage } from '../../placement/messages.ts';
import { creationOrder } from '../../placement/order.ts';
import { makeMigScript } from '../../formats/migScript.ts';
import type { ExportDefinition } from './exportDefinition.ts';

export const BARE_METAL_EXPORTS = {
  script: {
    audience: 'bare-metal',
    name: 'nvidia-smi script',
    about: 'creates one host’s instances, checks itself',
    needsValid: true,
    scope: 'host',
    extension: 'sh',
    aliases: ['nvidia-smi', 'sh'],
    uses: ['starts'],
    carriesPlan: true,
    write: ({ plan, whole, host, leftOut, options, sharedPlan }) => {
      if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
      const script = makeMigScript(plan, {
        hostId: host.id,
        starts: options.starts,
        orders: options.starts === 'driver' ? ordersOf(host) : new Map<GpuId, CreationOrder>(),
        sharedPlan: sharedPlan(),
        leftOut: leftOutLines(whole, leftOut),
      });
      return script.ok
        ? ok({ text: script.value, title: host.name })
        : err({ code: 'script', error: script.error });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

/** One line per GPU for the comments of a script; a GPU may hold any number of unknown things. */
export function leftOutLines(plan: Plan, leftOut: readonly Violation[]): string[] {
  const first = new Map(
    leftOut.flatMap((one) => (one.gpu === null ? [] : [[one.gpu.id, one] as const])).reverse(),
  );
  return [...first.values()]
    .sort((a, b) => (a.gpu?.index ?? 0) - (b.gpu?.index ?? 0))
    .map((one) => `GPU ${one.gpu?.index ?? 0}: left out. ${violationMessage(one, plan)}`);
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
