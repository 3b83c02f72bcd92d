/** Shell for compute instances other than the default one: which belong where, whether they are there, and making them. */

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
