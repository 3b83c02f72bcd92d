/** Slurm and containers: devices by type or by number, never by start. */
import { err, ok } from '../../model/result.ts';
import { makeContainers } from '../../formats/containers/writeContainers.ts';
import { hostDevices } from '../../formats/kubernetes/strategy.ts';
import { makeSlurm } from '../../formats/slurm/writeSlurm.ts';
import { leftOutLines } from './bareMetalExports.ts';
import type { ExportContext, ExportDefinition, WriteError, Written } from './exportDefinition.ts';
import type { Result } from '../../model/result.ts';
import { SLURM_ROWS } from './rows/slurmRows.ts';

const NO_STARTS =
  'The lines count devices and hold no starts: create the instances with the nvidia-smi script of the plan first.';

export const SLURM_EXPORTS = {
  slurm: {
    ...SLURM_ROWS.slurm,
    needsValid: true,
    write: ({ plan, whole, leftOut, sharedPlan }) => {
      const hosts = plan.hosts.filter(({ gpus }) => gpus.some(({ use }) => use === 'mig'));
      if (hosts.length === 0)
        return err({ code: 'script', error: { code: 'nothing-to-create', host: plan.name } });
      const empty = hosts.filter(({ gpus }) =>
        gpus.some(({ use, instances }) => use === 'mig' && instances.length === 0),
      );
      return ok({
        text: makeSlurm(hosts, [
          `Lines for Slurm, of the plan ${plan.name}`,
          NO_STARTS,
          'Types as AutoDetect=nvml is said to call them: check with slurmd -G on each node before you restart slurmctld.',
          'slurmd ends with an error where a GPU is in MIG mode and has no MIG device, so it has to start after they are created.',
          'Keep both files as they are now, for the way back. Afterwards restart slurmd on these nodes and slurmctld, and look:',
          '  scontrol show node NODE   has Gres= as below, and no Reason= that says that there is less',
          ...hosts.flatMap((host) =>
            leftOutLines(
              whole,
              leftOut.filter((one) => one.host?.id === host.id),
            ).map((line) => `${host.name} ${line}`),
          ),
          `mig-planner-plan: ${sharedPlan()}`,
        ]),
        title: `${plan.name} slurm`,
        remarks: [
          NO_STARTS,
          ...(empty.length === 0
            ? []
            : [
                `slurmd ends with an error on ${empty.map(({ name }) => name).join(', ')}: a GPU there is in MIG mode without an instance.`,
              ]),
          ...(hosts.some(({ platform }) => platform === 'esxi')
            ? ['On ESXi no slurmd runs: the lines of such hosts are for Linux hosts with these GPUs.']
            : []),
        ],
      });
    },
  },
  'docker-run': {
    ...SLURM_ROWS['docker-run'],
    needsValid: true,
    write: (context) => containers(context, 'docker'),
  },
  cdi: {
    ...SLURM_ROWS.cdi,
    needsValid: true,
    write: (context) => containers(context, 'cdi'),
  },
} as const satisfies Record<string, ExportDefinition>;

function containers({ plan, host }: ExportContext, tool: 'docker' | 'cdi'): Result<Written, WriteError> {
  if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
  if (hostDevices(host).length === 0) {
    return err({ code: 'script', error: { code: 'nothing-to-create', host: host.name } });
  }
  return ok({
    text: makeContainers(plan, host, tool, [`Containers on ${host.name}, plan ${plan.name}`]),
    title: `${host.name} ${tool}`,
    remarks: [
      'These are single commands: they cannot carry the plan. UUIDs of MIG devices exist only after creation, so devices go by GPU and MIG index.',
      ...(host.platform === 'esxi' ? ['They run in the Linux guests of this host, and not on ESXi.'] : []),
    ],
  });
}
