/**
 * What an edit changed, small enough to send. A plan shares what an edit left alone with the plan before it; a copy that
 * came from a worker shares nothing. So the worker sends the difference, and the page puts it on the plan that it has:
 * what did not change stays the same object, and nothing renders for it.
 */

export type Patch =
  | { readonly kind: 'same' }
  | { readonly kind: 'value'; readonly value: unknown }
  /** The other elements are as before; those from `length` on are gone. */
  | {
      readonly kind: 'array';
      readonly length: number;
      readonly changed: readonly (readonly [index: number, patch: Patch])[];
    }
  /** The other fields are as before. Plans and their parts have the same fields always. */
  | { readonly kind: 'object'; readonly changed: readonly (readonly [name: string, patch: Patch])[] };

const SAME: Patch = { kind: 'same' };

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasSameNames(a: Fields, b: Fields): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name));
}

/** The difference of two values that share what is the same. */
export function patchOf(before: unknown, after: unknown): Patch {
  if (Object.is(before, after)) return SAME;
  if (Array.isArray(before) && Array.isArray(after)) {
    const changed: (readonly [number, Patch])[] = [];
    for (const [index, value] of (after as readonly unknown[]).entries()) {
      const patch = index < before.length ? patchOf(before[index], value) : valueOf(value);
      if (patch.kind !== 'same') changed.push([index, patch]);
    }
    return { kind: 'array', length: after.length, changed };
  }
  if (isFields(before) && isFields(after) && hasSameNames(before, after)) {
    const changed: (readonly [string, Patch])[] = [];
    for (const [name, value] of Object.entries(after)) {
      const patch = patchOf(before[name], value);
      if (patch.kind !== 'same') changed.push([name, patch]);
    }
    return { kind: 'object', changed };
  }
  return valueOf(after);
}

function valueOf(value: unknown): Patch {
  return { kind: 'value', value };
}

/** The value after the edit: `before` itself where nothing changed. `patch` must be of a value equal to `before`. */
export function applyPatch<T>(before: T, patch: Patch): T;
export function applyPatch(before: unknown, patch: Patch): unknown {
  switch (patch.kind) {
    case 'same':
      return before;
    case 'value':
      return patch.value;
    case 'array': {
      const after = (before as readonly unknown[]).slice(0, patch.length);
      for (const [index, change] of patch.changed) after[index] = applyPatch(after[index], change);
      return after;
    }
    case 'object': {
      const after: Record<string, unknown> = { ...(before as Fields) };
      for (const [name, change] of patch.changed) after[name] = applyPatch(after[name], change);
      return after;
    }
  }
}
