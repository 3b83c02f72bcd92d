interface NotReadProps {
  readonly why: string;
  /** It stands in full beside the text. */
  readonly isTold: boolean;
}

/** In the foot of a dialog: a text was not read. Who looks reads why beside the text, who listens hears it here. */
export function NotRead({ why, isTold }: NotReadProps) {
  if (!isTold) return why;
  return (
    <>
      Not read.<span className="sr-only"> {why}</span>
    </>
  );
}
