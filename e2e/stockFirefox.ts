/** Firefox as its makers ship it, driven over WebDriver BiDi: what Playwright lacks there, so that a journey can be the same. */
import type { Browser, BrowserContext } from '@playwright/test';

type Send = (method: string, params?: object) => Promise<unknown>;

/** Playwright's own side of a browser. Nothing public leads to it; package.json names the one version that this was written for. */
interface Inside {
  readonly _browserSession: { send: Send };
}

/**
 * Playwright says with every new context which colour scheme its pages see. Debian's firefox-esr 153 does not know that command and
 * answers with an error. The pages then see the scheme of the browser, which is light here; a test that asks for another still fails.
 */
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

/**
 * To fill a field, Playwright there sets its value from within the page and tells of it. React takes a value that was set from within for its
 * own, and hears of no change: what it remembers of the field is made another before it looks. What is typed key by key needs none of this.
 */
export async function letFillBeHeard(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const forget = ({ isTrusted, target }: Event): void => {
      const field = target as { value?: string; _valueTracker?: { setValue: (value: string) => void } };
      if (!isTrusted) field._valueTracker?.setValue(`not ${field.value ?? ''}`);
    };
    window.addEventListener('input', forget, true);
  });
}
