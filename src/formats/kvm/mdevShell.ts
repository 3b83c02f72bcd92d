/** The functions of the recipe with mediated devices: POSIX shell over those of kvmRecipeShell.ts, for every plan the same. */

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
