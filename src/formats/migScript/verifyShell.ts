/** Shell for --verify: it only looks. */
export const VERIFY_FUNCTIONS = `# Collects in $differs the GPUs that are not as planned.
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
}`;
