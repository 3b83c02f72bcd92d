/** The options of `nvidia-smi mig`, and what a line of them asks for. */
import { idsOf, listOf, readOptions, type OptionRow } from './options.ts';

export const MIG_ACTIONS = [
  'lgip',
  'lgipp',
  'cgi',
  'dgi',
  'lgi',
  'lcip',
  'lcipp',
  'cci',
  'dci',
  'lci',
  'h',
] as const;
export type MigAction = (typeof MIG_ACTIONS)[number];

export const MIG_OPTIONS: readonly (OptionRow & { readonly about: string })[] = [
  { names: ['-h', '--help'], takes: 'nothing', about: 'this list' },
  { names: ['-i', '--id'], takes: 'value', about: 'GPUs: index, PCI bus ID or UUID, comma-separated' },
  { names: ['-gi', '--gpu-instance-id'], takes: 'value', about: 'GPU instances by ID' },
  { names: ['-ci', '--compute-instance-id'], takes: 'value', about: 'compute instances by ID' },
  {
    names: ['-lgip', '--list-gpu-instance-profiles'],
    takes: 'nothing',
    about: 'GPU instance profiles, and how many more fit; narrowed by -i',
  },
  {
    names: ['-lgipp', '--list-gpu-instance-possible-placements'],
    takes: 'nothing',
    about: 'their placements, {start,start...}:size; by -i',
  },
  {
    names: ['-C', '--default-compute-instance'],
    takes: 'nothing',
    about: 'with -cgi: also the default compute instance in each',
  },
  {
    names: ['-cgi', '--create-gpu-instance'],
    takes: 'value',
    about: 'create GPU instances: profile[:start],... by ID or name; by -i',
  },
  { names: ['-dgi', '--destroy-gpu-instance'], takes: 'nothing', about: 'destroy GPU instances; by -i, -gi' },
  { names: ['-lgi', '--list-gpu-instances'], takes: 'nothing', about: 'GPU instances; by -i' },
  {
    names: ['-lcip', '--list-compute-instance-profiles'],
    takes: 'nothing',
    about: 'compute instance profiles of each GPU instance; by -i, -gi',
  },
  {
    names: ['-lcipp', '--list-compute-instance-possible-placements'],
    takes: 'nothing',
    about: 'their placements; by -i, -gi',
  },
  {
    names: ['-cci', '--create-compute-instance'],
    takes: 'optional',
    about: 'create compute instances; without a list the default one; by -i, -gi',
  },
  {
    names: ['-dci', '--destroy-compute-instance'],
    takes: 'nothing',
    about: 'destroy compute instances; by -i, -gi, -ci',
  },
  { names: ['-lci', '--list-compute-instances'], takes: 'nothing', about: 'compute instances; by -i, -gi' },
];

/** One profile of a list, as typed. */
export interface ProfileItem {
  readonly typed: string;
  readonly profile: string;
  /** Null: not given. */
  readonly start: number | null;
}

export interface MigCall {
  readonly action: MigAction;
  /** Of -i, as typed; null: all. */
  readonly gpus: string | null;
  readonly gis: readonly number[] | null;
  readonly cis: readonly number[] | null;
  readonly withCi: boolean;
  /** Of -cgi and -cci; null for a bare -cci. */
  readonly items: readonly ProfileItem[] | null;
}

const NOT_BY_GI: readonly MigAction[] = ['cgi', 'lgi', 'lgip', 'lgipp'];

/** Null: an unknown option, none or two actions, or an option that does not go with the action. */
export function readMigCall(words: readonly string[]): MigCall | null {
  const { values, isUnderstood } = readOptions(words, MIG_OPTIONS);
  if (!isUnderstood) return null;
  const actions = MIG_ACTIONS.filter((action) => values.has(`-${action}`));
  const [action] = actions;
  if (action === undefined || actions.length > 1) return null;
  const ids = (name: string): readonly number[] | null | undefined => {
    const text = values.get(name);
    return text == null ? null : (idsOf(text) ?? undefined);
  };
  const [gis, cis] = [ids('-gi'), ids('-ci')];
  if (gis === undefined || cis === undefined) return null;
  const withCi = values.has('-C');
  if ((withCi && action !== 'cgi') || (cis !== null && action !== 'dci')) return null;
  // The help of R450 has -gi for what is inside GPU instances and for -dgi; the others are narrowed by -i alone.
  if (gis !== null && NOT_BY_GI.includes(action)) return null;
  const list = action === 'cgi' || action === 'cci' ? (values.get(`-${action}`) ?? null) : null;
  const items = list === null ? null : itemsOf(list);
  if (list !== null && items === null) return null;
  return { action, gpus: values.get('-i') ?? null, gis, cis, withCi, items };
}

function itemsOf(text: string): ProfileItem[] | null {
  const items = listOf(text);
  return (
    items &&
    items.map((typed) => {
      const found = /^(.+):(\d{1,3})$/.exec(typed);
      return found === null
        ? { typed, profile: typed, start: null }
        : { typed, profile: found[1] ?? '', start: Number(found[2]) };
    })
  );
}
