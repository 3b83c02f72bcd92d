/** The proof that no choice is worth more, where prices alone leave a gap: a tree of cases, made for the checker and held before it. */
import type { GiId } from '../../model/ids.ts';
import type { Vm } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import { admitQuestion, type AdmitSite, type AdmitWish } from '../verifyAdmission.ts';
import type { ProofTree } from '../verifyTree.ts';
import type { Admission, AdmitQuestion } from './admit.ts';
import { certify } from './certify.ts';
import { groupCuts } from './groupCuts.ts';

/** A question and its answer in the terms of the checker. */
export interface CheckedAdmission {
  readonly sites: readonly AdmitSite[];
  readonly wishes: readonly AdmitWish[];
}

/** `groups` are those of the wishes, by index; none: nobody is kept apart. */
export function asChecked(
  { gpus, names, wishes }: AdmitQuestion,
  { placed }: Pick<Admission, 'placed'>,
  groups: readonly (string | null)[] = [],
  vms: ReadonlyMap<GiId, readonly Vm[]> = new Map(),
): CheckedAdmission {
  const added = new Map(placed.map((one) => [one.gpu.gpu, one]));
  return {
    sites: gpus.map(({ host, gpu, geometry }) => {
      const { profiles } = geometry.board;
      const own = added.get(gpu);
      return {
        board: geometry.board,
        standing: gpu.instances,
        added: (own?.added ?? []).map(({ profileIndex, start }, at) => {
          const wish = own?.wishes?.[at];
          return {
            ...{ profile: profiles[profileIndex]?.name ?? '', start },
            ...(wish === undefined ? {} : { wish }),
          };
        }),
        allowed: new Set(
          names.filter(
            (name: ProfileName) =>
              profiles.some((one) => one.name === name) && driverRefusal(host, gpu, name) === null,
          ),
        ),
        groups: new Set(
          gpu.instances.flatMap(({ id }) => (vms.get(id) ?? []).flatMap(({ group }) => group ?? [])),
        ),
      };
    }),
    wishes: wishes.map(({ name, count, weight }, index) => ({
      ...{ profile: names[name] ?? '', count, weight, group: groups[index] ?? null },
    })),
  };
}

/**
 * Null where none was found: then it is the search's word that nothing is worth more. `cuts`: those that were found on the way
 * to the answer; none: those that come of the groups themselves.
 */
export function admitTree(
  { sites, wishes }: CheckedAdmission,
  value: number,
  cuts: readonly (readonly number[])[] = [],
): ProofTree | null {
  const question = admitQuestion(sites, wishes);
  return certify(question, -value, { cuts: cuts.length === 0 ? groupCuts(question) : cuts });
}
