/**
 * Shell for --roll-back: what this script made is taken away, and what was there before is made again. Taking away is by instance
 * ID, so that nothing goes that was not looked at.
 */
export const ROLL_BACK_FUNCTIONS = `# plan_undo WANT HOW WAS: of what $listing has, sets $drops to the IDs of the planned instances that were not there
# before ("1,2"), and $strange to what is neither planned nor was there.
plan_undo() {
  undo=$(printf '%s\\n' "$listing" | awk -F'|' -v want="$1" -v how="$2" -v was="$3" '
    BEGIN {
      n = split(was, part, " ")
      for (i = 1; i <= n; i++) before[part[i]] = 1
      n = split(want, part, " ")
      for (i = 1; i <= n; i++) {
        planned[part[i]] = 1
        sub(/:.*/, "", part[i])
        room[part[i]]++
      }
    }
    $2 ~ /^ *[0-9]+ +MIG / {
      split($2, cell, " ")
      place = cell[4] ":" cell[6]
      if (place in before) next
      if (how == "anywhere" ? room[cell[4]] > 0 : place in planned) {
        room[cell[4]]--
        print "drop", cell[5]
      } else print "strange", place
    }')
  drops=$(printf '%s\\n' "$undo" | sed -n 's/^drop //p' | tr '\\n' ',')
  drops=\${drops%,}
  strange=$(printf '%s\\n' "$undo" | sed -n 's/^strange //p' | tr '\\n' ' ')
  strange=\${strange% }
}

# missing WAS: what of it is not in $found, as -cgi takes it.
missing() {
  back=
  for place in $1; do
    case " $found " in
      *" $place "*) ;;
      *) back="$back,\${place%:*}" ;;
    esac
  done
  printf '%s\\n' "\${back#,}"
}

look_undo() {
  case " $off " in
    *" $1 "*) return 0 ;;
  esac
  list_gpu "$1" 1
  plan_undo "$3" "$4" "$6"
  if [ -n "$strange" ]; then
    busy="$busy $1"
    printf 'GPU %s holds instances that are neither planned nor were seen before (profile ID:start:size): %s\\n' \\
      "$1" "$strange" >&2
  elif [ -n "$drops" ]; then
    look_for_processes "$1"
  fi
}

# undo COMMAND...: runs it, or prints it in a dry run.
undo() {
  if [ "$apply" = no ]; then
    printf '%s\\n' "$*"
    return 0
  fi
  printf '+ %s\\n' "$*"
  "$@"
}

show_off() {
  printf 'nvidia-smi -i %s -mig 0\\n' "$1"
}

undo_gpu() {
  case " $off " in
    *" $1 "*)
      printf 'GPU %s: MIG mode is off, so there is nothing to take away.\\n' "$1"
      return 0
      ;;
  esac
  list_gpu "$1" 1
  plan_undo "$3" "$4" "$6"
  if [ -n "$drops" ]; then
    # An instance without compute instances has none to free: whether the instance goes is what counts.
    undo nvidia-smi mig -i "$1" -dci -gi "$drops" || :
    undo nvidia-smi mig -i "$1" -dgi -gi "$drops" ||
      stop 4 "GPU $1: its instances are not gone; nvidia-smi ended with status $?. The GPUs after it were not touched."
  fi
  list_gpu "$1" 4
  back=$(missing "$6")
  if [ -n "$back" ]; then
    case $2 in
      *:*)
        undo nvidia-smi mig -i "$1" -cgi "$back" -C ||
          stop 4 "GPU $1: what was there before is not back; nvidia-smi ended with status $?."
        ;;
      *) printf 'GPU %s: was there before, not made again without starts (profile ID:start): %s\\n' "$1" "$back" ;;
    esac
  fi
  if [ "$apply" = no ]; then
    if [ -z "$drops$back" ]; then printf '# GPU %s: nothing to take away\\n' "$1"; fi
    return 0
  fi
  list_gpu "$1" 4
  plan_undo "$3" "$4" "$6"
  if [ -n "$drops" ]; then stop 4 "GPU $1 still holds planned instances:" "$listing"; fi
  printf 'GPU %s: rolled back; on it now: %s\\n' "$1" "\${found:-nothing}"
}`;
