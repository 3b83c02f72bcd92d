/**
 * Firefox as its makers ship it, over WebDriver BiDi, where it lacks a command that Playwright gives with every new context: the one that
 * says which colour scheme a page is to see. Debian's firefox-esr 153 does not know it and answers with an error. A context then sees the
 * scheme of the browser, which is light here; a test that asks for another still fails.
 */
import type { Browser } from '@playwright/test';

type Send = (method: string, params?: object) => Promise<unknown>;

/** Playwright's own side of a browser. Nothing public leads to it; package.json names the one version that this was written for. */
interface Inside {
  readonly _browserSession: { send: Send };
}

export function forgiveColourScheme(browser: Browser): void {
  const { _connection: connection } = browser as unknown as {
    readonly _connection: { readonly toImpl: (browser: Browser) => Inside };
  };
  const session = connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, params) => {
    try {
      return await send(method, params);
    } catch (error) {
      if (method === 'emulation.setMediaFeaturesOverride' && String(error).includes('unknown command'))
        return {};
      throw error;
    }
  };
}
