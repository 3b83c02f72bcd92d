/** The page after its first visit, without a network. What comes with a new version: tests/publish/newVersion.publish.ts. */
import { expect } from '@playwright/test';
import { kept, visiting } from './visit.ts';

visiting('after one visit the page works without a network: in, out, solved, shared', async ({ visit }) => {
  const { site, context } = visit;
  const first = await visit.open();
  await expect(first.page.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
  await kept(first.page);
  await context.setOffline(true);
  await site.takeDown();

  // The tab that was there before asks for parts that it had no use for until now.
  await first.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
  await expect(first.gpu(0).instance('3g.20gb', 0)).toBeVisible();

  await first.page.reload();
  await expect(first.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  expect(await first.exportText('Layout notation')).toContain('3g.20gb@0=chat-a');
  await first.page.keyboard.press('Escape');
  // The solver is a worker with a script of its own.
  await expect(first.profile('4g.20gb')).toHaveAccessibleName(/1 after repacking/);
  const link = new URL(await first.shareLink());

  const second = await visit.open(link.hash);
  await expect(second.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
});
