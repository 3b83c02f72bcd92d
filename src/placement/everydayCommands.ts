/**
 * The edits that the page makes from its first moment: by drag, key and menu. Those that come from a task or a dialog of
 * their own are in specialCommands.ts, which loads with them.
 */
import type { BoardId } from '../model/board.ts';
import { IdSource, type GiId, type GpuId, type HostId } from '../model/ids.ts';
import { checkName } from '../model/name.ts';
import {
  findGpu,
  findHost,
  findInstance,
  type Creation,
  type Host,
  type Plan,
  type Platform,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { splitInstance, type SplitInstance } from './compute/computeEdits.ts';
import type { CommandError } from './errors.ts';
import { addGpus, setGpu, type GpuFields } from './gpuEdits.ts';
import { moveInstance, placeInstance } from './instanceEdits.ts';
import { applyLayoutCommand, type LayoutCommand } from './layouts/layoutEdits.ts';
import { detach, editHost, instanceIds, nameOf, withFields, withGpu, withHost } from './planParts.ts';
import { isSameDocument } from './sameDocument.ts';
import { applyVmCommand, type VmCommand } from './vms/vmEdits.ts';

/** Where a plan that replaces another, or hosts that are added, came from: names the step in the history. */
export const ORIGINS = ['template', 'import', 'link', 'new', 'version', 'tab', 'recovered'] as const;
export type Origin = (typeof ORIGINS)[number];

export interface HostFields {
  readonly platform: Platform | null;
  readonly release: string | null;
  readonly driver: string | null;
  readonly creation: Creation | null;
  readonly notes: string;
}

export type EverydayCommand =
  | LayoutCommand
  | { readonly type: 'plan/rename'; readonly name: string }
  | { readonly type: 'plan/replace'; readonly plan: Plan; readonly origin: Origin }
  | {
      readonly type: 'host/add';
      readonly name: string;
      readonly fields: Partial<HostFields>;
      readonly gpus: { readonly board: BoardId; readonly count: number } | null;
    }
  | { readonly type: 'host/rename'; readonly hostId: HostId; readonly name: string }
  | { readonly type: 'host/set'; readonly hostId: HostId; readonly fields: Partial<HostFields> }
  | { readonly type: 'host/remove'; readonly hostId: HostId }
  | { readonly type: 'gpu/add'; readonly hostId: HostId; readonly board: BoardId; readonly count: number }
  | { readonly type: 'gpu/set'; readonly gpuId: GpuId; readonly fields: Partial<GpuFields> }
  | { readonly type: 'gpu/remove'; readonly gpuId: GpuId }
  | {
      readonly type: 'gi/place';
      readonly gpuId: GpuId;
      readonly profile: ProfileName;
      readonly start: number;
    }
  | { readonly type: 'gi/move'; readonly giId: GiId; readonly gpuId: GpuId; readonly start: number }
  | { readonly type: 'gi/remove'; readonly giId: GiId }
  | SplitInstance
  | VmCommand;

/** As `applyCommand`, for these. */
export function applyEveryday(plan: Plan, command: EverydayCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'plan/rename': {
      const name = checkName(command.name);
      return name.ok
        ? ok(withFields(plan, { name: name.value }))
        : err({ code: 'bad-name', what: 'plan', why: name.error });
    }
    case 'plan/replace':
      return ok(isSameDocument(plan, command.plan) ? plan : command.plan);
    case 'host/add':
      return addHost(plan, command);
    case 'host/rename': {
      const name = nameOf(plan.hosts, 'host', command.name, command.hostId);
      return name.ok
        ? editHost(plan, command.hostId, (host) => withFields(host, { name: name.value }))
        : name;
    }
    case 'host/set':
      return editHost(plan, command.hostId, (host) => withFields(host, command.fields));
    case 'host/remove': {
      const host = findHost(plan, command.hostId);
      if (host === undefined) return err({ code: 'not-found', what: 'host' });
      const hosts = plan.hosts.filter((other) => other !== host);
      return ok(detach({ ...plan, hosts }, instanceIds(host.gpus)));
    }
    case 'gpu/add':
      return addGpus(plan, command.hostId, command.board, command.count);
    case 'gpu/set':
      return setGpu(plan, command.gpuId, command.fields);
    case 'gpu/remove': {
      const place = findGpu(plan, command.gpuId);
      if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
      const gpus = place.host.gpus.filter((gpu) => gpu !== place.gpu);
      return ok(detach(withHost(plan, { ...place.host, gpus }), instanceIds([place.gpu])));
    }
    case 'gpu/setLayout':
    case 'gpu/clear':
    case 'gpu/fill':
    case 'host/setLayouts':
      return applyLayoutCommand(plan, command);
    case 'gi/place':
      return placeInstance(plan, command.gpuId, command.profile, command.start);
    case 'gi/move':
      return moveInstance(plan, command.giId, command.gpuId, command.start);
    case 'gi/remove': {
      const place = findInstance(plan, command.giId);
      if (place === undefined) return err({ code: 'not-found', what: 'instance' });
      const instances = place.gpu.instances.filter((gi) => gi !== place.gi);
      return ok(detach(withGpu(plan, place.host, { ...place.gpu, instances }), new Set([command.giId])));
    }
    case 'ci/split':
      return splitInstance(plan, command);
    default:
      return applyVmCommand(plan, command);
  }
}

function addHost(
  plan: Plan,
  command: Extract<EverydayCommand, { type: 'host/add' }>,
): Result<Plan, CommandError> {
  const name = nameOf(plan.hosts, 'host', command.name, null);
  if (!name.ok) return name;
  const ids = new IdSource(plan.nextId);
  const host: Host = {
    id: ids.host(),
    name: name.value,
    notes: '',
    platform: null,
    release: null,
    driver: null,
    creation: null,
    ...command.fields,
    gpus: [],
    observed: null,
    extra: [],
  };
  const added = { ...plan, hosts: [...plan.hosts, host], nextId: ids.next };
  return command.gpus === null ? ok(added) : addGpus(added, host.id, command.gpus.board, command.gpus.count);
}
