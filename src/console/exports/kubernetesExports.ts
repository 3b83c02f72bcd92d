/** What Kubernetes takes: mig-parted's configurations in its three wrappings, the steps on a node, what pods ask for. */
import type { Host, Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { kubernetesNode, kubernetesObjectName } from '../../formats/encode/kubernetes.ts';
import { makeNodeLabels } from '../../formats/kubernetes/nodeLabels.ts';
import { makeNodeScript } from '../../formats/kubernetes/nodeScript.ts';
import { makePodResources } from '../../formats/kubernetes/podResources.ts';
import { strategyOf, strategyOfAll } from '../../formats/kubernetes/strategy.ts';
import {
  makeConfigMap,
  makeHelmValues,
  OPERATOR_NAMESPACE,
  type OperatorNames,
} from '../../formats/kubernetes/writeOperator.ts';
import { makeLayout } from '../../formats/layout.ts';
import { makeCheckpoint } from '../../formats/parted/writeCheckpoint.ts';
import {
  ALL_DISABLED,
  makeParted,
  partedEntries,
  type PartedConfig,
} from '../../formats/parted/writeParted.ts';
import { leftOutLines } from './bareMetalExports.ts';
import { startsComments, startsRemarks, type VerdictCache } from './countsOnly.ts';
import type {
  ExportContext,
  ExportDefinition,
  ValidContext,
  WriteError,
  Written,
} from './exportDefinition.ts';
import { KUBERNETES_ROWS } from './rows/kubernetesRows.ts';

export const KUBERNETES_EXPORTS = {
  'mig-parted': {
    ...KUBERNETES_ROWS['mig-parted'],
    needsValid: true,
    write: (context) =>
      withConfigs(context, (configs, cache) => ({
        text: makeParted(configs, [
          ...heading(context, 'Configurations for nvidia-mig-parted'),
          'On each host, as root, with nothing running on these GPUs, for apply takes away what else is on those that it lists.',
          'FILE is this file. First what is there, for the way back:',
          '  nvidia-mig-parted export >BEFORE',
          'Then, and assert ends with status 1 where the host differs:',
          ...configs.flatMap(({ name }) => [
            `  nvidia-mig-parted apply -f FILE -c ${name}`,
            `  nvidia-mig-parted assert -f FILE -c ${name}`,
          ]),
          'Back, as counts again: nvidia-mig-parted apply -f BEFORE -c current',
          `${ALL_DISABLED} turns MIG mode off on every GPU of a host, also on those that are not in the plan.`,
          ...partedNotes(context, configs, cache),
        ]),
        title: `${context.plan.name} mig-parted`,
      })),
  },
  'mig-checkpoint': {
    ...KUBERNETES_ROWS['mig-checkpoint'],
    needsValid: true,
    write: ({ host }) => {
      if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
      const written = makeCheckpoint(host);
      if (!written.ok) return err({ code: 'checkpoint', error: written.error });
      const { text, withoutUuid } = written.value;
      return ok({
        text,
        title: `${host.name} checkpoint`,
        remarks: [
          'Experimental: this is an internal file of mig-parted (restore --checkpoint-file FILE), which may change. It holds exact starts; it cannot carry the plan.',
          'For the way back, before: nvidia-mig-parted checkpoint --checkpoint-file BEFORE; then restore of that. Nothing may run on the GPUs.',
          ...(withoutUuid.length === 0
            ? []
            : [
                `The UUID of GPU ${withoutUuid.join(', ')} is not known: put it for UUID-OF-GPU-… (nvidia-smi -L), or the file matches no GPU.`,
              ]),
        ],
      });
    },
  },
  'gpu-operator-configmap': {
    ...KUBERNETES_ROWS['gpu-operator-configmap'],
    needsValid: true,
    write: (context) =>
      withConfigs(context, (configs, cache) => {
        const names = operatorNames(context.plan);
        return {
          text: makeConfigMap(configs, names, [
            ...heading(context, 'ConfigMap for the MIG manager of the GPU Operator'),
            'FILE is this file. Where Helm manages the operator, use the export “GPU Operator Helm values” instead, or the next',
            'upgrade takes step 3 back.',
            '1. What the operator uses now, for the way back:',
            `  kubectl get ${POLICIES} -o 'jsonpath={.items[0]${CONFIG_NAME}} {.items[0].spec.mig.strategy}'`,
            '2. kubectl apply -f FILE',
            '3. Have the operator use it. From then on it knows the configurations of this ConfigMap alone, for all nodes: add',
            '   those that the labels of other nodes name.',
            `  kubectl patch "$(kubectl get ${POLICIES} -o name)" --type merge -p '${policyPatch(names)}'`,
            ...strategyLines(context.plan.hosts),
            ...nodeLines(configs, '4. '),
            'Back: step 3 with what step 1 said, and on each node the label it had before.',
            ...partedNotes(context, configs, cache),
          ]),
          title: names.configMap,
        };
      }),
  },
  'gpu-operator-helm': {
    ...KUBERNETES_ROWS['gpu-operator-helm'],
    needsValid: true,
    write: (context) =>
      withConfigs(context, (configs, cache) => {
        const names = operatorNames(context.plan);
        return {
          text: makeHelmValues(configs, names, [
            ...heading(context, 'Values for the chart of the GPU Operator'),
            'FILE is this file. RELEASE, and VERSION of the chart that is installed (so that the operator itself stays), as',
            `helm list -n ${OPERATOR_NAMESPACE} says:`,
            `  helm upgrade RELEASE nvidia/gpu-operator -n ${OPERATOR_NAMESPACE} --version VERSION --reuse-values -f FILE`,
            ...strategyLines(context.plan.hosts),
            `Whether it worked; this has to say ${names.configMap}:`,
            `  kubectl get ${POLICIES} -o 'jsonpath={.items[0]${CONFIG_NAME}}'`,
            'The operator knows the configurations below alone then, for all nodes: add those that the labels of others name.',
            ...nodeLines(configs, ''),
            `Back: helm rollback RELEASE -n ${OPERATOR_NAMESPACE}, and on each node the label it had before.`,
            ...partedNotes(context, configs, cache),
          ]),
          title: `${context.plan.name} values`,
        };
      }),
  },
  'node-steps': {
    ...KUBERNETES_ROWS['node-steps'],
    needsValid: true,
    write: (context) =>
      withHost(context, (host, cache) => {
        const { configMap } = operatorNames(context.plan);
        const names = { plan: context.plan.name, configMap, config: configName(context.plan, host) };
        const comments = [
          '',
          ...layoutLines(context.plan, [host]),
          ...startsComments([host], cache),
          ...leftOutOf(context),
          ...platformRemarks([host]),
        ];
        return {
          text: makeNodeScript(host, names, comments, `mig-planner-plan: ${context.sharedPlan()}`),
          title: `${host.name} node steps`,
          remarks: [...startsRemarks([host], cache), ...platformRemarks([host])],
        };
      }),
  },
  'node-labels': {
    ...KUBERNETES_ROWS['node-labels'],
    needsValid: true,
    write: (context) =>
      withHost(context, (host, cache) => ({
        text: makeNodeLabels(host, configName(context.plan, host), strategyOfAll(context.plan.hosts), [
          `Labels of ${host.name} when it is as planned; others stay as they are. To be held against:`,
          `  kubectl get node ${kubernetesNode(host.name).node} --show-labels`,
          'Nobody sets them by hand but nvidia.com/mig.config; the export “Node steps” does that.',
          ...startsComments([host], cache),
          ...platformRemarks([host]),
          `mig-planner-plan: ${context.sharedPlan()}`,
        ]),
        title: `${host.name} labels`,
        remarks: [...startsRemarks([host], cache), ...platformRemarks([host])],
      })),
  },
  'pod-resources': {
    ...KUBERNETES_ROWS['pod-resources'],
    needsValid: true,
    write: ({ plan }) => {
      if (plan.hosts.every((host) => strategyOf(host) === null)) return nothing(plan);
      return ok({
        text: makePodResources(plan, [
          `Resources of pods for the plan ${plan.name}, strategy ${strategyOfAll(plan.hosts)}.`,
          'Each is for a container of a pod (spec.containers[].resources). The scheduler chooses the node and the device: no',
          'place of the plan is in here. Whether a pod got its device: kubectl describe pod POD, under Events.',
          ...platformRemarks(plan.hosts),
        ]),
        title: `${plan.name} pods`,
        remarks: [
          'Pods ask for a profile; the scheduler chooses node and device. The text cannot carry the plan or its places.',
          ...platformRemarks(plan.hosts),
        ],
      });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

function nothing(plan: Plan): Result<Written, WriteError> {
  return err({ code: 'script', error: { code: 'nothing-to-create', host: plan.name } });
}

function withConfigs(
  context: ValidContext,
  write: (configs: readonly PartedConfig[], cache: VerdictCache) => Written,
): Result<Written, WriteError> {
  const taken = new Set<string>([ALL_DISABLED]);
  const configs = context.plan.hosts
    .filter((host) => partedEntries(host).length > 0)
    .map((host): PartedConfig => {
      const name = kubernetesObjectName(host.name, taken);
      taken.add(name);
      return { name, host, comments: name === host.name ? [] : [host.name] };
    });
  if (configs.length === 0) return nothing(context.plan);
  const cache: VerdictCache = new Map();
  const hosts = configs.map(({ host }) => host);
  const remarks = [...startsRemarks(hosts, cache), ...platformRemarks(hosts)];
  return ok({ ...write(configs, cache), remarks });
}

function withHost(
  context: ExportContext,
  write: (host: Host, cache: VerdictCache) => Written,
): Result<Written, WriteError> {
  const { host, plan } = context;
  if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
  return partedEntries(host).length === 0 ? nothing(plan) : ok(write(host, new Map()));
}

/** The name that the configuration of a host has in every text about the plan. */
function configName(plan: Plan, host: Host): string {
  const taken = new Set<string>([ALL_DISABLED]);
  for (const one of plan.hosts) {
    if (partedEntries(one).length === 0) continue;
    const name = kubernetesObjectName(one.name, taken);
    if (one.id === host.id) return name;
    taken.add(name);
  }
  return kubernetesObjectName(host.name, taken);
}

/** "mig-" and the plan, in the length of a label value. */
function operatorNames(plan: Plan): OperatorNames {
  return { configMap: kubernetesObjectName(`mig-${plan.name}`), strategy: strategyOfAll(plan.hosts) };
}

function heading({ plan }: ValidContext, what: string): string[] {
  return [`${what}, of the plan ${plan.name}`];
}

function partedNotes(context: ValidContext, configs: readonly PartedConfig[], cache: VerdictCache): string[] {
  const hosts = configs.map(({ host }) => host);
  return [
    '',
    ...layoutLines(context.plan, hosts),
    ...reservedLines(hosts),
    ...leftOutOf(context),
    ...startsComments(hosts, cache),
    ...platformRemarks(hosts),
    `mig-planner-plan: ${context.sharedPlan()}`,
  ];
}

/** A comment for each GPU of a large fleet is no help to anybody; the plan is in the text anyhow. */
const MAX_LAYOUT_LINES = 64;

function layoutLines(plan: Plan, hosts: readonly Host[]): string[] {
  const lines = makeLayout({ ...plan, hosts: [...hosts] })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const shown = lines.slice(0, MAX_LAYOUT_LINES).map((line) => `  ${line}`);
  const more = lines.length > shown.length ? [`  and ${lines.length - shown.length} GPUs more`] : [];
  return ['Layout, host/GPU board: profile@first memory slice=VM', ...shown, ...more];
}

function reservedLines(hosts: readonly Host[]): string[] {
  return hosts.flatMap((host) =>
    host.gpus
      .filter(({ use }) => use === 'reserved')
      .map(({ index }) => `${host.name} GPU ${index}: reserved in the plan, so it is not listed.`),
  );
}

function leftOutOf({ whole, leftOut }: ExportContext): string[] {
  return whole.hosts.flatMap((host) =>
    leftOutLines(
      whole,
      leftOut.filter((one) => one.host?.id === host.id),
    ).map((line) => `${host.name} ${line}`),
  );
}

const POLICIES = 'clusterpolicies.nvidia.com';
const CONFIG_NAME = '.spec.migManager.config.name';

function policyPatch({ configMap, strategy }: OperatorNames): string {
  return JSON.stringify({ spec: { migManager: { config: { name: configMap } }, mig: { strategy } } });
}

function nodeLines(configs: readonly PartedConfig[], step: string): string[] {
  return [
    `${step}Each node, once it is drained, gets its label (the export “Node steps” of each does it all):`,
    ...configs.map(({ name, host }) => `  nvidia.com/mig.config=${name} on ${host.name}`),
  ];
}

/** What the texts set for all nodes, and why. */
function strategyLines(hosts: readonly Host[]): string[] {
  const reasons = hosts.flatMap((host) => {
    const strategy = strategyOf(host);
    if (strategy === null) return [];
    return [
      strategy === 'single'
        ? `  ${host.name}: all MIG devices are of one profile, so single would do (mixed does, too)`
        : `  ${host.name}: mixed, for its GPUs do not all hold one and the same profile`,
    ];
  });
  return reasons.length === 0
    ? []
    : [`It sets spec.mig.strategy to ${strategyOfAll(hosts)}, for all nodes:`, ...reasons];
}

function platformRemarks(hosts: readonly Host[]): string[] {
  const others = hosts.filter(({ platform }) => platform === 'esxi');
  if (others.length === 0) return [];
  const names = others.slice(0, 3).map(({ name }) => name);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : '';
  return [
    `${names.join(', ')}${more}: planned as ESXi, and mig-parted and the GPU Operator run on Linux; this is for the GPUs in a Linux node.`,
    'A VM with a vGPU is no such node: MIG is not reconfigured from inside of it, its vGPU type decides what it has.',
  ];
}
