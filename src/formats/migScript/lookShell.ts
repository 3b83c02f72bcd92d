/**
 * Shell that looks and changes nothing: whether a GPU is the planned one, what is on it, and whether it may be touched. All that
 * ends the script does it by `stop`.
 */
export const LOOK_FUNCTIONS = `# query GPU FIELD: sets $answer. Warnings come on standard error, which is left to the terminal.
query() {
  answer=$(nvidia-smi -i "$1" --query-gpu="$2" --format=csv,noheader) ||
    stop 1 "GPU $1: nvidia-smi does not find it or does not tell its $2; it ended with status $? and said:" "$answer"
  case $answer in
    *'
'*) stop 1 "GPU $1: nvidia-smi tells more than one $2, as if more than one GPU was meant:" "$answer" ;;
  esac
  answer=$(printf '%s\\n' "$answer" | sed 's/[[:space:]]*$//')
}

# Looks whether the GPU is the planned one, and collects in $off the GPUs whose MIG mode is off.
seen=
off=
see_gpu() {
  gpu=$1
  board=$7
  shift 7
  query "$gpu" name
  name=\${answer#NVIDIA }
  if [ $# -eq 0 ]; then
    printf 'GPU %s calls itself %s. The plan says %s, of which the printed name is not known: compare them.\\n' \\
      "$gpu" "$answer" "$board"
  else
    is_planned=no
    for known in "$@"; do
      if [ "$name" = "$known" ]; then is_planned=yes; fi
    done
    if [ $is_planned = no ]; then
      stop 1 "GPU $gpu calls itself $answer, the plan says $board." \\
        'On another board the same profile IDs mean other profiles. Nothing was changed.'
    fi
  fi
  query "$gpu" uuid
  case " $seen " in
    *" $answer "*) stop 1 "GPU $gpu is planned twice: it is $answer, as is another GPU of this script." ;;
  esac
  seen="$seen $answer"
  query "$gpu" mig.mode.current
  case $answer in
    Enabled) ;;
    Disabled) off="$off $gpu" ;;
    *) stop 1 "GPU $gpu has no MIG mode: nvidia-smi says $answer." ;;
  esac
}

# list_gpu GPU STATUS: sets $listing, and $found in the form of WANT; ends with STATUS when nvidia-smi does not answer.
list_gpu() {
  if listing=$(nvidia-smi mig -i "$1" -lgi 2>&1); then
    :
  else
    case $listing in
      *'No GPU instances found'*) ;;
      *) stop "$2" "GPU $1: nvidia-smi does not list its instances:" "$listing" ;;
    esac
  fi
  # |   0  MIG 3g.20gb          9        2          4:4     |
  found=$(printf '%s\\n' "$listing" | awk -F'|' '
    $2 ~ /^ *[0-9]+ +MIG / {
      cells = split($2, cell, " ")
      if (cells == 6 && cell[4] ~ /^[0-9]+$/ && cell[6] ~ /^[0-9]+:[0-9]+$/) print cell[4] ":" cell[6]
      else print "unreadable"
    }' | sort | tr '\\n' ' ')
  found=\${found% }
}

profiles() {
  printf '%s\\n' "$1" | sed 's/:[0-9]*:[0-9]*//g'
}

# is_wanted WANT HOW: whether $found is what the plan wants.
is_wanted() {
  if [ "$found" = "$1" ]; then return 0; fi
  [ "$2" = anywhere ] && [ "$(profiles "$found")" = "$(profiles "$1")" ]
}

# look_for_processes GPU: puts the GPU into $busy where something runs on it. Where nvidia-smi does not tell, the driver
# is left to refuse what is in use.
busy=
look_for_processes() {
  running=$(nvidia-smi -i "$1" --query-compute-apps=pid,process_name --format=csv,noheader 2>/dev/null) || return 0
  running=$(printf '%s\\n' "$running" | sed -n '/^ *[0-9]/p')
  if [ -z "$running" ]; then return 0; fi
  busy="$busy $1"
  printf 'GPU %s is used by processes (PID, name), of which the plan knows nothing:\\n%s\\n' "$1" "$running" >&2
}

# Collects in $busy the GPUs that hold something else, or that are to be changed under somebody's processes.
look_gpu() {
  case " $off " in
    *" $1 "*)
      look_for_processes "$1"
      return 0
      ;;
  esac
  list_gpu "$1" 1
  if [ -z "$found" ]; then
    look_for_processes "$1"
    return 0
  fi
  if is_wanted "$3" "$4"; then
    if [ -n "$5" ]; then look_cuts "$1" "$5" "$4"; fi
    return 0
  fi
  busy="$busy $1"
  plan_undo "$3" "$4" ''
  if [ -z "$strange" ]; then
    printf 'GPU %s already holds a part of what is planned, as a run leaves it that was cut off. If it is not used:\\n' \\
      "$1" >&2
    printf 'nvidia-smi mig -i %s -dci; nvidia-smi mig -i %s -dgi; then this script again.\\n%s\\n' \\
      "$1" "$1" "$listing" >&2
    return 0
  fi
  printf 'GPU %s already holds other instances:\\n%s\\n' "$1" "$listing" >&2
}`;
