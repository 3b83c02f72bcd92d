import { createContext, useContext, type ReactNode } from 'react';
import { useReadOnly } from '../../state/app.ts';

const Fixed = createContext(false);

/** Fields in it show what is so, and take nothing, while the plan is open to be read. What explains them still answers. */
export function ReadOnlyFields({ children }: { readonly children: ReactNode }) {
  return <Fixed value={useReadOnly()}>{children}</Fixed>;
}

/** Whether a field stands in such a part of a plan that is not to be changed. */
export function useFixed(): boolean {
  return useContext(Fixed);
}
