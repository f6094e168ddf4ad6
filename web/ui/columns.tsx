const WIDTH = 8.6;
const STEP = 10;
const HEIGHT = 40;

export type ColumnsProps = {
  /** One a day, today last. */
  values: readonly number[];
  /** Says in words what is drawn: "Reveals a day, 30 days, 11 today". */
  label: string;
  /** Which of them are dark: those within what is chosen. Without it, the last one is indigo. */
  isWithin?: (at: number) => boolean;
};

/** Small columns; the last one, today, is indigo. A day without anything keeps a hairline. */
export function Columns({ values, label, isWithin }: ColumnsProps) {
  const most = Math.max(1, ...values);
  const last = values.length - 1;
  return (
    <svg
      className="cols"
      viewBox={`0 0 ${values.length * STEP - (STEP - WIDTH)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {values.map((value, at) => {
        const height = Math.max(1, (value / most) * HEIGHT);
        const look = isWithin === undefined ? (at === last ? 'on' : '') : isWithin(at) ? 'within' : '';
        // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
        return <rect key={at} className={look} x={at * STEP} y={HEIGHT - height} width={WIDTH} height={height} />;
      })}
    </svg>
  );
}
