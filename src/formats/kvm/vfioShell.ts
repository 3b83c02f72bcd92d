/** The functions of the recipe with vendor VFIO, types written to virtual functions: POSIX shell over those of kvmRecipeShell.ts, for every plan the same. */

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
