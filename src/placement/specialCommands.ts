/** The edits of tasks and dialogs: what was imported or observed, other boards, power-on, requests, repacking. */
import type { HostId } from '../model/ids.ts';
import type { Gpu, Plan } from '../model/plan.ts';
import { ok, type Result } from '../model/result.ts';
import { arrangeHost, type ArrangeHost } from './arrange.ts';
import { setBoard, type ChangeBoard } from './changeBoard.ts';
import type { CommandError } from './errors.ts';
import { applyHostsCommand, type HostsCommand } from './hostEdits.ts';
import type { Origin } from './everydayCommands.ts';
import { setNotes, type SetNotes } from './notesEdits.ts';
import {
  adoptObserved,
  adoptPlanned,
  forgetObserved,
  observe,
  type Observation,
} from './observed/observedEdits.ts';
import { rearrange, type Rearrange } from './rearrange.ts';
import { repack, type Repack } from './repackEdit.ts';
import { applyRequestCommand, type RequestCommand } from './requestEdits.ts';
import { addHosts, importHost } from './takeOver.ts';

export type SpecialCommand =
  | { readonly type: 'plan/addHosts'; readonly plan: Plan; readonly origin: Origin }
  /** Takes over what was read for this host: GPUs are matched by index, instances by profile and start. */
  | {
      readonly type: 'host/import';
      readonly hostId: HostId;
      readonly gpus: readonly Gpu[];
      readonly observed: readonly Gpu[] | null;
    }
  /** Records what hosts report; the other two bring both sides together, on some GPUs or (null) on all. */
  | { readonly type: 'host/observe'; readonly seen: readonly Observation[] }
  | {
      readonly type: 'host/adoptObserved' | 'host/adoptPlanned';
      readonly hostId: HostId;
      readonly gpuIndexes: readonly number[] | null;
    }
  | { readonly type: 'host/forgetObserved'; readonly hostId: HostId }
  | ArrangeHost
  | HostsCommand
  | ChangeBoard
  | Rearrange
  | Repack
  | SetNotes
  | RequestCommand;

const SPECIAL: Readonly<Record<SpecialCommand['type'], true>> = {
  'plan/addHosts': true,
  'host/import': true,
  'host/observe': true,
  'host/adoptObserved': true,
  'host/adoptPlanned': true,
  'host/forgetObserved': true,
  'host/arrange': true,
  'host/addMany': true,
  'host/setMany': true,
  'host/removeMany': true,
  'gpu/setBoard': true,
  'gi/rearrange': true,
  'plan/repack': true,
  'notes/set': true,
  'requests/set': true,
  'requests/place': true,
};

export function isSpecial(command: { readonly type: string }): command is SpecialCommand {
  return Object.hasOwn(SPECIAL, command.type);
}

/** As `applyCommand`, for these. */
export function applySpecial(plan: Plan, command: SpecialCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'plan/addHosts':
      return ok(addHosts(plan, command.plan));
    case 'host/import':
      return importHost(plan, command.hostId, command.gpus, command.observed);
    case 'host/observe':
      return observe(plan, command.seen);
    case 'host/adoptObserved':
      return adoptObserved(plan, command.hostId, command.gpuIndexes);
    case 'host/adoptPlanned':
      return adoptPlanned(plan, command.hostId, command.gpuIndexes);
    case 'host/forgetObserved':
      return forgetObserved(plan, command.hostId);
    case 'host/arrange':
      return arrangeHost(plan, command);
    case 'host/addMany':
    case 'host/setMany':
    case 'host/removeMany':
      return applyHostsCommand(plan, command);
    case 'gpu/setBoard':
      return setBoard(plan, command);
    case 'gi/rearrange':
      return rearrange(plan, command);
    case 'plan/repack':
      return repack(plan, command);
    case 'notes/set':
      return setNotes(plan, command);
    default:
      return applyRequestCommand(plan, command);
  }
}
