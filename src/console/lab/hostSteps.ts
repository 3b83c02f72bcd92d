/** From the BIOS to a host whose GPU is in MIG mode. */
import type { LabStep } from './steps.ts';
import { click, type } from './todo.ts';

export const HOST_STEPS: readonly LabStep[] = [
  {
    id: 'sriov',
    title: 'Enable SR-IOV in the BIOS',
    why: 'A vGPU on MIG reaches its GPU instance through a virtual function of the GPU, and SR-IOV makes those. MIG alone would not need it.',
    todo: [click('BIOS: SR-IOV on, and restart', { type: 'bios/sriov', isOn: true })],
    lookFor: 'The BIOS or its remote console lists SR-IOV as enabled. No command of the host shows it.',
    changed: [
      {
        text: 'The menu has another name on each server. Look for VT-d or AMD IOMMU and for Above-4G decoding there too.',
        confidence: 'reported',
        source: null,
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'graphics',
    title: 'Set the host graphics to Shared Direct',
    why: 'A GPU serves vGPUs only where the graphics type of the host is Shared Direct, with MIG as without.',
    todo: [
      type('esxcli graphics host set --default-type SharedPassthru', []),
      type('/etc/init.d/xorg restart', []),
      type('esxcli graphics host get', ['Default Graphics Type: SharedPassthru']),
    ],
    lookFor: 'The default graphics type is SharedPassthru, which the vSphere Client calls Shared Direct.',
    changed: [
      {
        text: 'The article only points to another page for this; the commands are added here. The assignment policy beside the type has no effect on GPUs in MIG mode.',
        confidence: 'reported',
        source: 'denneman8',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'maintenance',
    title: 'Enter maintenance mode',
    why: 'The driver of a host is only changed while no VM runs on it.',
    todo: [
      type('esxcli software vib list | grep NVIDIA', ['NVIDIA-VMware_ESXi_7.0_Host_Driver', '440.107']),
      type('nvidia-smi', ['Driver Version: 440.107']),
      type('esxcli system maintenanceMode set --enable=true', [], {
        asPrinted: 'esxcli system maintenanceMode set –enable=true',
      }),
    ],
    lookFor:
      'The driver is 440.107, from before MIG: nvidia-smi has no "MIG M." in its head. The maintenance command answers nothing when it worked; while VMs run it is refused.',
    changed: [
      {
        text: 'The article prints one long dash where two hyphens belong. Where it says what nvidia-smi shows, the command itself is missing on the page.',
        confidence: 'reported',
        source: 'article',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'driver',
    title: 'Replace the host driver',
    why: 'The host driver, or vGPU manager, comes as a VIB. MIG on an A100 needs branch 450 or later.',
    todo: [
      type('esxcli software vib list | grep -i nvidia', ['NVIDIA-VMware_ESXi_7.0_Host_Driver'], {
        asPrinted: 'esxcli software vib list |grep -i nvidia',
      }),
      type(
        'esxcli software vib remove --vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver',
        ['VIBs Removed: NVIDIA'],
        {
          asPrinted: 'esxcli software vib remove –vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver ',
        },
      ),
      type(
        'esxcli software vib install -v /vmfs/volumes/datastore1/NVIDIA-VMware_ESXi_7.0_Host_Driver_450.73-1OEM.700.0.0.15525992.vib',
        ['Operation finished successfully.', 'VIBs Installed: NVIDIA'],
      ),
      type('nvidia-smi', ['Driver Version: 450.73', 'MIG M.', 'Disabled']),
    ],
    lookFor: 'nvidia-smi names driver 450.73, its head ends in "MIG M.", and below that stands Disabled.',
    changed: [
      {
        text: 'Give the full path of the file, and restart even where the answer says that it is not required. On vSphere 8 the driver is a component: esxcli software component apply -d. Newer VIBs begin with NVD.',
        confidence: 'reported',
        source: null,
      },
      {
        text: 'The release floor that NVIDIA prints for an A100 is 450.80.02; the article ran a technical preview.',
        confidence: 'documented',
        source: 'mig-guide',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'mig-mode',
    title: 'Switch MIG mode on',
    why: 'MIG is off until it is switched on for each GPU. Without -i the command would mean all of them.',
    todo: [
      type('nvidia-smi -i 0 -mig 1', ['pending enable state', 'All done.']),
      type('nvidia-smi -i 0 --gpu-reset', ['is not supported'], {
        asPrinted: 'nvidia-smi -i 0 –gpu-reset',
        status: 3,
      }),
    ],
    lookFor:
      'The change is pending, and the reset that would make it effective is refused: ESXi does not reset this GPU.',
    changed: [
      {
        text: 'On ESXi an Ampere GPU takes the change with a reboot; from Hopper on none is needed.',
        confidence: 'documented',
        source: 'aie6',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'mig-reboot',
    title: 'Reboot, and see MIG enabled',
    why: 'The pending mode becomes the mode when the host starts. On Ampere it is kept in the board from then on.',
    todo: [type('reboot', []), type('nvidia-smi', ['Enabled', 'No MIG devices found'])],
    lookFor: 'Enabled under "MIG M.", and a second table that says that there are no MIG devices yet.',
    changed: [
      {
        text: 'The mode survives reboots on Ampere only. Instances survive a reboot on no GPU.',
        confidence: 'documented',
        source: 'mig-guide',
      },
    ],
    source: 'article',
    confidence: 'reported',
  },
  {
    id: 'back-in-service',
    title: 'Leave maintenance mode',
    why: 'VMs power on only on a host that is in service.',
    todo: [
      type('esxcli system maintenanceMode set --enable=false', [], {
        asPrinted: 'esxcli system maintenanceMode set –enable=false',
      }),
      type('esxcli system maintenanceMode get', ['Disabled']),
    ],
    lookFor:
      'Maintenance mode is Disabled. Left earlier than this it only has to be entered again for the next change.',
    changed: [],
    source: 'article',
    confidence: 'reported',
  },
];
