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

export const MDEV_FUNCTIONS = `# Functions on which this run has made a vGPU: each carries one.
given=

# type_in FOLDER TYPE ID: sets $type to the folder of the type; empty where this function does not have it.
type_in() {
  type=
  for one in "$1"/mdev_supported_types/*; do
    [ -f "$one/name" ] || continue
    # "GRID A100-3-20C": the prefix goes with the board.
    first_line "$one/name"
    if [ "\${line##* }" = "$2" ]; then type=$one; fi
  done
  if [ -n "$type" ] && [ "$3" != - ] && [ "\${type##*/}" != "nvidia-$3" ]; then
    printf 'Type %s is %s here, and nvidia-%s in the table of the planner. The host is right.\\n' "$2" "\${type##*/}" "$3" >&2
  fi
}

# kind_of GPU UUID: sets $kind to the type that a device is of, and $strange to its function where that is of another GPU.
# Empty where there is no device, or where the kernel does not tell.
kind_of() {
  find_gpu "$1"
  first_line "$sys/bus/mdev/devices/$2/mdev_type/name"
  kind=\${line##* }
  strange=$(readlink "$sys/bus/mdev/devices/$2") || strange=
  strange=\${strange%/*}
  strange=\${strange##*/}
  for function in "$pci"/virtfn*; do
    case $(readlink "$function") in
      */"$strange") strange= ;;
    esac
  done
}

make_vgpu() {
  if [ -e "$sys/bus/mdev/devices/$4" ]; then
    printf 'GPU %s: %s for VM %s is there already: %s\\n' "$1" "$2" "$5" "$4"
    return 0
  fi
  need_vfs "$1"
  for function in "$pci"/virtfn*; do
    case " $given " in
      *" $function "*) continue ;;
    esac
    type_in "$function" "$2" "$3"
    [ -n "$type" ] || continue
    first_line "$type/available_instances"
    case $line in
      0 | '') continue ;;
    esac
    printf '%s\\n' "$4" >"$type/create" || stop 4 "GPU $1: $type/create did not take $4."
    [ -e "$sys/bus/mdev/devices/$4" ] || stop 4 "GPU $1: $4 was written and is not there."
    given="$given $function"
    printf 'GPU %s: made %s for VM %s: %s in %s\\n' "$1" "$2" "$5" "$4" "\${type##*/}"
    return 0
  done
  stop 4 "GPU $1: no virtual function has room for $2 (VM $5)." \\
    'A type has room only where a free GPU instance of its profile is: nvidia-smi mig -lgi lists them.'
}

# Each vGPU has its own UUID, so no other is meant; but a VM may have had another type before.
look_first() {
  [ "$task" = roll-back ] || each_vgpu look_kind
}

look_kind() {
  kind_of "$1" "$4"
  if [ "\${kind:-$2}" = "$2" ] && [ -z "$strange" ]; then return 0; fi
  stop 3 "GPU $1: VM $5 is to have $2 here, and its device is there as \${kind:-$2}\${strange:+ on $strange, of another GPU}." \\
    "Nothing was changed. With the VM off: echo 1 > $sys/bus/mdev/devices/$4/remove; then this again."
}

verify_vgpu() {
  kind_of "$1" "$4"
  if [ ! -e "$sys/bus/mdev/devices/$4" ]; then
    is_missing "$1" "$5" "$2" 'not there'
  elif [ "\${kind:-$2}" != "$2" ] || [ -n "$strange" ]; then
    is_missing "$1" "$5" "$2" "there as \${kind:-$2}\${strange:+ on $strange, of another GPU}"
  else
    printf 'GPU %s: %s for VM %s: %s\\n' "$1" "$2" "$5" "$4"
  fi
}

undo_vgpu() {
  device=$sys/bus/mdev/devices/$4
  if [ ! -e "$device" ]; then
    printf 'GPU %s: %s for VM %s is not there.\\n' "$1" "$2" "$5"
  elif [ "$apply" = no ]; then
    printf 'echo 1 > %s/remove   # %s for VM %s\\n' "$device" "$2" "$5"
  else
    printf '1\\n' >"$device/remove" || stop 4 "$device cannot be removed: its VM has it, or it is in use."
    [ ! -e "$device" ] || stop 4 "$device is still there: is its VM on?"
    printf 'GPU %s: removed %s of VM %s: %s\\n' "$1" "$2" "$5" "$4"
  fi
}`;

export const VFIO_FUNCTIONS = `# Functions that this run has given to a VM already.
given=

# supported_number GPU TYPE: the number of a type in the list of all that the GPU supports; nothing where it has none.
#     vGPU Type ID                      : 0x5ef
#         Name                          : NVIDIA RTX Pro 6000 Blackwell DC-1-24C
supported_number() {
  hex=$(nvidia-smi vgpu -i "$1" -s -v 2>/dev/null | awk -F: -v want="$2" '
    /vGPU Type ID/ { id = $2; gsub(/[^0-9a-fA-Fx]/, "", id) }
    /^ *Name *:/ { words = split($2, word, " "); if (word[words] == want && found == "") found = id }
    END { print found }')
  case $hex in
    0x[0-9a-f]*) printf '%d\\n' "$hex" ;;
  esac
}

# number_of GPU TYPE ID: sets $number to the number of the type, as the host lists it, else as the planner knows it, else "".
# What is creatable gets less with each vGPU that is made; what is supported does not.
number_of() {
  number=
  for function in "$pci"/virtfn*; do
    [ -f "$function/nvidia/creatable_vgpu_types" ] || continue
    # "1428 : NVIDIA H200X-141C"
    while read -r line; do
      if [ -z "$number" ] && [ "\${line##* }" = "$2" ]; then number=\${line%%[!0-9]*}; fi
    done <"$function/nvidia/creatable_vgpu_types"
    if [ -n "$number" ]; then break; fi
  done
  if [ -z "$number" ]; then number=$(supported_number "$1" "$2"); fi
  if [ -z "$number" ] && [ "$3" != - ]; then number=$3; fi
  if [ -n "$number" ] && [ "$3" != - ] && [ "$number" != "$3" ]; then
    printf 'Type %s is %s here, and %s in the table of the planner. The host is right.\\n' "$2" "$number" "$3" >&2
  fi
}

# can_be NUMBER: whether $function can be of this type now.
can_be() {
  can=no
  if [ -f "$function/nvidia/creatable_vgpu_types" ]; then
    while read -r line; do
      if [ "\${line%%[!0-9]*}" = "$1" ]; then can=yes; fi
    done <"$function/nvidia/creatable_vgpu_types"
  fi
  [ $can = yes ]
}

# taken_by NUMBER: sets $function to one that has this type and is not given yet; empty where there is none.
taken_by() {
  for function in "$pci"/virtfn*; do
    [ -f "$function/nvidia/current_vgpu_type" ] || continue
    case " $given " in
      *" $function "*) continue ;;
    esac
    first_line "$function/nvidia/current_vgpu_type"
    if [ "$line" = "$1" ]; then return 0; fi
  done
  function=
}

# show_device VM: the element for the domain of the VM. The function stays with the driver of NVIDIA: managed is no.
show_device() {
  place=$(readlink "$function")
  place=\${place##*/}
  # 0000:41:00.4
  part=\${place#*:}
  slot=\${part#*:}
  printf '  VM %s, in <devices> of its domain:\\n' "$1"
  printf "    <hostdev mode='subsystem' type='pci' managed='no'>\\n      <source>\\n"
  printf "        <address domain='0x%s' bus='0x%s' slot='0x%s' function='0x%s'/>\\n" \\
    "\${place%%:*}" "\${part%%:*}" "\${slot%%.*}" "\${slot#*.}"
  printf "      </source>\\n    </hostdev>\\n"
}

make_vgpu() {
  need_vfs "$1"
  number_of "$1" "$2" "$3"
  if [ -n "$number" ]; then
    taken_by "$number"
    if [ -n "$function" ]; then
      given="$given $function"
      printf 'GPU %s: %s for VM %s is there already.\\n' "$1" "$2" "$5"
      show_device "$5"
      return 0
    fi
    for function in "$pci"/virtfn*; do
      first_line "$function/nvidia/current_vgpu_type"
      if [ "$line" != 0 ] || ! can_be "$number"; then continue; fi
      printf '%s\\n' "$number" >"$function/nvidia/current_vgpu_type" ||
        stop 4 "GPU $1: current_vgpu_type did not take $number ($2)."
      first_line "$function/nvidia/current_vgpu_type"
      [ "$line" = "$number" ] || stop 4 "GPU $1: $number was written and is not there."
      given="$given $function"
      printf 'GPU %s: made %s (%s) for VM %s.\\n' "$1" "$2" "$number" "$5"
      show_device "$5"
      return 0
    done
  fi
  stop 4 "GPU $1: no virtual function can be of type $2 (VM $5)." \\
    'One can only where a free GPU instance of its profile is: nvidia-smi mig -lgi lists them.'
}

verify_vgpu() {
  claim "$@"
  if [ -z "$function" ]; then
    is_missing "$1" "$5" "$2" 'not there'
  else
    printf 'GPU %s: %s for VM %s: %s\\n' "$1" "$2" "$5" "\${function##*/}"
  fi
}

claim() {
  need_vfs "$1"
  number_of "$1" "$2" "$3"
  function=
  if [ -n "$number" ]; then taken_by "$number"; fi
  if [ -n "$function" ]; then given="$given $function"; fi
}

refuse_more() {
  claim "$@"
  [ -z "$function" ] ||
    stop 3 "GPU $1: more virtual functions are of type $2 than this plan has. Which are of this plan nobody can tell: free" \\
      'by hand those that no VM of the plan has: echo 0 > FUNCTION/nvidia/current_vgpu_type. Nothing was changed.'
}

# Where more functions have a type than are planned, others are somebody else's.
look_first() {
  each_vgpu claim
  each_vgpu refuse_more
  given=
}

undo_vgpu() {
  claim "$@"
  [ -n "$number" ] || stop 4 "GPU $1: which number $2 has here is not known, so nothing of it can be found (VM $5)." \\
    "Look for yourself: cat $pci/virtfn*/nvidia/current_vgpu_type; echo 0 into it frees one."
  if [ -z "$function" ]; then
    printf 'GPU %s: %s for VM %s is not there.\\n' "$1" "$2" "$5"
    return 0
  fi
  if [ "$apply" = no ]; then
    printf 'echo 0 > %s/nvidia/current_vgpu_type   # %s, as VM %s has it\\n' "$function" "$2" "$5"
  else
    printf '0\\n' >"$function/nvidia/current_vgpu_type" || stop 4 "$function cannot be freed: a VM has it."
    first_line "$function/nvidia/current_vgpu_type"
    [ "$line" = 0 ] || stop 4 "$function is not free: is its VM on?"
    printf 'GPU %s: freed %s, as VM %s had it.\\n' "$1" "$2" "$5"
  fi
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
