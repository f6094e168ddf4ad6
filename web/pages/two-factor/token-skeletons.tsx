import { Skeleton } from '#web/ui/skeleton.tsx';

const CARDS = [84, 62, 96, 70, 56, 110];

/** The first cards, before they come. */
export function TokenSkeletons() {
  return (
    <div className="otp-page">
      <div role="status" aria-label="Loading two-factor tokens" className="otps wait">
        {CARDS.map((width) => (
          <div key={width} className="card otp">
            <span className="top">
              <span className="tile" />
              <Skeleton width={width} />
            </span>
            <span className="line">
              <Skeleton width={120} />
            </span>
            <span className="foot">
              <Skeleton width={width * 1.4} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
