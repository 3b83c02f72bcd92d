/** From a vGPU type on a VM to a container in it. */
import { LAB_VMS } from './state.ts';
import type { LabStep } from './steps.ts';
import { click, type } from './todo.ts';

const [FIRST, SECOND] = LAB_VMS;
const TYPE = 'grid_a100-3-20c';
const DEVICE = 'MIG-GPU-786035d5-1e85-11b2-9fec-ac9c9a792daf/0/0';
const IN_FIRST = { at: FIRST };

export const VM_STEPS: readonly LabStep[] = [
  {
    id: 'vgpu-type',
    title: 'Give both VMs the vGPU type',
    why: 'The type names the GPU instance that it needs, exactly: grid_a100-3-20c takes a 3g.20gb and nothing else of 20 GB.',
    todo: [
      click(`vSphere Client: Edit Settings of ${FIRST}, Add New Device, ${TYPE}`, {
        type: 'vm/vgpu',
        vm: FIRST,
        vgpu: TYPE,
      }),
      click(`vSphere Client: Edit Settings of ${SECOND}, Add New Device, ${TYPE}`, {
        type: 'vm/vgpu',
        vm: SECOND,
        vgpu: TYPE,
      }),
    ],
    lookFor: 'Both VMs have one vGPU of that type. Nothing is reserved for them while they are off.',
    changed: [
      {
        text: 'One vGPU per VM held for vSphere 7. Since 8.0 a VM may have several, of one board and one series.',
        confidence: 'documented',
        source: 'aie8',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'power-on',
    title: 'Power both VMs on',
    why: 'GPU instance, virtual function and vGPU come together when the guest starts.',
    todo: [
      click(`vSphere Client: power on ${FIRST}`, { type: 'vm/power', vm: FIRST, isOn: true }),
      click(`vSphere Client: power on ${SECOND}`, { type: 'vm/power', vm: SECOND, isOn: true }),
    ],
    lookFor: 'Both run, each on a GPU instance of its own. A third VM of this type would find none.',
    changed: [
      {
        text: 'Where vSphere creates the instances, the order in which VMs power on decides where they lie.',
        confidence: 'reported',
        source: 'denneman8',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'guest-driver',
    title: 'Install the driver in a VM',
    why: 'The guest has its own driver, of the same branch as that of its host.',
    todo: [
      click(`In ${FIRST}: run the installer of the guest driver`, { type: 'vm/driver', vm: FIRST }),
      type('nvidia-smi', ['Driver Version: 450.63', 'GRID A100-3-20C'], IN_FIRST),
    ],
    lookFor: 'In the VM, nvidia-smi names the vGPU type as its GPU, GRID A100-3-20C.',
    changed: [
      {
        text: 'C-series vGPUs are licensed through NVIDIA AI Enterprise; the article calls the product Virtual Compute Server.',
        confidence: 'documented',
        source: 'aie6',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'guest-view',
    title: 'See what the VM sees',
    why: 'The VM has one GPU instance and cannot see the other, or where on the GPU its own lies.',
    todo: [
      type('sudo nvidia-smi mig -lgip', ['MIG 3g.20gb'], IN_FIRST),
      type('sudo nvidia-smi mig -lgi', ['GPU instances:', '0:8'], IN_FIRST),
      type('sudo nvidia-smi mig -lcip', ['MIG 1c.3g.20gb', '2*'], IN_FIRST),
      type('sudo nvidia-smi mig -lci', ['Compute instances:', 'MIG 3g.20gb'], IN_FIRST),
    ],
    lookFor:
      'One GPU instance with ID 0, placed 0:8, and in it compute instance 0, whatever IDs the host has.',
    changed: [
      {
        text: 'The article speaks of making GPU instances in the guest too. The guest has the one of its vGPU; compute instances it may cut anew, and they are lost when the VM restarts.',
        confidence: 'documented',
        source: 'aie6',
      },
      {
        text: 'Cutting anew takes a Linux guest, root, and no process on the GPU instance.',
        confidence: 'reported',
        source: null,
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'container',
    title: 'Run a container on the MIG device',
    why: 'With the NVIDIA Container Toolkit a container is given one MIG device by its name.',
    todo: [
      type('nvidia-smi -L', ['GPU 0: GRID A100-3-20C', DEVICE], IN_FIRST),
      type(
        `sudo docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=${DEVICE} nvidia/cuda nvidia-smi`,
        ['GRID A100-3-20C', 'MIG devices:'],
        {
          at: FIRST,
          asPrinted: `sudo docker run –runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=${DEVICE} nvidia/cuda nvidia-smi`,
        },
      ),
    ],
    lookFor:
      'The container sees one GPU and one MIG device. The 0/0 in its name is GPU instance 0 and compute instance 0 as the guest counts them.',
    changed: [
      {
        text: 'From driver R470 on a MIG device has a UUID of its own, MIG- and no GPU in it, and in a VM it is another after each restart.',
        confidence: 'reported',
        source: 'mig-guide',
      },
      {
        text: 'Give the image a tag: that one without is found today was not checked.',
        confidence: 'unknown',
        source: null,
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
];
