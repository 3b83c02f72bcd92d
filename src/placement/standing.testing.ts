/** Small plans for tests, written as people write layouts: "3g.20gb@0 2g.10gb@4". Illegal ones are allowed. */
import { IdSource } from '../model/ids.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Plan } from '../model/plan.ts';

/** A GPU with these instances; ids come from `ids`, in the order of the text. */
export function gpuOf(layout: string, board = 'a100-pcie-40gb', index = 0, ids = new IdSource()): Gpu {
  const id = ids.gpu();
  const instances = layout
    .split(' ')
    .filter((part) => part !== '')
    .map((part): GpuInstance => {
      const [profile = '', start = '0'] = part.split('@');
      return {
        id: ids.gi(),
        profile,
        start: Number(start),
        pinned: false,
        reportedId: null,
        computeInstances: [],
        extra: [],
      };
    });
  return {
    id,
    index,
    board,
    variant: null,
    uuid: null,
    notes: '',
    pciId: null,
    kind: null,
    use: 'mig',
    instances,
    extra: [],
  };
}

/** One host "esx-01" with these GPUs. */
export function planOf(layouts: readonly string[], board = 'a100-pcie-40gb'): Plan {
  const ids = new IdSource();
  const id = ids.host();
  const gpus = layouts.map((layout, index) => gpuOf(layout, board, index, ids));
  return {
    ...EMPTY_PLAN,
    hosts: [
      {
        id,
        name: 'esx-01',
        notes: '',
        platform: 'esxi',
        release: '8.0 U3',
        driver: null,
        creation: 'pre-create',
        gpus,
        observed: null,
        extra: [],
      },
    ],
    nextId: ids.next,
  };
}
