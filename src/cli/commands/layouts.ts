/** `layouts`: every legal way to cut one GPU of a board. The empty GPU is not counted. */
import { isDrawable, profileOf } from '../../model/board.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../../model/profile.ts';
import { ok, type Result } from '../../model/result.ts';
import { legalLayouts, type Layout } from '../../placement/layouts/layouts.ts';
import { boardNamed } from '../input.ts';
import { printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';

export interface LayoutsOptions {
  readonly profiles: string | null;
  readonly maximal: boolean;
  readonly sets: boolean;
  readonly count: boolean;
  readonly json: boolean;
}

export function layouts(io: Io, model: string, options: LayoutsOptions): Result<ExitCode, Unusable> {
  const board = boardNamed(model);
  if (!board.ok) return board;
  if (!isDrawable(board.value)) return unusable(`no public source gives the starts of ${board.value.id}`);
  const names = options.profiles?.split(',').map(usualName);
  const unknown = names?.find((name) => profileOf(board.value, name) === undefined);
  if (unknown !== undefined) {
    const known = board.value.profiles.map((profile) => profile.name).join(', ');
    return unusable(`"${unknown}" is not a profile of ${board.value.id}, which has ${known}`);
  }
  const found = legalLayouts(board.value, {
    ...(names === undefined ? {} : { profiles: names }),
    maximal: options.maximal,
    sets: options.sets,
  });
  if (options.count) {
    let count = 0;
    for (const layout of found) count += layout.length > 0 ? 1 : 0;
    if (options.json) printJson(io, { count });
    else io.stdout(`${count}\n`);
  } else if (options.json) {
    printJson(io, options.sets ? [...found].map((layout) => Object.fromEntries(counts(layout))) : [...found]);
  } else {
    for (const layout of found) io.stdout(`${options.sets ? setLine(layout) : layoutLine(layout)}\n`);
  }
  return ok(0);
}

/** "1G.6GB" as the catalogue writes it; what is no name of a profile stays as it is. */
function usualName(text: string): ProfileName {
  const parsed = parseProfileName(text);
  return parsed === null ? text.trim() : makeProfileName(parsed);
}

function counts(layout: Layout): Map<ProfileName, number> {
  const found = new Map<ProfileName, number>();
  for (const { profile } of layout) found.set(profile, (found.get(profile) ?? 0) + 1);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function layoutLine(layout: Layout): string {
  return layout.map(({ profile, start }) => `${profile}@${start}`).join(', ');
}

/** As requests are written: "1g.5gb=2,3g.20gb=1". */
function setLine(layout: Layout): string {
  return [...counts(layout)].map(([profile, count]) => `${profile}=${count}`).join(',');
}
