/** What a recipe for KVM finds under /sys: a folder of its own, with the virtual functions that a test gives the GPU. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A /sys with the functions of one GPU: a folder for each, and the links of the GPU to them. */
export class FakeSys {
  readonly folder = mkdtempSync(join(tmpdir(), 'fake-sys-'));
  readonly pci = join(this.folder, 'bus/pci/devices/0000:41:00.0');
  readonly mdev = join(this.folder, 'bus/mdev/devices');

  constructor() {
    mkdirSync(this.pci, { recursive: true });
    mkdirSync(this.mdev, { recursive: true });
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** The folder of a new function. */
  addFunction(number: number): string {
    const folder = join(this.folder, `bus/pci/devices/0000:41:00.${number + 4}`);
    mkdirSync(folder);
    symlinkSync(`../0000:41:00.${number + 4}`, join(this.pci, `virtfn${number}`));
    return folder;
  }

  /** One that offers an mdev type, A100-3-20C unless said; what is written to its `create` is there then under the name of `uuid`. */
  addMdev(
    number: number,
    {
      uuid,
      available = '1',
      type: [id, name] = ['476', 'GRID A100-3-20C'],
    }: {
      readonly uuid: string;
      readonly available?: string;
      readonly type?: readonly [id: string, name: string];
    },
  ): void {
    const type = join(this.addFunction(number), `mdev_supported_types/nvidia-${id}`);
    mkdirSync(type, { recursive: true });
    writeFileSync(join(type, 'name'), `${name}\n`);
    writeFileSync(join(type, 'available_instances'), `${available}\n`);
    symlinkSync(join(this.mdev, uuid), join(type, 'create'));
  }

  addVfio(
    number: number,
    current: string,
    creatable = '476 : GRID A100-3-20C\n475 : GRID A100-2-10C\n',
  ): string {
    const folder = join(this.addFunction(number), 'nvidia');
    mkdirSync(folder);
    writeFileSync(join(folder, 'current_vgpu_type'), `${current}\n`);
    writeFileSync(join(folder, 'creatable_vgpu_types'), creatable);
    return join(folder, 'current_vgpu_type');
  }
}
