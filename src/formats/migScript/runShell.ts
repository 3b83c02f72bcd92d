/**
 * The frame of the exported script, and like all of the shell beside it the same for every plan: arguments, checks, and which
 * function runs for every GPU. It runs under dash and the BusyBox ash of ESXi: no
 * arrays, no `[[`, no `local`, and of the tools only awk, id, sed, sort, tr and uname. What differs is `this_host` (../thisHost.ts)
 * and one function, `each_gpu ACTION`, that calls an action for every planned GPU with
 *
 *     GPU   what -i takes: index or UUID
 *     LIST  what -cgi takes
 *     WANT  what -lgi must list then, as "profileID:start:size ..." sorted bytewise
 *     HOW   "exact", or "anywhere" when only the profiles have to be those of WANT
 *     CUTS  the instances that get other compute instances than the default one, as "profileID:start:size=ciID,ciID ...";
 *           empty when there is none, and then -C makes them all
 *     WAS   what the plan has seen there before, in the form of WANT; empty where nothing was, or nobody looked
 *     BOARD the planned board, for people
 *     NAMES names that nvidia-smi gives this board, without "NVIDIA "; none when they are not known
 */
export const ARGUMENTS = `set -u
# sort has to go by bytes, whatever the language of the host.
LC_ALL=C
export LC_ALL

usage() {
  printf '%s\\n' \\
    'Without arguments: a dry run that prints the commands and calls nothing.' \\
    '  --apply                check, create the instances, check again' \\
    '  --apply --enable-mig   also turn MIG mode on where it is off' \\
    '  --verify               only look: is everything as planned?' \\
    '  --roll-back            look, and print how what this script made is taken away again' \\
    '  --roll-back --apply    take it away' \\
    '  --any-host             with the others: also where the host has another name than in the plan' \\
    '  --help                 this text'
}

apply=no
enable=no
any_host=no
task=create
for argument in "$@"; do
  case $argument in
    --apply) apply=yes ;;
    --enable-mig) enable=yes ;;
    --any-host) any_host=yes ;;
    --verify | --roll-back)
      if [ "$task" != create ]; then
        printf 'One of --verify and --roll-back, not both.\\n' >&2
        exit 2
      fi
      task=\${argument#--}
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    *)
      printf 'Not understood: %s\\n' "$argument" >&2
      usage >&2
      exit 2
      ;;
  esac
done
if [ "$task" = verify ] && [ "$apply$enable" != nono ]; then
  printf -- '--verify only looks, so it goes with neither --apply nor --enable-mig.\\n' >&2
  exit 2
fi`;

export const DRY_RUN = `if [ "$apply" = no ] && [ "$task" = create ]; then
  printf 'A dry run: nothing is called. With --apply these commands run, between checks.\\n'
  each_gpu show_gpu
  exit 0
fi`;

/** Before the driver is looked at. */
export const FIRST_CHECKS = `command -v nvidia-smi >/dev/null 2>&1 || stop 1 'nvidia-smi was not found: install the driver or set PATH.'
[ "$(id -u)" = 0 ] || stop 1 'Only root may create GPU instances: run this as root.'
this_host
driver=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader) ||
  stop 1 "Asked for the driver version, nvidia-smi ended with status $? and said:" "$driver"
driver=$(printf '%s\\n' "$driver" | sed -n '1s/[[:space:]]*$//p')`;

/** Compares dotted numbers one by one: 450.80.02 is less than 450.119. `NEEDED` is digits and dots. */
export function driverCheck(needed: string): string {
  return `case $driver in
  '' | *[!0-9.]*) printf 'The driver calls itself "%s": see for yourself that it is ${needed} or later.\\n' "$driver" ;;
  *)
    awk -v have="$driver" -v need=${needed} 'BEGIN {
      n = split(need, a, ".")
      split(have, b, ".")
      for (i = 1; i <= n; i++) {
        if (b[i] + 0 > a[i] + 0) exit 0
        if (b[i] + 0 < a[i] + 0) exit 1
      }
    }' || stop 1 "The driver is $driver, and this plan needs ${needed} or later."
    ;;
esac`;
}

export const NO_DRIVER_CHECK = `printf 'The driver is %s. Which one this plan needs at the least is not known.\\n' "$driver"`;

export const APPLY = `each_gpu see_gpu
if [ "$task" = verify ]; then
  each_gpu verify_gpu
  if [ -n "$differs" ]; then stop 5 "Not as planned: GPU$differs."; fi
  printf 'All is as planned.\\n'
  exit 0
fi
if [ "$task" = roll-back ]; then
  each_gpu look_undo
  if [ -n "$busy" ]; then
    stop 3 'Nothing was taken away, for somebody else is on these GPUs:' "$busy"
  fi
  if [ "$apply" = no ]; then printf 'A dry run. With --roll-back --apply these commands run:\\n'; fi
  each_gpu undo_gpu
  if [ "$apply" = yes ]; then
    printf 'Rolled back. MIG mode was left as it is; where it was off before, off again with:\\n'
    each_gpu show_off
  fi
  exit 0
fi
if [ -n "$off" ] && [ "$enable" = no ]; then
  printf 'MIG mode is off. Run this script with --apply --enable-mig, or first:\\n' >&2
  for gpu in $off; do printf 'nvidia-smi -i %s -mig 1\\n' "$gpu" >&2; done
  exit 1
fi
each_gpu look_gpu
if [ -n "$busy" ]; then
  stop 3 'Nothing was created. Free these GPUs first (end the processes; nvidia-smi mig -i GPU -dci, then -dgi),' \\
    "or plan with what is there:$busy"
fi
each_gpu enable_gpu
if [ -n "$pending" ]; then
  stop 1 "MIG mode is not in effect yet on GPU$pending. Nothing was created." \\
    'Reset these GPUs (nvidia-smi -i GPU --gpu-reset; no process may use them), or where that is not possible,' \\
    'as in a VM or on ESXi with Ampere GPUs, reboot the host. Then run this script again.'
fi
each_gpu make_gpu`;

/** `total` is our own words: "18 instances on 7 GPUs". */
export function summary(total: string): string {
  return `if [ $moved -eq 0 ]; then
  printf '${total} as planned.\\n'
else
  printf '${total}; on %s of these GPUs elsewhere than drawn. Plan on with what -lgi lists.\\n' $moved
fi`;
}
