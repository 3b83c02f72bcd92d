/** Scripts for whoever has a shell on the host: bare metal, KVM, ESXi; and what runs them at boot. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Violation } from '../../placement/check.ts';
import { violationMessage } from '../../placement/messages.ts';
import { creationOrder } from '../../placement/order.ts';
import { bootPaths, scriptFile } from '../../formats/boot/bootPaths.ts';
import { makeCloudInit } from '../../formats/boot/cloudInit.ts';
import { makeEsxiBoot } from '../../formats/boot/esxiBoot.ts';
import { makeSystemdService, type BootOptions } from '../../formats/boot/systemdService.ts';
import { KVM_WAYS, makeKvmRecipe, type KvmWay } from '../../formats/kvm/kvmRecipe.ts';
import { kvmVgpus } from '../../formats/kvm/kvmVgpus.ts';
import { makeMigScript } from '../../formats/migScript/migScript.ts';
import type { ExportDefinition, ValidContext, WriteError } from './exportDefinition.ts';
import { withoutType } from './leftOutVms.ts';
import { BARE_METAL_ROWS } from './rows/bareMetalRows.ts';

export const BARE_METAL_EXPORTS = {
  script: {
    ...BARE_METAL_ROWS.script,
    needsValid: true,
    write: (context) => {
      const script = scriptOf(context);
      if (!script.ok) return script;
      const { text, host } = script.value;
      const remarks =
        creationOf(host) === 'power-on'
          ? [
              `${host.name}: instances come to be when VMs power on there, and one made by hand may take the place of one.`,
            ]
          : [];
      return ok({ text, title: host.name, remarks });
    },
  },
  'systemd-unit': {
    ...BARE_METAL_ROWS['systemd-unit'],
    needsValid: true,
    write: (context) => {
      // A unit for a script that cannot be written is of no use.
      const script = bootScriptOf(context);
      if (!script.ok) return script;
      const { plan } = context;
      const { host } = script.value;
      const paths = bootPaths(plan.name);
      const recipe = recipeOf(context, host);
      return ok({
        text: makeSystemdService(plan, host, bootOptions(context, host, recipe)),
        title: paths.unit.replace(/\.service$/, ''),
        remarks: [
          `It runs the nvidia-smi script of the same plan, which goes to ${paths.script}.`,
          ...(recipe === null
            ? []
            : [`Around it runs the vGPU recipe for ${recipe.way}, which goes to ${paths.recipe}.`]),
          ...onEsxi(host),
        ],
      });
    },
  },
  'cloud-init': {
    ...BARE_METAL_ROWS['cloud-init'],
    needsValid: true,
    write: (context) => {
      const script = bootScriptOf(context);
      if (!script.ok) return script;
      const { host, text } = script.value;
      const recipe = recipeOf(context, host);
      const texts = { script: text, recipe: recipe?.text ?? null };
      return ok({
        text: makeCloudInit(context.plan, host, texts, bootOptions(context, host, recipe)),
        title: `${host.name} cloud-init`,
        remarks: onEsxi(host),
      });
    },
  },
  'esxi-boot': {
    ...BARE_METAL_ROWS['esxi-boot'],
    needsValid: true,
    write: (context) => {
      const script = bootScriptOf(context);
      if (!script.ok) return script;
      const { plan } = context;
      const { host } = script.value;
      if (host.platform !== null && host.platform !== 'esxi') {
        return err({ code: 'other-platform', host: host.name, needs: 'esxi' });
      }
      return ok({
        text: makeEsxiBoot(plan, host, bootOptions(context, host, null)),
        title: `${host.name} local`,
        remarks: [
          `It runs the nvidia-smi script of the same plan, which goes onto a datastore as ${scriptFile(`${plan.name} ${host.name}`)}.`,
          'ESXi does not run it with Secure Boot.',
        ],
      });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

/** The script of the host that is asked for. */
function scriptOf({
  plan,
  whole,
  host,
  leftOut,
  options,
  sharedPlan,
}: ValidContext): Result<{ readonly text: string; readonly host: Host }, WriteError> {
  if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
  const script = makeMigScript(plan, {
    hostId: host.id,
    starts: options.starts,
    orders: options.starts === 'driver' ? ordersOf(host) : new Map<GpuId, CreationOrder>(),
    sharedPlan: sharedPlan(),
    leftOut: leftOutLines(whole, leftOut),
  });
  return script.ok ? ok({ text: script.value, host }) : err({ code: 'script', error: script.error });
}

/** The same for what makes the instances at boot: where a hypervisor makes them at power-on, those would take their places. */
function bootScriptOf(context: ValidContext): ReturnType<typeof scriptOf> {
  const script = scriptOf(context);
  return script.ok && creationOf(script.value.host) === 'power-on'
    ? err({ code: 'made-at-power-on', host: script.value.host.name })
    : script;
}

interface Recipe {
  readonly way: KvmWay;
  readonly text: string;
}

/** The vGPU recipe of a KVM host that has vGPUs, where the plan says which of the two ways it knows. */
function recipeOf({ plan, sharedPlan }: ValidContext, host: Host): Recipe | null {
  const way = host.platform === 'kvm' ? KVM_WAYS.find((one) => one === host.release) : undefined;
  if (way === undefined) return null;
  const { vgpus, untyped } = kvmVgpus(plan, host);
  if (vgpus.length === 0) return null;
  const leftOut = untyped.length === 0 ? [] : [withoutType(untyped)];
  return { way, text: makeKvmRecipe(plan, host, { way, vgpus, sharedPlan: sharedPlan(), leftOut }) };
}

function bootOptions({ sharedPlan }: ValidContext, host: Host, recipe: Recipe | null): BootOptions {
  const served = host.gpus.filter(({ use, instances }) => use === 'mig' && instances.length > 0);
  return {
    sharedPlan: sharedPlan(),
    way: recipe?.way ?? null,
    isByName: served.some(({ uuid }) => uuid === null),
  };
}

function onEsxi({ name, platform }: Host): string[] {
  return platform === 'esxi'
    ? [`${name}: planned as ESXi, which has neither systemd nor cloud-init; “ESXi local.sh” is for it.`]
    : [];
}

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
