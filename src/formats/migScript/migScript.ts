/**
 * The shell script that creates the planned GPU instances of one host. It changes nothing until it is called with
 * --apply, checks every GPU before the first creation, and checks each GPU right after it. Exact starts are given where
 * the driver takes them (`-cgi profile:start`), since a driver that picks its own may pick others or refuse.
 */
import { boardLabel, type Board } from '../../model/board.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { DriverModel } from '../../model/driverStart.ts';
import type { GpuId, HostId } from '../../model/ids.ts';
import { findHost, type ValidPlan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { shellArgument } from '../encode/shell.ts';
import { counted } from '../messageWords.ts';
import { neededDriver } from '../neededDriver.ts';
import { STOP, THIS_HOST_BY_UUID, thisHost } from '../thisHost.ts';
import { COMPUTE_FUNCTIONS } from './computeShell.ts';
import { CREATE_FUNCTIONS, SHOW_FUNCTIONS } from './createShell.ts';
import { bytewise, isByUuid, tasksOf, type GpuTask } from './gpuTasks.ts';
import { header } from './header.ts';
import { LOOK_FUNCTIONS } from './lookShell.ts';
import { ROLL_BACK_FUNCTIONS } from './rollBackShell.ts';
import {
  APPLY,
  ARGUMENTS,
  driverCheck,
  DRY_RUN,
  FIRST_CHECKS,
  NO_DRIVER_CHECK,
  summary,
} from './runShell.ts';
import { VERIFY_FUNCTIONS } from './verifyShell.ts';

export interface MigScriptOptions {
  readonly hostId: HostId;
  /** `driver`: for drivers that take no start (R450); each GPU then needs its order in `orders`. */
  readonly starts: 'explicit' | 'driver';
  readonly orders: ReadonlyMap<GpuId, CreationOrder>;
  /** The fragment of a link that holds the whole plan, "p=1....", so that the script can be opened again; or null. */
  readonly sharedPlan: string | null;
  /** A sentence for each GPU of the host that is not in the plan any more, for its comments. */
  readonly leftOut?: readonly string[];
}

export type MigScriptError =
  | { readonly code: 'host-not-found' }
  | { readonly code: 'nothing-to-create'; readonly host: string }
  /** Without starts no order creates all instances under these models of the driver; empty when none was given. */
  | { readonly code: 'no-order'; readonly gpuIndex: number; readonly refusedBy: readonly DriverModel[] }
  /** `-cgi` takes IDs, and none is public for this profile. */
  | { readonly code: 'profile-id-unknown'; readonly profile: ProfileName; readonly gpuIndex: number }
  | { readonly code: 'bad-uuid'; readonly gpuIndex: number; readonly uuid: string }
  /** `-cci` takes IDs, and none is public for this compute instance in an instance of profile `inside`. */
  | {
      readonly code: 'compute-id-unknown';
      readonly profile: ProfileName;
      readonly inside: ProfileName;
      readonly gpuIndex: number;
    }
  | { readonly code: 'bad-shared-plan' };

const SHARED_PLAN = /^p=[A-Za-z0-9._=-]+$/;

/**
 * The script for one host of the plan. Deterministic; its own header documents arguments and exit status. GPUs that are
 * empty or not in MIG use are named in comments and left alone. Names of plan, host and VMs appear only in comments and
 * quoted words; everything that is executed is made of numbers and checked UUIDs.
 */
export function makeMigScript(plan: ValidPlan, options: MigScriptOptions): Result<string, MigScriptError> {
  const host = findHost(plan, options.hostId);
  if (host === undefined) return err({ code: 'host-not-found' });
  const { sharedPlan } = options;
  if (sharedPlan !== null && !SHARED_PLAN.test(sharedPlan)) return err({ code: 'bad-shared-plan' });
  const found = tasksOf(host, options);
  if (!found.ok) return found;
  const tasks = found.value;
  if (tasks.length === 0) return err({ code: 'nothing-to-create', host: host.name });

  const count = tasks.reduce((sum, task) => sum + task.creations.length, 0);
  const total = `${counted(count, 'instance')} on ${counted(tasks.length, 'GPU')}`;
  const needed = neededDriver(
    tasks.map(({ board, creations }) => ({ board, profiles: creations.map(({ profile }) => profile) })),
  );
  const sections = [
    `#!/bin/sh\n${header(plan, host, tasks, options).join('\n')}`,
    ARGUMENTS,
    gpuTable(tasks),
    STOP,
    SHOW_FUNCTIONS,
    LOOK_FUNCTIONS,
    CREATE_FUNCTIONS,
    COMPUTE_FUNCTIONS,
    VERIFY_FUNCTIONS,
    ROLL_BACK_FUNCTIONS,
    isByUuid(tasks) ? THIS_HOST_BY_UUID : thisHost(host.name),
    `printf 'Plan %s, host %s: %s.\\n' ${shellArgument(plan.name)} ${shellArgument(host.name)} '${total}'`,
    DRY_RUN,
    FIRST_CHECKS,
    needed === null ? NO_DRIVER_CHECK : driverCheck(needed),
    APPLY,
    summary(total),
  ];
  return ok(`${sections.join('\n\n')}\n`);
}

/** The function `each_gpu` that runShell.ts describes: all that differs from plan to plan. */
function gpuTable(tasks: readonly GpuTask[]): string {
  const lines = tasks.flatMap(({ gpu, board, creations, order, before }) => {
    const list = creations.map(({ gi, profileId }) =>
      order === null ? `${profileId}:${gi.start}` : `${profileId}`,
    );
    const want = creations
      .map(({ gi, profileId, size }) => `${profileId}:${gi.start}:${size}`)
      .sort(bytewise);
    const cuts = creations
      .filter(({ ciIds }) => ciIds !== null)
      .map(({ gi, profileId, size, ciIds }) => `${profileId}:${gi.start}:${size}=${(ciIds ?? []).join()}`)
      .sort(bytewise);
    const names = knownNames(board).map(shellArgument);
    const words = [
      gpu.uuid ?? String(gpu.index),
      list.join(','),
      `'${want.join(' ')}'`,
      order?.kind === 'elsewhere' ? 'anywhere' : 'exact',
      `'${cuts.join(' ')}'`,
      `'${before.join(' ')}'`,
      shellArgument(boardLabel(board)),
      ...names,
    ];
    return [`  "$1" ${words.join(' ')}`];
  });
  return ['each_gpu() {', ...lines, '}'].join('\n');
}

/** The names nvidia-smi gives a board, without "NVIDIA "; none when one of them was never seen printed. */
function knownNames(board: Board): string[] {
  if (board.productNames.some((name) => name.includes('('))) return [];
  return [...new Set(board.productNames.map((name) => name.replace(/^NVIDIA /, '')))];
}
