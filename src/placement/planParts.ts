/** A plan with one of its parts exchanged: the plumbing of every command. Untouched parts stay identical. */
import type { GiId, HostId, VmId } from '../model/ids.ts';
import { checkName } from '../model/name.ts';
import {
  findHost,
  type Attachment,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type Vm,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';

/** The name in normal form, when it is one and nothing else of its kind has it; `own` is the id that may keep it. */
export function nameOf(
  named: readonly { readonly id: number; readonly name: string }[],
  what: 'host' | 'vm',
  text: string,
  own: number | null,
): Result<string, CommandError> {
  const name = checkName(text);
  if (!name.ok) return err({ code: 'bad-name', what, why: name.error });
  if (named.some((other) => other.id !== own && other.name === name.value)) {
    return err({ code: 'name-taken', what, name: name.value });
  }
  return name;
}

/** An edit that gives the same host gives the same plan. */
export function editHost(plan: Plan, id: HostId, edit: (host: Host) => Host): Result<Plan, CommandError> {
  const host = findHost(plan, id);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  const edited = edit(host);
  return ok(edited === host ? plan : withHost(plan, edited));
}

/** The thing with these fields; the same object where it has them already, so that an edit that changes nothing is none. */
export function withFields<T extends object>(thing: T, fields: Partial<NoInfer<T>>): T {
  const names = Object.keys(fields) as (keyof T)[];
  return names.every((name) => thing[name] === fields[name]) ? thing : { ...thing, ...fields };
}

/** The VMs that `ids` names, edited; those of them that are gone are passed over. An edit that changes none gives the same plan. */
export function editVms(plan: Plan, ids: readonly VmId[], edit: (vm: Vm) => Vm): Result<Plan, CommandError> {
  const named = new Set(ids);
  if (!plan.vms.some((vm) => named.has(vm.id))) return err({ code: 'not-found', what: 'vm' });
  const vms = plan.vms.map((vm) => (named.has(vm.id) ? edit(vm) : vm));
  return ok(vms.some((vm, index) => vm !== plan.vms[index]) ? { ...plan, vms } : plan);
}

export function withHost(plan: Plan, host: Host): Plan {
  return { ...plan, hosts: plan.hosts.map((other) => (other.id === host.id ? host : other)) };
}

export function withGpu(plan: Plan, host: Host, gpu: Gpu): Plan {
  return withHost(plan, { ...host, gpus: host.gpus.map((other) => (other.id === gpu.id ? gpu : other)) });
}

export function instanceIds(gpus: readonly Gpu[]): Set<GiId> {
  return new Set(gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
}

/** Sends the VMs of instances that are gone back to waiting; VMs that had none of them stay the same object. */
export function detach(plan: Plan, gone: ReadonlySet<GiId>): Plan {
  return detachWhere(plan, ({ instance }) => instance !== null && gone.has(instance));
}

/** The same for single attachments: those of which `isLost` is true wait. */
export function detachWhere(plan: Plan, isLost: (attachment: Attachment) => boolean): Plan {
  if (!plan.vms.some((vm) => vm.attachments.some(isLost))) return plan;
  return {
    ...plan,
    vms: plan.vms.map((vm) =>
      vm.attachments.some(isLost)
        ? { ...vm, attachments: vm.attachments.map((a) => (isLost(a) ? { ...a, instance: null } : a)) }
        : vm,
    ),
  };
}

/** The order of instances on a GPU. */
export function byStart(a: GpuInstance, b: GpuInstance): number {
  return a.start - b.start || a.id - b.id;
}
