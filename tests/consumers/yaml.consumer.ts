/** A reader of YAML 1.1 (PyYAML) and one of 1.2 (yaml) see the same; Ansible takes the playbook. */
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runPython, runTool } from './tool.ts';
import { formatsWith, writtenIn } from './written.ts';

const texts = writtenIn(formatsWith('yaml', 'yml'));

/** `!unsafe` is Ansible's own tag for a text that is no template. */
const READ = `
import json, sys, yaml
class Loader(yaml.SafeLoader): pass
Loader.add_constructor('!unsafe', lambda loader, node: loader.construct_scalar(node))
def read(path):
    try:
        with open(path, encoding='utf-8') as file:
            return {'documents': list(yaml.load_all(file, Loader))}
    except Exception as error:
        return {'error': str(error)}
json.dump([read(path) for path in json.load(sys.stdin)], sys.stdout)
`;
const old = runPython(
  READ,
  texts.map(({ path }) => path),
) as readonly { readonly documents?: unknown; readonly error?: string }[];

const unsafe = { tag: '!unsafe', resolve: (text: string) => text };

describe('YAML 1.1 and 1.2', () => {
  test.each(texts.map((one, at) => [one.what, one, at] as const))('%s', (_, { text }, at) => {
    expect(old[at]?.error).toBe(undefined);
    const documents = parseAllDocuments(text, { version: '1.2', customTags: [unsafe] });
    if ('empty' in documents) throw new Error('no document');
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    expect(old[at]?.documents).toEqual(documents.map((one) => one.toJS() as unknown));
  });

  test('a difference between the two would be seen', () => {
    expect(parseAllDocuments('yes')[0]?.toJS()).toBe('yes');
    expect(
      runPython('import json, sys, yaml; json.dump(yaml.safe_load(json.load(sys.stdin)), sys.stdout)', 'yes'),
    ).toBe(true);
  });
});

describe('ansible-playbook --syntax-check', () => {
  const playbooks = texts.filter(({ format }) => format === 'ansible');
  const check = (paths: readonly string[]) =>
    runTool('ansible-playbook', ['--syntax-check', '-i', 'localhost,', ...paths]);
  const { status, stdout, stderr } = check(playbooks.map(({ path }) => path));

  test.each(playbooks.map((one) => [one.what, one] as const))('%s', (_, { path }) => {
    // Of several it names each that it took, and ends at the first that it does not.
    expect(stdout.split('\n'), stderr).toContain(`playbook: ${path}`);
  });

  test('all of them together', () => {
    expect([status, stderr]).toEqual([0, '']);
  });
});
