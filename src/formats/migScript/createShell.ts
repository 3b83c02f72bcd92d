/** Shell that prints the commands of a dry run, turns MIG mode on, and creates the instances GPU by GPU, each looked at right after. */
export const SHOW_FUNCTIONS = `show_gpu() {
  printf '\\n# GPU %s, %s\\n' "$1" "$7"
  if [ "$enable" = yes ]; then
    printf 'nvidia-smi -i %s -mig 1   # only where MIG mode is off\\n' "$1"
  fi
  if [ -z "$5" ]; then
    printf 'nvidia-smi mig -i %s -cgi %s -C\\n' "$1" "$2"
  else
    printf 'nvidia-smi mig -i %s -cgi %s\\n' "$1" "$2"
  fi
  printf 'nvidia-smi mig -i %s -lgi\\n' "$1"
  if [ -n "$5" ]; then show_cuts "$1" "$5"; fi
}`;

export const CREATE_FUNCTIONS = `# Collects in $pending the GPUs that need more than the command.
pending=
enable_gpu() {
  case " $off " in
    *" $1 "*) ;;
    *) return 0 ;;
  esac
  printf '+ nvidia-smi -i %s -mig 1\\n' "$1"
  nvidia-smi -i "$1" -mig 1 || printf 'nvidia-smi ended with status %s.\\n' $? >&2
  query "$1" mig.mode.current
  if [ "$answer" != Enabled ]; then pending="$pending $1"; fi
}

moved=0
make_gpu() {
  how='as planned'
  with=-C
  if [ -n "$5" ]; then with=; fi
  list_gpu "$1" 1
  if is_wanted "$3" "$4"; then
    how='already as planned'
    if [ -n "$with" ]; then fill_gpu "$1"; fi
  elif [ -n "$found" ]; then
    stop 3 "GPU $1 holds other instances since the checks:" "$listing"
  else
    printf '+ nvidia-smi mig -i %s -cgi %s%s\\n' "$1" "$2" "\${with:+ $with}"
    nvidia-smi mig -i "$1" -cgi "$2" \${with:+"$with"}
    created=$?
    list_gpu "$1" 4
    if [ $created -ne 0 ] || ! is_wanted "$3" "$4"; then
      case "\${found:-nothing} $2" in
        'nothing '*:*) hint='If it complains of its arguments: this driver takes no starts; export the script without them.' ;;
        nothing*) hint='There is nothing to undo on it.' ;;
        *) hint="All that is on it was made just now; to undo: nvidia-smi mig -i $1 -dci; nvidia-smi mig -i $1 -dgi" ;;
      esac
      stop 4 "GPU $1 is not as planned; nvidia-smi ended with status $created. The GPUs after it were not touched." \\
        "Expected (profile ID:start:size): $3" "Found:                            \${found:-nothing}" "$hint" \\
        'To undo what this run made on the GPUs before it: this script with --roll-back --apply'
    fi
  fi
  if [ -n "$5" ]; then cut_gpu "$1" "$5" "$4"; fi
  if [ "$found" = "$3" ]; then
    printf 'GPU %s: %s: %s\\n' "$1" "$how" "$found"
  else
    moved=$((moved + 1))
    printf 'GPU %s: all instances are there, but the driver put them elsewhere than the plan draws them.\\n' "$1"
    printf 'Drawn (profile ID:start:size): %s\\nFound:                         %s\\n' "$3" "$found"
  fi
}`;
