import type { GiId } from '../../model/ids.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { DrawnGpu } from '../../state/library/records.ts';
import { MiniStrip } from '../ui/MiniStrip.tsx';

interface DrawnGpusProps {
  readonly gpus: readonly DrawnGpu[];
  /** Of the whole plan: those that are not drawn are counted. */
  readonly count: number;
}

/** The first GPUs of a plan, two to a line. The words beside it say how many there are. */
export function DrawnGpus({ gpus, count }: DrawnGpusProps) {
  return (
    <span className="plan-drawing" aria-hidden="true">
      {gpus.map((gpu, index) => (
        <MiniStrip
          key={index}
          showNames={false}
          gpu={{
            ...gpu,
            instances: gpu.instances.map((gi, n): GpuInstance => ({
              ...gi,
              id: n as GiId,
              pinned: false,
              reportedId: null,
              computeInstances: [],
              extra: [],
            })),
          }}
        />
      ))}
      {count > gpus.length && gpus.length > 0 && (
        <span className="plan-more">{`+${count - gpus.length}`}</span>
      )}
    </span>
  );
}
