/**
 * The part of the vGPU recipes for KVM that is the same for every plan: POSIX shell that dash and BusyBox run. What differs
 * is `this_host` (../thisHost.ts) and one function, `each_vgpu ACTION`, that calls an action for every planned vGPU with
 *
 *     GPU   what -i of nvidia-smi takes: index or UUID
 *     TYPE  registered name of the vGPU type without its prefix, "A100-3-20C"
 *     ID    number of the type where it is public, else "-"
 *     UUID  of the mediated device
 *     VM    its name, for people
 *
 * MIG_PLANNER_SYS and MIG_PLANNER_SRIOV are there for trying a recipe out: another /sys, another sriov-manage.
 */
export const RECIPE_HEAD = `set -u
LC_ALL=C
export LC_ALL
sys=\${MIG_PLANNER_SYS:-/sys}
sriov_manage=\${MIG_PLANNER_SRIOV:-/usr/lib/nvidia/sriov-manage}

usage() {
  printf '%s\\n' \\
    'Without arguments: a dry run that prints what is planned and changes nothing.' \\
    '  --vfs                 print how the virtual functions are switched on; before there are GPU instances' \\
    '  --vfs --apply         switch them on' \\
    '  --apply               make the vGPUs; the GPU instances have to be there' \\
    '  --roll-back           print which vGPUs of this plan are there' \\
    '  --roll-back --apply   take them away; their VMs are off' \\
    '  --verify              only look: is every planned vGPU there?' \\
    '  --any-host            with the others: also where the host has another name than in the plan' \\
    '  --help                this text'
}

apply=no
any_host=no
task='make'
for argument in "$@"; do
  case $argument in
    --apply) apply=yes ;;
    --any-host) any_host=yes ;;
    --vfs | --roll-back | --verify)
      if [ "$task" != make ]; then
        printf 'One of --vfs, --roll-back and --verify.\\n' >&2
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
if [ "$task$apply" = verifyyes ]; then
  printf -- '--verify only looks, so it does not go with --apply.\\n' >&2
  exit 2
fi`;

export const RECIPE_FUNCTIONS = `# find_gpu GPU: sets $pci to the folder of the GPU in /sys. nvidia-smi writes 00000000:41:00.0 for 0000:41:00.0.
find_gpu() {
  address=$(nvidia-smi -i "$1" --query-gpu=pci.bus_id --format=csv,noheader) ||
    stop 1 "GPU $1: nvidia-smi does not find it; it ended with status $? and said:" "$address"
  address=$(printf '%s\\n' "$address" | tr 'A-F' 'a-f' | sed 's/^0000\\([0-9a-f]\\{4\\}:\\)/\\1/; s/[[:space:]]*$//')
  case $address in
    [0-9a-f][0-9a-f][0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f].[0-7]) ;;
    *) stop 1 "GPU $1: nvidia-smi tells no PCI address that is understood: $address" ;;
  esac
  pci=$sys/bus/pci/devices/$address
}

# first_line FILE: sets $line; empty where there is none.
first_line() {
  line=
  if [ -f "$1" ]; then read -r line <"$1" || :; fi
}

# look_at_use GPU: ends where something is on the GPU, which loses its instances when its functions are switched on.
look_at_use() {
  listing=$(nvidia-smi mig -i "$1" -lgi 2>&1) || listing=
  case $listing in
    *[0-9]'  MIG '*)
      stop 3 "GPU $1 holds GPU instances, which it would lose with this. Take them away first (the nvidia-smi script of" \\
        'the same plan with --roll-back --apply), or free it by hand:' "$listing"
      ;;
  esac
  running=$(nvidia-smi -i "$1" --query-compute-apps=pid,process_name --format=csv,noheader 2>/dev/null) || running=
  running=$(printf '%s\\n' "$running" | sed -n '/^ *[0-9]/p')
  [ -z "$running" ] || stop 3 "GPU $1 is used by processes (PID, name): end them first." "$running"
}

# switch_on GPU...: the virtual functions of each GPU once.
switched=
switch_on() {
  case " $switched " in
    *" $1 "*) return 0 ;;
  esac
  switched="$switched $1"
  find_gpu "$1"
  if [ -e "$pci/virtfn0" ]; then
    printf 'GPU %s: has its virtual functions already.\\n' "$1"
    return 0
  fi
  look_at_use "$1"
  if [ "$apply" = no ]; then
    printf '%s -e %s\\n' "$sriov_manage" "$address"
    return 0
  fi
  printf '+ %s -e %s\\n' "$sriov_manage" "$address"
  "$sriov_manage" -e "$address" || stop 4 "GPU $1: sriov-manage ended with status $?."
  [ -e "$pci/virtfn0" ] || stop 4 "GPU $1: there are no virtual functions. Is SR-IOV on in the firmware?"
}

# Collects in $missing the VMs whose vGPU is not there as planned.
missing=
is_missing() {
  missing="$missing
  $2"
  printf 'GPU %s: %s for VM %s: %s\\n' "$1" "$3" "$2" "$4"
}

show_vgpu() {
  printf 'GPU %s: %s for VM %s\\n' "$1" "$2" "$5"
}

# need_vfs GPU: sets $pci, and ends where there are no virtual functions. Switching them on now could cost the instances.
need_vfs() {
  find_gpu "$1"
  [ -e "$pci/virtfn0" ] || stop 1 "GPU $1 has no virtual functions." \\
    'Run this with --vfs --apply, then make the GPU instances again, then run this.'
}`;

export const RECIPE_RUN = `if [ "$task" = make ] && [ "$apply" = no ]; then
  printf 'A dry run: nothing is called. Planned:\\n'
  each_vgpu show_vgpu
  printf 'First --vfs --apply, then the GPU instances (the nvidia-smi script of the same plan), then --apply.\\n'
  exit 0
fi
command -v nvidia-smi >/dev/null 2>&1 || stop 1 'nvidia-smi was not found: install the driver or set PATH.'
[ "$(id -u)" = 0 ] || stop 1 'This needs root.'
this_host
case $task in
  vfs) each_vgpu switch_on ;;
  roll-back)
    look_first
    each_vgpu undo_vgpu
    if [ "$apply" = yes ]; then printf 'Rolled back. The virtual functions and the GPU instances are as they were.\\n'; fi
    ;;
  make)
    look_first
    each_vgpu make_vgpu
    printf 'All vGPUs of the plan are there.\\n'
    ;;
  verify)
    each_vgpu verify_vgpu
    [ -z "$missing" ] || stop 5 "Not as planned, the vGPUs of these VMs:$missing"
    printf 'All vGPUs of the plan are there.\\n'
    ;;
esac`;
