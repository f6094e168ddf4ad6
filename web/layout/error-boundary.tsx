import { Component, type ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';

type Props = { children: ReactNode };
type State = { hasFailed: boolean };

/** Catches a bug of a page, so that the frame stays. React offers this as a class alone. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <PageFailed /> : this.props.children;
  }
}

/** Says nothing of the error itself: its message may quote what was on the page. */
export function PageFailed() {
  return (
    <div className="blank" role="alert">
      <h1>This page stopped</h1>
      <p>
        Something in it went wrong, and it was taken down before it could show more. Nothing of yours was changed by
        that. Load it again; if it happens again, the console of the browser has the details.
      </p>
      <div className="flex gap-2 mt-5">
        <Button kind="primary" onClick={() => location.reload()}>
          Load the page again
        </Button>
        <Button onClick={() => location.assign('/')}>Go to the overview</Button>
      </div>
    </div>
  );
}
