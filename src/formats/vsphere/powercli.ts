/**
 * A PowerCLI script that gives VMs their vGPUs. It changes nothing without -Apply, looks at every VM before the first
 * change, and takes the name of a vGPU type from what the host offers, for not every prefix is public. Machines are looked
 * up with their names escaped and compared exactly: `-Name` takes patterns.
 */
import { powershellComment, powershellString } from '../encode/powershell.ts';
import type { AssignedVm } from '../vgpu/assignedVms.ts';
import type { MmioSizes } from './vmSteps.ts';

export interface VgpuScriptOptions {
  readonly planName: string;
  readonly mmio: MmioSizes;
  readonly sharedPlan: string | null;
  /** Sentences on the VMs that are not in the text. */
  readonly leftOut: readonly string[];
}

/** `vms`: those whose types are known, at least one. */
export function makePowercli(vms: readonly AssignedVm[], options: VgpuScriptOptions): string {
  const { planName, mmio, sharedPlan, leftOut } = options;
  const comments = [
    'Gives the VMs of a plan their vGPUs, reserves their memory and sets their 64-bit MMIO size.',
    `Plan: ${planName}`,
    ...leftOut,
    '',
    'Connect-VIServer first; then, with VMs that are powered off (FILE.ps1 is this file):',
    '  ./FILE.ps1          looks at every VM and says what it would do',
    '  ./FILE.ps1 -Apply   does it',
    '  ./FILE.ps1          once more: it now says of every VM that it has its vGPUs already',
    'A VM that has its vGPUs already is left as it is. One that runs, has other vGPUs, has no EFI firmware or is on another',
    'host stops the script before anything is changed.',
    'Roll-back, VM by VM and powered off: remove the vGPU in Edit Settings, or all of them with govc gpu.vm.remove -vm VM.',
    'Memory reservation and the two pciPassthru parameters do no harm without a vGPU; Edit Settings takes them back too.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `${[...comments.map(powershellComment), HEAD, wanted(vms, mmio), BODY].join('\n')}\n`;
}

function wanted(vms: readonly AssignedVm[], mmio: MmioSizes): string {
  const rows = vms.map(({ vm, host, vgpus }) => {
    const types = vgpus.map(({ type }) => powershellString(type?.type ?? ''));
    const size = mmio.get(vm.id) ?? null;
    return `  @{ Vm = ${powershellString(vm.name)}; VMHost = ${powershellString(host.name)}; Types = @(${types.join(', ')}); MmioGB = ${size === null ? '$null' : String(size)} }`;
  });
  return ['$wanted = @(', rows.join('\n'), ')'].join('\n');
}

const HEAD = `param([switch] $Apply)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Registered names of vGPU types. MmioGB is $null where no public table has the size for the board: write it in (a power of two),
# or it is left as the VM has it, and with too small a size the VM does not power on.`;

const BODY = `
# The one machine of that very name; -Name alone would take it for a pattern.
function Get-Exactly($found, $name, $what) {
  $same = @($found | Where-Object { $_.Name -ceq $name })
  if ($same.Count -ne 1) { throw "$what '$name': found $($same.Count) times." }
  $same[0]
}

# The name that the host offers for a type: grid_a100-3-20c for A100-3-20C.
function Get-OfferedName($vmHost, $type) {
  $pattern = '^(grid|nvidia)_' + [regex]::Escape($type) + '$'
  $names = @($vmHost.ExtensionData.Config.SharedPassthruGpuTypes | Where-Object { $_ -imatch $pattern })
  if ($names.Count -ne 1) {
    throw "Host '$($vmHost.Name)' does not offer $type. Is MIG mode on? On ESXi 7.0, is its GPU instance made?"
  }
  $names[0]
}

function Get-Vgpus($vm) {
  @($vm.ExtensionData.Config.Hardware.Device |
    Where-Object { $_ -is [VMware.Vim.VirtualPCIPassthrough] -and $_.Backing -is [VMware.Vim.VirtualPCIPassthroughVmiopBackingInfo] } |
    ForEach-Object { $_.Backing.Vgpu })
}

# First every VM is looked at.
$todo = @(foreach ($one in $wanted) {
  $vm = Get-Exactly (Get-VM -Name ([WildcardPattern]::Escape($one.Vm))) $one.Vm 'VM'
  $vmHost = Get-Exactly (Get-VMHost -Name ([WildcardPattern]::Escape($one.VMHost))) $one.VMHost 'Host'
  $names = @($one.Types | ForEach-Object { Get-OfferedName $vmHost $_ })
  $has = @(Get-Vgpus $vm)
  if ((($has | Sort-Object) -join ' ') -ieq (($names | Sort-Object) -join ' ')) {
    Write-Host "$($one.Vm): has $($names -join ', ') already."
    continue
  }
  if ($has.Count -gt 0) { throw "VM '$($one.Vm)' has other vGPUs: $($has -join ', ')." }
  if ($vm.PowerState -ne 'PoweredOff') { throw "VM '$($one.Vm)' is not powered off." }
  if ($vm.ExtensionData.Config.Firmware -ne 'efi') { throw "VM '$($one.Vm)' has no EFI firmware." }
  if ($vm.VMHost.Name -cne $vmHost.Name) {
    throw "VM '$($one.Vm)' is on host '$($vm.VMHost.Name)', and planned for '$($vmHost.Name)'. Move it first."
  }
  [pscustomobject] @{ Vm = $vm; Names = $names; MmioGB = $one.MmioGB }
})

foreach ($one in $todo) {
  $mmio = if ($null -eq $one.MmioGB) { 'left as it is' } else { "$($one.MmioGB) GB" }
  $what = "$($one.Vm.Name): $($one.Names -join ', '), all memory reserved, 64-bit MMIO $mmio"
  if (-not $Apply) {
    Write-Host "Would give $what"
    continue
  }
  $spec = New-Object VMware.Vim.VirtualMachineConfigSpec
  $spec.MemoryReservationLockedToMax = $true
  $spec.DeviceChange = @($one.Names | ForEach-Object {
    $device = New-Object VMware.Vim.VirtualPCIPassthrough
    $device.Backing = New-Object VMware.Vim.VirtualPCIPassthroughVmiopBackingInfo -Property @{ Vgpu = $_ }
    New-Object VMware.Vim.VirtualDeviceConfigSpec -Property @{ Operation = 'add'; Device = $device }
  })
  $values = @{ 'pciPassthru.use64bitMMIO' = 'TRUE' }
  if ($null -ne $one.MmioGB) { $values['pciPassthru.64bitMMIOSizeGB'] = [string] $one.MmioGB }
  $spec.ExtraConfig = @($values.GetEnumerator() | ForEach-Object {
    New-Object VMware.Vim.OptionValue -Property @{ Key = $_.Key; Value = $_.Value }
  })
  $one.Vm.ExtensionData.ReconfigVM($spec)
  Write-Host "Gave $what"
}
if ($todo.Count -eq 0) { Write-Host 'Nothing to do.' }
elseif (-not $Apply) { Write-Host 'Nothing was changed. With -Apply it is done.' }`;
