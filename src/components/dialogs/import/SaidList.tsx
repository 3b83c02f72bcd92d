import { Fragment, type ReactNode } from 'react';
import { figure } from '../counted.ts';

const MOST = 100;

interface SaidListProps<T> {
  readonly title: string;
  readonly items: readonly T[];
  readonly children: (item: T) => ReactNode;
}

/** A list of what is to be said about a text, with how many there are. */
export function SaidList<T>({ title, items, children }: SaidListProps<T>) {
  return (
    <section>
      <div className="flex justify-between pb-1 text-table">
        <h3 className="font-semibold">{title}</h3>
        <span className="text-ink3 tabular-nums">{figure(items.length)}</span>
      </div>
      {items.length > 0 && (
        <ul className="flex flex-col">
          {items.slice(0, MOST).map((item, index) => (
            <li key={index} className="border-t border-line py-1.5 text-table [overflow-wrap:anywhere]">
              <Fragment>{children(item)}</Fragment>
            </li>
          ))}
          {items.length > MOST && (
            <li className="border-t border-line py-1.5 text-table text-ink3">
              and {figure(items.length - MOST)} more
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
