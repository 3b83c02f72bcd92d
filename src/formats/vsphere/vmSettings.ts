/** What is set for each VM before it can power on with its vGPUs, as a page. */
import type { AssignedVm } from '../vgpu/assignedVms.ts';
import { bullets, heading, name, paragraph, planLine, said } from './runbookPage.ts';
import type { VgpuScriptOptions } from './powercli.ts';
import { SETTINGS_WORDS, vmSettingsTable, wordsOnUnknown } from './vmSteps.ts';

export function makeVmSettings(vms: readonly AssignedVm[], options: VgpuScriptOptions): string {
  const { planName, mmio, sharedPlan, leftOut } = options;
  const lines = [
    ...heading(1, 'VM settings for vGPUs'),
    ...paragraph(`Plan: ${name(planName)}.`, ...leftOut.map(said)),
    ...vmSettingsTable(vms, mmio),
    ...bullets(
      ...SETTINGS_WORDS,
      ...wordsOnUnknown(vms, mmio),
      'DRS of the cluster: "Partially automated" or "Manual" for these VMs.',
    ),
    ...planLine(sharedPlan),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
