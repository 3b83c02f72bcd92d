/**
 * Whether a script runs on the host that it was written for: shell that asks the host for its name. A GPU that is named by
 * its UUID is on no other host; one that is named by its index is on every host.
 */
import { shellArgument } from './encode/shell.ts';

/** How a script ends before its end. */
export const STOP = `# stop STATUS LINE...: says why and ends.
stop() {
  status=$1
  shift
  printf '%s\\n' "$@" >&2
  exit "$status"
}`;

/** What a host calls itself may have a domain behind it, and capital letters. */
function shortName(name: string): string {
  return (name.split('.')[0] ?? '').toLowerCase();
}

/**
 * The shell function `this_host`, which ends the script with status 1 on a host of another name; it needs `stop` and
 * `any_host`. Where the host does not tell its name, nothing is compared. The names are on two lines of their own.
 */
export function thisHost(hostName: string): string {
  return `planned_host=${shellArgument(hostName)}
planned_short=${shellArgument(shortName(hostName))}
# this_host: ends where the host calls itself otherwise than the plan does; what follows the first dot does not count.
this_host() {
  [ "$any_host" = no ] || return 0
  here=$(uname -n 2>/dev/null) || return 0
  short=$(printf '%s\\n' "$here" | awk '{ sub(/[.].*/, ""); print tolower($0) }')
  [ "$short" = "$planned_short" ] || stop 1 \\
    "This host calls itself $here, and the plan has these GPUs in $planned_host. Nothing was changed." \\
    'Where it is the same host all the same: add --any-host.'
}`;
}

/** The same where every GPU is named by its UUID. */
export const THIS_HOST_BY_UUID = `# Every GPU is named by its UUID, and no other host has it.
this_host() {
  : "$any_host"
}`;
