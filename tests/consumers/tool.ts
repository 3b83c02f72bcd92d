/** Runs a real tool; not to find it is a failure. */
import { spawnSync } from 'node:child_process';

export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): ToolRun {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    // Words of tools in English and without colours.
    env: { ...process.env, LC_ALL: 'C.UTF-8', ANSIBLE_NOCOLOR: '1' },
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a program of ours in the Python that has a reader of YAML; it answers with JSON. */
export function runPython(program: string, input: unknown): unknown {
  const { status, stdout, stderr } = runTool(process.env['CONSUMER_PYTHON'] ?? 'python3', ['-c', program], {
    input: JSON.stringify(input),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}
