/** GPU instances and compute instances on the host. */
import type { LabStep } from './steps.ts';
import { type } from './todo.ts';

export const INSTANCE_STEPS: readonly LabStep[] = [
  {
    id: 'gi-profiles',
    title: 'List the GPU instance profiles',
    why: 'A GPU is only cut in the sizes of this list. The ID of a profile is what creates it.',
    todo: [type('nvidia-smi mig -lgip', ['MIG 1g.5gb', 'MIG 3g.20gb', 'MIG 7g.40gb'])],
    lookFor:
      'Profile 3g.20gb with ID 9. "No" under P2P in every row. On ESXi 0 are free before the first instance exists, which does not mean full.',
    changed: [
      {
        text: 'MIG-backed vGPUs still have no peer-to-peer or NVLink.',
        confidence: 'documented',
        source: 'aie6',
      },
      {
        text: 'Later drivers list more: 1g.5gb+me and 1g.10gb.',
        confidence: 'documented',
        source: 'mig-profiles',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'gi-create',
    title: 'Create two GPU instances',
    why: 'Each 3g.20gb takes 4 of 8 memory slices and 3 of 7 compute slices. Two fill the memory; one compute slice stays unused.',
    todo: [
      type('nvidia-smi mig -i 0 -cgi 9,9', [
        'Successfully created GPU instance ID  1',
        'Successfully created GPU instance ID  2',
      ]),
    ],
    lookFor:
      'Two lines of success, with GPU instance IDs 1 and 2. Which comes first depends on the single GPU.',
    changed: [
      {
        text: 'NVIDIA now says to leave this out on vSphere: it creates the instance when a VM powers on. On KVM the administrator still does it.',
        confidence: 'documented',
        source: 'aie6',
      },
      {
        text: 'Later drivers also take names, -cgi 3g.20gb,3g.20gb, and -C adds the compute instances. The article once prints 3g.20b for 3g.20gb.',
        confidence: 'documented',
        source: 'mig-guide',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'gi-list',
    title: 'List the GPU instances',
    why: 'The instance ID is what every later command names, and the placement shows which slices are taken.',
    todo: [type('nvidia-smi mig -lgi', ['GPU instances:', '0:4', '4:4'])],
    lookFor:
      'Two rows with profile 9, instances 1 and 2, one placed 0:4 and one 4:4: first memory slice and how many.',
    changed: [],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'ci-profiles',
    title: 'List the compute instance profiles',
    why: 'A GPU instance runs nothing before its compute is given out. It may be given whole or in parts that share its memory.',
    todo: [type('nvidia-smi mig -lcip', ['MIG 1c.3g.20gb', 'MIG 2c.3g.20gb', '2*'])],
    lookFor:
      'Three profiles for each GPU instance. The star after 2 marks the one that takes the whole of it.',
    changed: [],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'ci-create',
    title: 'Create a compute instance in each',
    why: 'One that spans its GPU instance is the usual choice.',
    todo: [
      type('nvidia-smi mig -i 0 -gi 1 -cci 2', ['Successfully created compute instance'], {
        asPrinted: 'nvidia-smi mig  -gi 1 -cci 2',
      }),
      type('nvidia-smi mig -i 0 -gi 2 -cci 2', ['Successfully created compute instance'], {
        asPrinted: 'nvidia-smi mig -gi 2 –cci 2',
      }),
    ],
    lookFor: 'A line of success for GPU instance 1 and one for GPU instance 2.',
    changed: [
      {
        text: 'The article leaves -i out, which on a host of several GPUs means all of them, and prints a long dash before cci.',
        confidence: 'reported',
        source: 'article',
      },
      {
        text: 'NVIDIA now says to leave this out on vSphere too: the guest gets one compute instance when its driver is there.',
        confidence: 'documented',
        source: 'aie6',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'ci-list',
    title: 'List the compute instances',
    why: 'GPU instance and compute instance together are the MIG device that software sees.',
    todo: [type('nvidia-smi mig -lci', ['Compute instances:', 'MIG 3g.20gb'])],
    lookFor: 'Two rows, told apart by their GPU instance: both are compute instance 0 of profile 2.',
    changed: [
      {
        text: 'The article shows this list and never prints its command.',
        confidence: 'reported',
        source: 'article',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
];
