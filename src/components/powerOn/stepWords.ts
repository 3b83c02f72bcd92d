/** A step of the replay as it is spoken in the status line. */
import type { Plan } from '../../model/plan.ts';
import { counted, makeList } from '../../placement/messages.ts';
import { drawnElsewhere, landingName, refusalMessage } from '../../placement/powerOn/powerOnMessages.ts';
import { expectedPlan } from '../../placement/powerOn/powerOnReplay.ts';
import type { PowerOnReading, ShownModel } from './readPowerOn.ts';

/** "Step 4 of 6: ocr-2 starts on GPU 0, slices 2–3 (drawn on GPU 1)." Step 0: nothing has started. */
export function stepWords(
  plan: Plan,
  { host, order }: PowerOnReading,
  shown: ShownModel,
  step: number,
): string {
  const one = shown.steps[step - 1];
  if (one === undefined) {
    return `All ${counted(order.length, 'VM')} are off. The first to start is ${order[0]?.vm.name}.`;
  }
  const head = `Step ${step} of ${order.length}`;
  if (one.refused !== null) {
    return `${head}: ${refusalMessage(one.vm, one.refused, expectedPlan(plan, host, shown.steps.slice(0, step)), host)}`;
  }
  const places = one.landings.map((landing) => {
    const vgpu = one.vm.vgpus.find(({ attachment }) => attachment === landing.attachment);
    const drawn = vgpu === undefined ? null : drawnElsewhere(host, vgpu, landing);
    return drawn === null ? landingName(host, landing) : `${landingName(host, landing)} (${drawn})`;
  });
  return `${head}: ${one.vm.vm.name} starts on ${makeList(places)}.`;
}
