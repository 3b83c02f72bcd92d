/** The host of the plan that a text is of, where the text does not name it or calls it otherwise. */
import { strangerIn } from '../../../console/plannedBoards.ts';
import type { HostId } from '../../../model/ids.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { Reply } from '../../../state/reading/readImport.ts';

/** A host that somebody has to recognise: as the text calls it; null where it does not. */
export interface AskedHost {
  readonly name: string | null;
}

/** What was chosen, for the name that it was asked for. */
export interface PickedHost {
  readonly asked: string | null;
  /** Null: none of the plan. */
  readonly hostId: HostId | null;
}

export interface HostQuestion {
  readonly asked: string | null;
  /** The host that it is, as far as is known. */
  readonly into: Host | null;
  /** Nobody has said yet. */
  readonly isOpen: boolean;
}

/** Null where every host is one of the plan, and where there are several: those that the plan does not have are said to be such. */
export function hostAsked({ imported, isUnnamed }: Reply, plan: Plan): AskedHost | null {
  const stranger = isUnnamed ? null : strangerIn(imported.reading.plan, plan);
  return isUnnamed || stranger !== null ? { name: stranger } : null;
}

export function hostQuestion(
  asked: AskedHost | null,
  plan: Plan,
  picked: PickedHost | null,
  lookedAt: Host | null,
): HostQuestion | null {
  if (asked === null) return null;
  const { name } = asked;
  const isPicked = picked !== null && picked.asked === name;
  const guess = name === null ? lookedAt : likelyHost(name, plan);
  const into = isPicked ? (plan.hosts.find((host) => host.id === picked.hostId) ?? null) : guess;
  return { asked: name, into, isOpen: into === null && !(isPicked && picked.hostId === null) };
}

/** "node-7.example.com" is most likely what the plan calls "node-7". */
function likelyHost(name: string, plan: Plan): Host | null {
  const [only, second] = plan.hosts.filter((host) => shortName(host.name) === shortName(name));
  return second === undefined ? (only ?? null) : null;
}

function shortName(name: string): string {
  return name.toLowerCase().split('.')[0] ?? name;
}
