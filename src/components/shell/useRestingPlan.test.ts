import { expect, test } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { makeTemplate } from '../../state/templates.ts';
import { isOtherDocument } from './useRestingPlan.ts';

const article = makeTemplate('article');

function edited(plan: Plan): Plan {
  const next = applyCommand(plan, { type: 'vm/rename', vmId: plan.vms[0]!.id, name: 'another' });
  if (!next.ok) throw new Error(JSON.stringify(next.error));
  return next.value;
}

test('a plan after an edit is the same document, one that was read anew is another', () => {
  expect(isOtherDocument(article, article)).toBe(false);
  expect(isOtherDocument(article, edited(article))).toBe(false);
  expect(isOtherDocument(article, { ...article, vms: article.vms.map((vm) => ({ ...vm })) })).toBe(false);
  expect(isOtherDocument(article, makeTemplate('article'))).toBe(true);
  expect(isOtherDocument(article, structuredClone(article))).toBe(true);
});
