/** Manifests against the schemas that Kubernetes publishes, as npm has them (kubernetes-models). */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { writtenIn } from './written.ts';

/** A class of the package: throws where what it is given is not as the schema says. */
type Model = new (fields: unknown) => { validate(): void };

const home = process.env['CONSUMER_KUBERNETES'] ?? '';
const modelOf = async (kind: string): Promise<Model> =>
  ((await import(pathToFileURL(join(home, 'v1', `${kind}.js`)).href)) as Record<string, Model>)[kind]!;

const documentsIn = (text: string): readonly Record<string, unknown>[] =>
  parseAllDocuments(text).map((one) => one.toJS() as Record<string, unknown>);

describe('ConfigMap', async () => {
  const ConfigMap = await modelOf('ConfigMap');
  test.each(writtenIn(['gpu-operator-configmap']).map((one) => [one.what, one.text]))('%s', (_, text) => {
    const [manifest, ...others] = documentsIn(text);
    expect(others).toEqual([]);
    expect(manifest).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    new ConfigMap(manifest).validate();
    const metadata = manifest?.['metadata'] as { readonly name: string };
    expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/);
  });

  test('a field that is none is refused', () => {
    expect(() => new ConfigMap({ metadata: { name: 'x' }, data: { x: 1 } }).validate()).toThrow();
  });
});

describe('resources in a Pod', async () => {
  const Pod = await modelOf('Pod');
  const podWith = (rest: object) =>
    new Pod({ metadata: { name: 'x' }, spec: { containers: [{ name: 'x', image: 'x', ...rest }] } });
  test.each(writtenIn(['pod-resources']).map((one) => [one.what, one.text]))('%s', (_, text) => {
    const documents = documentsIn(text);
    expect(documents.length).toBeGreaterThan(0);
    for (const one of documents) {
      expect(Object.keys(one)).toEqual(['resources']);
      podWith(one).validate();
    }
  });

  test('a quantity that is none is refused', () => {
    expect(() => podWith({ resources: { limits: { 'nvidia.com/gpu': ['1'] } } }).validate()).toThrow();
  });
});

describe('labels of a Node', async () => {
  const Node = await modelOf('Node');
  test.each(writtenIn(['node-labels']).map((one) => [one.what, one.text]))('%s', (_, text) => {
    const labels = text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('=') as [string, string]);
    expect(labels.length).toBeGreaterThan(2);
    new Node({ metadata: { name: 'x', labels: Object.fromEntries(labels) } }).validate();
    for (const [key, value, ...others] of labels) {
      expect(others).toEqual([]);
      expect(key).toMatch(/^(?:[a-z0-9][-a-z0-9.]*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
      expect(value).toMatch(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
    }
  });
});
