/**
 * The vocabulary: what each word means, in plain words, with an example on an A100. The one source of the explanations in
 * place and of the glossary; loaded when one of the two is opened.
 */

interface Explanation {
  /** As the word stands in the glossary. */
  readonly name: string;
  readonly says: string;
  /** On an A100 40GB unless it says otherwise. */
  readonly example: string;
  /** What people also call it, or look for. */
  readonly also?: string;
}

export const TERMS = {
  gi: {
    name: 'GPU instance (GI)',
    says: 'A part of a GPU with compute, memory and paths to it of its own. It is a profile at a start, and it shares neither compute nor memory with its neighbours.',
    example: 'A 3g.20gb at slice 4 has 3 of 7 compute slices and memory slices 4 to 7.',
    also: 'partition',
  },
  ci: {
    name: 'Compute instance (CI)',
    says: 'A share of a GPU instance’s compute. The compute instances of one GPU instance share its memory. Unless somebody makes others there is one, as large as the GPU instance.',
    example: 'A 3g.20gb holds one compute instance of 3 slices, or up to three of 1 slice (1c.3g.20gb).',
  },
  'mig-device': {
    name: 'MIG device',
    says: 'A GPU instance together with a compute instance in it: what software sees as a GPU, and what a container or a pod is given.',
    example:
      '“MIG 3g.20gb Device 0” in nvidia-smi -L; on Kubernetes with the mixed strategy, nvidia.com/mig-3g.20gb.',
  },
  profile: {
    name: 'Profile',
    says: 'A size in which a board can be cut, by its name: compute slices, then memory. Every board has its own list, and a number for each in nvidia-smi.',
    example: '3g.20gb has 3 compute slices and 20 GB; its profile ID is 9.',
    also: 'size, GI profile, profile ID',
  },
  'wide-profile': {
    name: '1g with double memory',
    says: 'A profile of one compute slice that takes the memory of two.',
    example: '1g.10gb, which starts at 0, 2, 4 or 6 and needs driver R525; a 1g.5gb has half of its memory.',
    also: 'wide 1g',
  },
  media: {
    name: 'Media profile (+me)',
    says: 'A profile that also has the media engines for decoding and images. A GPU has few of them, so few such instances.',
    example: '1g.5gb+me, of which there can be one; it needs driver R470.',
    also: 'ME, JPEG, decoder',
  },
  start: {
    name: 'Start',
    says: 'The first memory slice of a GPU instance. A profile has a list of its own starts, and the driver takes no other: so it may not fit where enough slices are free.',
    example: '3g.20gb starts at 0 or 4, 2g.10gb at 0, 2 or 4, and 4g.20gb at 0 only.',
    also: 'legal start',
  },
  placement: {
    name: 'Placement',
    says: 'Where a GPU instance stands, as nvidia-smi prints it: its start, a colon, and how many memory slices it takes.',
    example: '4:4 is a 3g.20gb on memory slices 4 to 7.',
  },
  'compute-slice': {
    name: 'Compute slice',
    says: 'The unit in which compute is cut. In the drawing it is a row, marked C.',
    example: 'An A100 has 7, of 14 SMs each. A 3g profile has 3 of them.',
    also: 'C, row',
  },
  'memory-slice': {
    name: 'Memory slice',
    says: 'The unit in which memory is cut, with its cache and its paths. In the drawing it is a column, marked M. GPU instances never overlap in it.',
    example: 'An A100 40GB has 8, of 5 GB each. A 3g.20gb has 3 compute slices and takes 4 of these.',
    also: 'M, column',
  },
  sm: {
    name: 'SM',
    says: 'Streaming multiprocessor: the part of a GPU that computes. How many a profile has is printed by the driver, and is not the same number for each slice on every board.',
    example: '1g.5gb has 14 SMs, 7g.40gb has 98.',
  },
  stranded: {
    name: 'Stranded',
    says: 'A slice that is free and that no profile can use beside what stands. It is hatched in the drawing.',
    example: 'Two 3g.20gb take all 8 memory slices; compute slice 3 is left and nothing can have it.',
    also: 'wasted, hatched',
  },
  layout: {
    name: 'Layout',
    says: 'What one GPU is cut into and where each instance starts.',
    example: '3g.20gb@0, 3g.20gb@4. The profiles 1g.5gb to 7g.40gb have 297 layouts.',
  },
  'maximal-layout': {
    name: 'Maximal layout',
    says: 'A layout to which no instance can be added.',
    example:
      'Of the 297 layouts of the profiles 1g.5gb, 2g.10gb, 3g.20gb, 4g.20gb and 7g.40gb, 19 are maximal.',
  },
  repacked: {
    name: 'Repacked',
    says: 'How many more of a profile fit once everything that may move is moved, beside how many fit now. Nothing is moved by asking.',
    example: 'With 1g.5gb at slices 0 and 4 no 3g.20gb fits now, and one after repacking.',
    also: 'fits after repacking, fragmentation',
  },
  'mig-mode': {
    name: 'MIG mode',
    says: 'A switch of each GPU. Only while it is on can the GPU hold GPU instances; turning it off takes them away. No GPU instance outlives a reboot of the host.',
    example:
      'nvidia-smi -i 0 -mig 1. On ESXi an Ampere GPU such as the A100 needs a reboot of the host then.',
  },
  'instance-id': {
    name: 'GPU instance ID',
    says: 'The number by which nvidia-smi addresses a GPU instance. It stands for a place on the GPU, and which place depends on whether the GPU is straight or mirrored.',
    example: 'A 3g.20gb at slice 4 has ID 2 on a straight GPU and ID 1 on a mirrored one.',
    also: 'GI ID, swizz ID',
  },
  'straight-mirrored': {
    name: 'Straight and mirrored',
    says: 'Two kinds of one board. On a mirrored one the IDs of the two halves are exchanged. What fits, and what nvidia-smi prints as starts, is the same on both.',
    example: 'IDs 1 and 2 of two 3g.20gb: slices 0 and 4 on a straight GPU, 4 and 0 on a mirrored one.',
  },
  'vgpu-type': {
    name: 'vGPU type',
    says: 'What a hypervisor gives a VM. A MIG-backed type belongs to one profile of its board, and the VM takes an instance of exactly that one, never a larger.',
    example:
      'A100-3-20C needs a 3g.20gb, not a 4g.20gb, though both have 20 GB. ESXi calls it grid_a100-3-20c.',
    also: 'vGPU profile, grid, mdev',
  },
  attachment: {
    name: 'vGPU of a VM (attachment)',
    says: 'One thing that a VM asks for: a vGPU type or a profile, with the instance it has, or none while it waits. How many a VM may have depends on the platform and its release.',
    example: 'On ESXi 8.0 a VM may have an A100-4-20C and an A100-2-10C; on ESXi 7 it has one vGPU.',
    also: 'several vGPUs',
  },
  waiting: {
    name: 'Waiting',
    says: 'A VM waits while one of its vGPUs has no instance. The state column says what would let it in, or what stands in its way.',
    example: 'A VM that wants A100-3-20C waits while both places for a 3g.20gb are taken.',
  },
  group: {
    name: 'Group',
    says: 'VMs of one group are kept apart: when VMs are placed, no two of a group go to the same GPU.',
    example: 'web-1 and web-2 of group web land on two A100s.',
    also: 'anti-affinity',
  },
  'time-sliced': {
    name: 'Time-sliced vGPU',
    says: 'A vGPU that takes turns on the compute of the whole GPU in place of having a part of it. One GPU is either MIG or time-sliced; a host may have both kinds.',
    example: 'A100-40C is time-sliced, A100-3-20C is MIG-backed: the number in the middle tells them apart.',
  },
  'peer-to-peer': {
    name: 'Peer-to-peer',
    says: 'GPUs that reach each other’s memory directly, over NVLink or PCIe. MIG-backed vGPUs cannot.',
    example: 'nvidia-smi prints P2P “No” for every profile of an A100.',
    also: 'P2P, NVLink',
  },
  creation: {
    name: 'How instances come to be',
    says: 'Either the administrator creates GPU instances beforehand, and can give each its start, or the hypervisor creates one when its VM powers on, and picks the place itself.',
    example: 'Beforehand: nvidia-smi mig -i 0 -cgi 9:0,9:4. Later ESXi does it at power-on.',
    also: 'pre-create, power-on',
  },
  'creation-order': {
    name: 'Order of creation',
    says: 'Where no start is given the driver picks one, and never moves what stands. So the same instances fit in one order and not in another.',
    example: '-cgi 19,19,14,9 fails at the 3g.20gb; -cgi 9,19,14,19 makes all four.',
  },
  'driver-model': {
    name: 'Driver model',
    says: 'A rule by which a driver may pick the start when none is given. NVIDIA publishes none. Two are fitted to what nvidia-smi printed: a list of preferred starts for each profile, and the start that leaves the most other placements legal. An order counts only if it works under both.',
    example: 'On an empty A100 both put the first 1g.5gb at slice 6 and the first 3g.20gb at slice 4.',
    also: 'preference list, fewest lost, assumption',
  },
  'power-on-order': {
    name: 'Power-on order',
    says: 'Where instances are created at power-on, the order in which VMs are powered on decides where their instances land, and whether the last one still finds a place.',
    example:
      'With 1g, 1g, 2g, 3g powered on in this order the 3g.20gb finds no start; largest first all four run.',
  },
  planned: {
    name: 'Planned',
    says: 'How the GPUs of a host are to be cut: what you draw here. Nothing on the host changes by it.',
    example: 'GPU 0 of esx-01 is planned with two 3g.20gb.',
    also: 'target',
  },
  observed: {
    name: 'Observed',
    says: 'How a host said its GPUs are cut, as it was imported last. It stands beside what is planned and is changed by imports only.',
    example: 'nvidia-smi mig -lgi printed one 3g.20gb at 4:4.',
    also: 'current, actual',
  },
  adopt: {
    name: 'Adopt',
    says: 'To make one side like the other: the plan as it was observed, or, when the work on the host is done, what counts as observed as it is planned.',
    example: 'A 1g.5gb was created by hand; adopted, it is in the plan too.',
  },
  pinned: {
    name: 'Pinned',
    says: 'An instance that is to stay where it is. A layout that would move or remove it is refused.',
    example: 'With a 3g.20gb pinned at 4, only layouts with a 3g.20gb at 4 are set.',
  },
  driver: {
    name: 'Driver branch',
    says: 'The first number of a driver’s version. A board needs a certain driver, and some profiles a later one; where the driver of a host is known, what it is too old for is refused.',
    example: '450.80.02 is of branch R450: enough for 3g.20gb, too old for 1g.10gb, which needs R525.',
    also: 'R550, version',
  },
  rule: {
    name: 'Problem and warning',
    says: 'A problem breaks a rule that is documented: driver or hypervisor would refuse it. A warning is about a rule that is only reported, or not known for the release; it stops nothing.',
    example: 'Two vGPUs in one VM: a problem on ESXi 7, none on 8.0, a warning on 9.0.',
    also: 'rules, violation, illegal',
  },
} as const satisfies Record<string, Explanation>;

export type TermId = keyof typeof TERMS;

/** In the order of their names. */
export const TERM_IDS = (Object.keys(TERMS) as TermId[]).sort((a, b) =>
  TERMS[a].name.localeCompare(TERMS[b].name, 'en'),
);

export function explain(id: TermId): Explanation {
  return TERMS[id];
}

/** Terms in whose words every word of the text stands; names that begin with it first. */
export function findTerms(text: string): TermId[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = TERM_IDS.filter((id) => {
    const { name, says, example, also = '' } = explain(id);
    const all = `${name} ${also} ${says} ${example}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const isNamed = (id: TermId): boolean => explain(id).name.toLowerCase().includes(words.join(' '));
  return [...found.filter(isNamed), ...found.filter((id) => !isNamed(id))];
}
