/**
 * The part of the exported script that is the same for every plan. It runs under dash and the BusyBox ash of ESXi: no
 * arrays, no `[[`, no `local`, and of the tools only awk, id, sed, sort, tr and uname. What differs is `this_host` (thisHost.ts)
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

export const FUNCTIONS = `# stop STATUS LINE...: says why and ends.
stop() {
  status=$1
  shift
  printf '%s\\n' "$@" >&2
  exit "$status"
}

show_gpu() {
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
}

# query GPU FIELD: sets $answer. Warnings come on standard error, which is left to the terminal.
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
}

# Collects in $pending the GPUs that need more than the command.
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

/** A compute instance belongs to an instance by its ID, which only -lgi tells. */
export const COMPUTE_FUNCTIONS = `show_cuts() {
  for cut in $2; do
    printf 'nvidia-smi mig -i %s -gi ID -cci %s   # the ID that -lgi shows beside %s\\n' "$1" "\${cut#*=}" "\${cut%=*}"
  done
  printf 'nvidia-smi mig -i %s -gi ID -cci   # for each other ID, if there is one\\n' "$1"
  printf 'nvidia-smi mig -i %s -lci\\n' "$1"
}

# plan_cuts CUTS HOW: sets $cuts to what belongs into which instance of $listing, as "ID=ciID,ciID ID=whole ...".
# Where the driver chose the starts, any instance of the profile will do.
plan_cuts() {
  cuts=$(printf '%s\\n' "$listing" | awk -F'|' -v cuts="$1" -v how="$2" '
    $2 ~ /^ *[0-9]+ +MIG / {
      split($2, cell, " ")
      count++
      place[count] = cell[4] ":" cell[6]
      kind[count] = cell[4]
      id[count] = cell[5]
    }
    END {
      n = split(cuts, cut, " ")
      passes = how == "anywhere" ? 2 : 1
      for (pass = 1; pass <= passes; pass++)
        for (i = 1; i <= n; i++) {
          if (i in done) continue
          split(cut[i], part, "=")
          wanted = part[1]
          sub(/:.*/, "", wanted)
          for (j = 1; j <= count; j++) {
            if (j in ids) continue
            if (place[j] == part[1] || (pass == 2 && kind[j] == wanted)) {
              ids[j] = part[2]
              done[i] = 1
              break
            }
          }
        }
      for (j = 1; j <= count; j++) print id[j] "=" (j in ids ? ids[j] : "whole")
    }' | sort -n | tr '\\n' ' ')
  cuts=\${cuts% }
}

# list_cis GPU STATUS: sets $ci_listing, and $cis in the form of $cuts. A whole one is known by its name: 3g.20gb, not
# 1c.3g.20gb.
list_cis() {
  if ci_listing=$(nvidia-smi mig -i "$1" -lci 2>&1); then
    :
  else
    case $ci_listing in
      *'No compute instances found'* | *'No GPU instances found'*) ;;
      *) stop "$2" "GPU $1: nvidia-smi does not list its compute instances:" "$ci_listing" ;;
    esac
  fi
  # |   0      1       MIG 1c.3g.20gb       0         2          2:1     |
  cis=$(printf '%s\\n' "$ci_listing" | awk -F'|' '
    $2 ~ /^ *[0-9]+ +[0-9]+ +MIG / {
      split($2, cell, " ")
      print cell[2], (cell[4] ~ /^[0-9]+c\\./ ? cell[5] : "whole")
    }' | sort -k1,1n -k2,2nr | awk '
    { if ($1 in ids) ids[$1] = ids[$1] "," $2; else ids[$1] = $2 }
    END { for (id in ids) print id "=" ids[id] }' | sort -n | tr '\\n' ' ')
  cis=\${cis% }
}

look_cuts() {
  plan_cuts "$2" "$3"
  list_cis "$1" 1
  if [ -z "$cis" ] || [ "$cis" = "$cuts" ]; then return 0; fi
  busy="$busy $1"
  printf 'GPU %s has the planned instances, and other compute instances in them (-dci frees those):\\n%s\\n' \\
    "$1" "$ci_listing" >&2
}

# fill_gpu GPU: gives its default compute instance to each instance without any, as a run that was cut off leaves one.
# Others are somebody's own cut and stay; $how says so.
fill_gpu() {
  plan_cuts '' exact
  list_cis "$1" 1
  for cut in $cuts; do
    id=\${cut%%=*}
    case " $cis" in
      *" $id="*) continue ;;
    esac
    printf '+ nvidia-smi mig -i %s -gi %s -cci\\n' "$1" "$id"
    nvidia-smi mig -i "$1" -gi "$id" -cci ||
      stop 4 "GPU $1: instance $id has no compute instance, and got none; nvidia-smi ended with status $?."
  done
  list_cis "$1" 4
  if [ "$cis" != "$cuts" ]; then how="$how, cut into other compute instances, which stay (nvidia-smi mig -i $1 -lci)"; fi
}

cut_gpu() {
  plan_cuts "$2" "$3"
  list_cis "$1" 4
  if [ "$cis" = "$cuts" ]; then return 0; fi
  if [ -n "$cis" ]; then stop 4 "GPU $1 holds other compute instances since the checks:" "$ci_listing"; fi
  for cut in $cuts; do
    id=\${cut%%=*}
    list=\${cut#*=}
    if [ "$list" = whole ]; then list=; fi
    printf '+ nvidia-smi mig -i %s -gi %s -cci%s\\n' "$1" "$id" "\${list:+ $list}"
    nvidia-smi mig -i "$1" -gi "$id" -cci \${list:+"$list"} || break
  done
  list_cis "$1" 4
  if [ "$cis" != "$cuts" ]; then
    stop 4 "GPU $1 has its instances, but not the planned compute instances. The GPUs after it were not touched." \\
      "Expected (instance ID=profile IDs): $cuts" "Found:                              \${cis:-nothing}" \\
      "To try again: nvidia-smi mig -i $1 -dci; then this script"
  fi
}`;

/** Taking away is by instance ID, so that nothing goes that was not looked at. */
export const UNDO_FUNCTIONS = `# Collects in $differs the GPUs that are not as planned.
differs=
verify_gpu() {
  case " $off " in
    *" $1 "*)
      differs="$differs $1"
      printf 'GPU %s: MIG mode is off.\\n' "$1"
      return 0
      ;;
  esac
  list_gpu "$1" 1
  if ! is_wanted "$3" "$4"; then
    differs="$differs $1"
    printf 'GPU %s: not as planned.\\n  Expected (profile ID:start:size): %s\\n  Found:                            %s\\n' \\
      "$1" "$3" "\${found:-nothing}"
    return 0
  fi
  plan_cuts "$5" "$4"
  list_cis "$1" 1
  if [ "$cis" != "$cuts" ]; then
    differs="$differs $1"
    printf 'GPU %s: the instances are as planned, their compute instances are not.\\n' "$1"
    printf '  Expected (instance ID=profile IDs): %s\\n  Found:                              %s\\n' "$cuts" "\${cis:-nothing}"
    return 0
  fi
  printf 'GPU %s: as planned: %s\\n' "$1" "$found"
}

# plan_undo WANT HOW WAS: of what $listing has, sets $drops to the IDs of the planned instances that were not there
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
