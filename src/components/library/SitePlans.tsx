import { useState } from 'react';

/** Where the site of this page has a gallery of plans, as `mig-planner site` writes it into the page. */
function galleryAddress(): string | null {
  return document.querySelector<HTMLLinkElement>('link[rel="contents"]')?.href ?? null;
}

/** The way to the plans that were published beside this page; nothing where none were. */
export function SitePlans() {
  const [address] = useState(galleryAddress);
  if (address === null) return null;
  return (
    <p className="text-body">
      <a href={address} className="inline-block min-h-6 underline underline-offset-4">
        Plans of this site
      </a>
      <span className="text-ink2">: published beside this page, to look at and to open here.</span>
    </p>
  );
}
