/** Edits of many hosts, each one step: added from a list of names, changed alike, taken away. */
import type { BoardId } from '../model/board.ts';
import type { HostId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { applyEveryday, type HostFields } from './everydayCommands.ts';
import { detach, instanceIds, withFields } from './planParts.ts';

export type HostsCommand =
  /** All with the same fields and GPUs. */
  | {
      readonly type: 'host/addMany';
      readonly names: readonly string[];
      readonly fields: Partial<HostFields>;
      readonly gpus: { readonly board: BoardId; readonly count: number } | null;
    }
  | {
      readonly type: 'host/setMany';
      readonly hostIds: readonly HostId[];
      readonly fields: Partial<HostFields>;
    }
  | { readonly type: 'host/removeMany'; readonly hostIds: readonly HostId[] };

/** Hosts that are gone already are passed over, as long as one is there. Errors: the first of a name or a count, `not-found`. */
export function applyHostsCommand(plan: Plan, command: HostsCommand): Result<Plan, CommandError> {
  if (command.type === 'host/addMany') {
    const { names, fields, gpus } = command;
    return names.reduce<Result<Plan, CommandError>>(
      (now, name) => (now.ok ? applyEveryday(now.value, { type: 'host/add', name, fields, gpus }) : now),
      ok(plan),
    );
  }
  const ids = new Set(command.hostIds);
  const named = plan.hosts.filter(({ id }) => ids.has(id));
  if (named.length === 0) return err({ code: 'not-found', what: 'host' });
  if (command.type === 'host/removeMany') {
    const hosts = plan.hosts.filter(({ id }) => !ids.has(id));
    return ok(detach({ ...plan, hosts }, instanceIds(named.flatMap(({ gpus }) => gpus))));
  }
  const hosts = plan.hosts.map((host) => (ids.has(host.id) ? withFields(host, command.fields) : host));
  return ok(hosts.some((host, n) => host !== plan.hosts[n]) ? { ...plan, hosts } : plan);
}
