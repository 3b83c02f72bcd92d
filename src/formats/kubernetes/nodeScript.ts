/**
 * The steps on one node: cordon, drain, label, wait for the GPU Operator, verify, uncordon. POSIX sh; it changes nothing
 * until it is called with --apply, and leaves the node cordoned where anything is not as planned.
 */
import type { Host } from '../../model/plan.ts';
import { kubernetesName } from '../../model/profile.ts';
import { shellArgument, shellComment } from '../encode/shell.ts';
import { kubernetesNode } from '../encode/kubernetes.ts';
import { hostDevices, strategyOf } from './strategy.ts';
import { OPERATOR_NAMESPACE } from './writeOperator.ts';

export interface NodeScriptNames {
  /** Of the plan, for the heading. */
  readonly plan: string;
  readonly configMap: string;
  readonly config: string;
}

/** `comments` stand above the explanation of the arguments; `carried` is the line with the plan, or null. */
export function makeNodeScript(
  host: Host,
  { plan, configMap, config }: NodeScriptNames,
  comments: readonly string[],
  carried: string | null,
): string {
  const { node, isOwn } = kubernetesNode(host.name);
  const devices = hostDevices(host);
  const total = devices.reduce((sum, [, count]) => sum + count, 0);
  const head = [
    `Brings node ${node} to the configuration ${config} with the MIG manager of the GPU Operator.`,
    `Plan: ${plan}`,
    `Host: ${host.name}`,
    ...(isOwn ? [] : [`${host.name} is no name of a node: put the right one for NODE below.`]),
    ...comments,
    '',
    ...HOW_TO_RUN,
  ];
  const text = [
    ['#!/bin/sh', ...head.map(shellComment), ...(carried === null ? [] : [shellComment(carried)])].join('\n'),
    [
      `NODE=${shellArgument(node)}`,
      `CONFIG=${shellArgument(config)}`,
      `CONFIG_MAP=${shellArgument(configMap)}`,
      `NAMESPACE=${OPERATOR_NAMESPACE}`,
      'WAIT_SECONDS=${WAIT_SECONDS:-1800}',
      shellComment('What the node has to offer afterwards, RESOURCE=COUNT'),
      `MIXED=${shellArgument(devices.map(([name, count]) => `${kubernetesName(name)}=${count}`).join(' '))}`,
      `SINGLE=${shellArgument(strategyOf(host) === 'single' ? `nvidia.com/gpu=${total}` : '')}`,
    ].join('\n'),
    ARGUMENTS,
    FUNCTIONS,
    DRY_RUN,
    CHECKS,
    STEPS,
  ];
  return `${text.join('\n\n')}\n`;
}

const HOW_TO_RUN = [
  'How to run it, where kubectl reaches the cluster:',
  '  sh FILE            dry run: prints the commands, changes nothing',
  '  sh FILE --apply    does it',
  '  sh FILE --help     says this',
  'The ConfigMap has to be there first, and the operator has to be told of it (the export “GPU Operator ConfigMap” says',
  'how). All pods of the node are evicted, except those of daemon sets. WAIT_SECONDS (1800) is how long draining and the',
  'operator may take, each; with a reboot it takes minutes. Whether all is as planned is looked at before the node is',
  'uncordoned. A run that was cut off leaves the node cordoned: run it again.',
  'At its end it prints the label for the way back, which takes cordon and drain just so.',
  '',
  'Exit status:',
  '  0  done, or a dry run',
  '  1  something it needs is missing: kubectl, the node, the ConfigMap, the strategy; nothing was changed',
  '  2  an argument was not understood',
  '  3  the node was not drained: it is cordoned, and its configuration was not touched',
  '  4  the configuration did not end as planned: the node is still cordoned',
];

const ARGUMENTS = `apply=no
for argument in "$@"; do
  case $argument in
    --apply) apply=yes ;;
    --help)
      sed -n '2,/^[^#]/{/^#/s/^# \\{0,1\\}//p;}' "$0" | sed '/^mig-planner-plan:/d'
      exit 0
      ;;
    *)
      printf 'Not understood: %s (see --help)\\n' "$argument" >&2
      exit 2
      ;;
  esac
done`;

const FUNCTIONS = `# stop STATUS LINE...
stop() {
  status=$1
  shift
  printf '%s\\n' "$@" >&2
  exit "$status"
}

# label KEY: what the node says under nvidia.com/KEY; the dots in it are escaped for jsonpath.
label() {
  kubectl get node "$NODE" -o "jsonpath={.metadata.labels.nvidia\\\\.com/$1}"
}

run() {
  printf '+ %s\\n' "$*"
  "$@"
}

# Sets $missing to what the node does not offer as wanted.
look() {
  missing=
  for want in $WANTED; do
    resource=\${want%=*}
    escaped=$(printf '%s\\n' "$resource" | sed 's/\\./\\\\./g')
    found=$(kubectl get node "$NODE" -o "jsonpath={.status.allocatable.$escaped}") || found=unreadable
    if [ "\${found:-0}" != "\${want##*=}" ]; then missing="$missing $resource:\${found:-0}/\${want##*=}"; fi
  done
}`;

const DRY_RUN = `if [ "$apply" = no ]; then
  printf 'A dry run: nothing is changed. With --apply, after checks:\\n'
  printf 'kubectl cordon %s\\n' "$NODE"
  printf 'kubectl drain %s --ignore-daemonsets --timeout=%ss\\n' "$NODE" "$WAIT_SECONDS"
  printf 'kubectl label node %s nvidia.com/mig.config=%s --overwrite\\n' "$NODE" "$CONFIG"
  printf '... until nvidia.com/mig.config.state is success and the node offers:\\n'
  printf '  %s\\n' "\${MIXED:-no MIG device}"
  if [ -n "$SINGLE" ]; then printf '  or with strategy single: %s\\n' "$SINGLE"; fi
  printf 'kubectl uncordon %s\\n' "$NODE"
  exit 0
fi`;

const CHECKS = `command -v kubectl >/dev/null 2>&1 || stop 1 'kubectl was not found.'
before=$(label 'mig\\.config') || stop 1 "There is no node $NODE, or it cannot be read."
strategy=$(label 'mig\\.strategy') || stop 1 "The labels of $NODE cannot be read."
kubectl get configmap "$CONFIG_MAP" -n "$NAMESPACE" >/dev/null ||
  stop 1 "There is no ConfigMap $CONFIG_MAP in $NAMESPACE: apply it first (kubectl apply -f FILE)."
used=$(kubectl get clusterpolicies.nvidia.com -o 'jsonpath={.items[0].spec.migManager.config.name}') ||
  stop 1 'The ClusterPolicy of the GPU Operator cannot be read.'
[ "$used" = "$CONFIG_MAP" ] ||
  stop 1 "The operator uses the ConfigMap \${used:-of its own}: set spec.migManager.config.name of the ClusterPolicy to $CONFIG_MAP."
case $strategy in
  mixed) WANTED=$MIXED ;;
  single)
    WANTED=$SINGLE
    if [ -z "$WANTED" ] && [ -n "$MIXED" ]; then
      stop 1 'The strategy is single, and the GPUs of this node will not all be of one profile: set spec.mig.strategy to mixed.'
    fi
    ;;
  *) stop 1 "The node says no strategy (nvidia.com/mig.strategy is \\"$strategy\\"): set spec.mig.strategy of the ClusterPolicy." ;;
esac
printf 'Before: nvidia.com/mig.config=%s, strategy %s\\n' "\${before:-none}" "$strategy"
was_cordoned=$(kubectl get node "$NODE" -o 'jsonpath={.spec.unschedulable}')`;

const STEPS = `run kubectl cordon "$NODE" || stop 1 'The node was not cordoned.'
run kubectl drain "$NODE" --ignore-daemonsets --timeout="\${WAIT_SECONDS}s" ||
  stop 3 'The node is not empty. Nothing was configured; it stays cordoned.' \\
    "To go on: move what is named above, then run this again. To give up: kubectl uncordon $NODE"
run kubectl label node "$NODE" "nvidia.com/mig.config=$CONFIG" --overwrite || stop 4 'The node was not labelled.'

# A state of before may still stand there, so what the node offers decides, too, and it has to last.
waited=0
good=0
while :; do
  state=$(label 'mig\\.config\\.state') || state=unreadable
  look
  if [ "$state" = success ] && [ -z "$missing" ]; then good=$((good + 1)); else good=0; fi
  if [ $good -ge 2 ]; then break; fi
  if [ "$state" = failed ] || { [ $good -eq 0 ] && [ "$waited" -ge "$WAIT_SECONDS" ]; }; then
    if [ "$before" = "$CONFIG" ] && [ "$state" != failed ]; then
      printf 'The label was the same before, and one that does not change may trigger nothing: set another first.\\n' >&2
    fi
    stop 4 "After $waited seconds the state is \\"$state\\", and these are not as planned (resource:found/planned):\${missing:- none}" \\
      "Look: kubectl logs -n $NAMESPACE -l app=nvidia-mig-manager" \\
      "Back, if the ConfigMap has it: kubectl label node $NODE nvidia.com/mig.config=\${before:-all-disabled} --overwrite" \\
      "The node stays cordoned: kubectl uncordon $NODE"
  fi
  sleep "\${POLL_SECONDS:-10}"
  waited=$((waited + \${POLL_SECONDS:-10}))
done
printf 'As planned: %s\\n' "\${WANTED:-no MIG device}"
if [ "$before" != "$CONFIG" ]; then
  printf 'For the way back, cordoned and drained: kubectl label node %s nvidia.com/mig.config=%s --overwrite\\n' \\
    "$NODE" "\${before:-all-disabled}"
fi

if [ "$was_cordoned" = true ]; then
  printf 'The node was cordoned before, so it stays so: kubectl uncordon %s\\n' "$NODE"
else
  run kubectl uncordon "$NODE" || stop 4 'The node was not uncordoned.'
fi`;
