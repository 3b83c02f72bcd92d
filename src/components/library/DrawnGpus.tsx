import type { GiId } from '../../model/ids.ts';
import { makeInstance } from '../../model/plan.ts';
import type { DrawnGpu } from '../../state/library/records.ts';
import { MiniStrip } from '../ui/MiniStrip.tsx';

/** The first GPUs of a plan, two to a line. The words beside it say how many there are. */
export function DrawnGpus({ gpus }: { readonly gpus: readonly DrawnGpu[] }) {
  return (
    <span className="plan-drawing" aria-hidden="true">
      {gpus.map((gpu, index) => (
        <MiniStrip
          key={index}
          showNames={false}
          gpu={{
            ...gpu,
            instances: gpu.instances.map(({ profile, start }, n) => makeInstance(n as GiId, profile, start)),
          }}
        />
      ))}
    </span>
  );
}
