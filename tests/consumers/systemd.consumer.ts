/** systemd reads the units: of the export, and those that user data for cloud-init holds. */
import { basename, dirname, join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runTool } from './tool.ts';
import { writtenIn } from './written.ts';

/** What it says of a unit beside that the script is not on this machine, which it is not. */
function complaints(path: string): readonly string[] {
  const { stderr, stdout } = runTool('systemd-analyze', ['verify', '--man=no', path], { cwd: dirname(path) });
  const own = `${basename(path)}: Command /usr/local/sbin/mig-`;
  const absent = /sh is not executable: No such file or directory$/;
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  expect(lines.filter((line) => line.startsWith(own) && absent.test(line))).toHaveLength(1);
  return lines.filter(
    (line) => line.includes(basename(path)) && !(line.startsWith(own) && absent.test(line)),
  );
}

describe('systemd-analyze verify', () => {
  const units = writtenIn(['systemd-unit']);
  test.each(units.map((one) => [one.what, one.path]))('%s', (_, path) => {
    expect(complaints(path)).toEqual([]);
  });

  test.each(writtenIn(['cloud-init']).map((one) => [one.what, one] as const))('%s', (_, { text, path }) => {
    const { write_files: files } = parse(text) as {
      readonly write_files: readonly { readonly path: string; readonly content: string }[];
    };
    const inside = files.filter((file) => file.path.endsWith('.service'));
    expect(inside).toHaveLength(1);
    for (const unit of inside) {
      const at = join(dirname(path), basename(unit.path));
      writeFileSync(at, Buffer.from(unit.content, 'base64'));
      expect(complaints(at)).toEqual([]);
    }
  });

  test('it finds what is wrong', () => {
    const { path: sound, text } = units[0]!;
    const path = join(dirname(sound), 'mig-wrong.service');
    writeFileSync(path, text.replace('Type=oneshot', 'Type=once'));
    expect(complaints(path)).toHaveLength(1);
  });
});
