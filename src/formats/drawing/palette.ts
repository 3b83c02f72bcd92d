/**
 * The colours of exported pictures: those of the page, which has them in tokens.css. A picture stands alone, in mail and on
 * paper, and cannot ask a style sheet. palette.test.ts holds the two together.
 */
import type { Hue } from '../../model/drawing.ts';

export type Theme = 'light' | 'dark';

/** Neutral colours, by the names of the custom properties of the page. */
export interface Neutrals {
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly cell: string;
  readonly line: string;
  readonly strong: string;
  readonly hatch: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
}

/** Colours of an instance: its edge, what it is filled with, and text on that. */
export interface InstanceColours {
  readonly edge: string;
  readonly fill: string;
  readonly on: string;
}

export interface Palette {
  readonly neutral: Neutrals;
  readonly hues: Readonly<Record<Hue, InstanceColours>>;
}

function withUnknown(
  neutral: Neutrals,
  hues: Readonly<Record<Exclude<Hue, 'unknown'>, InstanceColours>>,
): Palette {
  const unknown = { edge: neutral.hatch, fill: neutral.sunken, on: neutral.ink };
  return { neutral, hues: { ...hues, unknown } };
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: withUnknown(
    {
      ground: '#f7f8f9',
      surface: '#ffffff',
      sunken: '#eff1f4',
      cell: '#eceef2',
      line: '#e3e6ea',
      strong: '#c6cbd3',
      hatch: '#aeb5c0',
      ink: '#14171c',
      ink2: '#444b57',
      ink3: '#626a77',
    },
    {
      '1g': { edge: '#0394ec', fill: '#e4f6ff', on: '#004f6c' },
      'wide-1g': { edge: '#4a55a3', fill: '#d2dbfe', on: '#2c3771' },
      '2g': { edge: '#098870', fill: '#b8efdd', on: '#014934' },
      '3g': { edge: '#b48802', fill: '#fde8bd', on: '#583d01' },
      '4g': { edge: '#c03700', fill: '#feceba', on: '#6d2a18' },
      '7g': { edge: '#641c65', fill: '#e4c2e5', on: '#491d50' },
    },
  ),
  dark: withUnknown(
    {
      ground: '#0d0e11',
      surface: '#14161a',
      sunken: '#1c1f25',
      cell: '#20242a',
      line: '#262a31',
      strong: '#414853',
      hatch: '#565e6b',
      ink: '#f3f4f6',
      ink2: '#bcc2cc',
      ink3: '#949ca9',
    },
    {
      '1g': { edge: '#82d7fe', fill: '#0a4b61', on: '#d6f0fe' },
      'wide-1g': { edge: '#6f7af0', fill: '#22215f', on: '#e4ebff' },
      '2g': { edge: '#0bb793', fill: '#123f33', on: '#d3f4e5' },
      '3g': { edge: '#ecba24', fill: '#5b4006', on: '#fae9ce' },
      '4g': { edge: '#e2601c', fill: '#511a07', on: '#fee5de' },
      '7g': { edge: '#a566a3', fill: '#38183a', on: '#f8e3fb' },
    },
  ),
};
